import { context, SpanKind, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { contextOf, markFailed, tracer } from './span';

const PROBES = ['/healthz', '/readyz', '/metrics'];

/** A span for each request but probes, named after its route's pattern: a path would hold ids. */
export const traceRequests: RequestHandler = (request, response, next) => {
  if (PROBES.includes(request.path)) {
    next();
    return;
  }
  const parent = contextOf(request.get('traceparent'));
  const attributes = { 'http.request.method': request.method };
  const span = tracer().startSpan(request.method, { kind: SpanKind.SERVER, attributes }, parent);
  response.once('close', () => {
    const route = routeOf(request.route);
    span.updateName(`${request.method} ${route}`);
    span.setAttributes({ 'http.route': route, 'http.response.status_code': response.statusCode });
    if (response.statusCode >= 500) markFailed(span, String(response.statusCode));
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
};

function routeOf(route: unknown): string {
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'none';
}
