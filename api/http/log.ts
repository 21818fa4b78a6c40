import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** What is logged: ids and states. Never a body, a phone, a name or a message id, which holds the phone. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Why an answer is an error. */
interface Why {
  /** Of its problem. */
  readonly code: string;
  /** The kind of error behind it. */
  readonly cause?: string;
}

/** Keeps for the request's line of the log why it is answered with an error: a status alone has many reasons. */
export const noteWhy = (response: Response, why: Why): void => {
  response.locals['why'] = why;
};

/** One line per answer: the route's pattern instead of the path, so that no id gets in by accident. */
export function createRequestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const route = routeOf(request.route);
      const why = response.locals['why'] as Why | undefined;
      const ms = Math.round(performance.now() - startedAt);
      const probe = route === '/healthz' || route === '/readyz' || route === '/metrics';
      log[probe ? 'debug' : 'info'](
        { method: request.method, route, status: response.statusCode, ms, ...why },
        'answered',
      );
    });
    next();
  };
}

function routeOf(route: unknown): string {
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'none';
}
