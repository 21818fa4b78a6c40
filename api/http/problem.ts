import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { TemporalUnavailable } from '../ports/temporal';
import { kindOf } from './error-kind';
import { noteWhy } from './log';
import type { Log } from './log';

/** Every way in which a request can be refused, with its status: the `code` of the problem document. */
export const PROBLEMS = {
  BadRequest: 400,
  NotJson: 400,
  PayloadUnreadable: 400,
  CallbackUnreadable: 400,
  CallbackSignature: 400,
  Unauthorized: 401,
  WebhookSignature: 401,
  Forbidden: 403,
  VerifyToken: 403,
  NotFound: 404,
  LinkUnknown: 404,
  MethodNotAllowed: 405,
  OperationRefused: 409,
  BodyTooLarge: 413,
  BodyEncoding: 415,
  TooManyRequests: 429,
  TooManyRefusals: 429,
  InternalError: 500,
  Busy: 503,
  NotReady: 503,
  TemporalUnavailable: 503,
  DecisionUnknown: 503,
  RailKeyUnavailable: 503,
  IdentityProviderUnavailable: 503,
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** An answer that is an error. `detail` says what to do about it and holds nothing of the request's content. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = PROBLEMS[code];
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
function sendProblem(response: Response, problem: Problem): void {
  const { code, detail, headers, status } = problem;
  noteProblem(response, problem);
  response
    .status(status)
    .set(headers)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:miapos:problem:${code}`,
        title: STATUS_CODES[status] ?? 'Error',
        status,
        code,
        detail,
      }),
    );
}

/** For the log: whatever form the answer takes, its line says which problem it was. */
export function noteProblem(response: Response, { code, cause }: Problem): void {
  noteWhy(response, cause === undefined ? { code } : { code, cause: kindOf(cause) });
}

export const notFound: RequestHandler = () => {
  throw new Problem('NotFound', 'There is nothing here. GET /openapi.json lists what there is.');
};

/** For the end of a route: what it does not answer to is named. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  const allow = methods.join(', ');
  return () => {
    throw new Problem('MethodNotAllowed', `This address answers to ${allow}.`, { Allow: allow });
  };
}

/** The last handler: every error becomes a problem document, and none shows its inside. */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem(response, toProblem(error, request, log));
  };
}

/** What an error comes to for whoever asked. A bug of ours is logged, and shown as nothing but that. */
export function toProblem(error: unknown, { method }: Pick<Request, 'method'>, log: Log): Problem {
  const problem = error instanceof Problem ? error : (fromTemporal(error, log) ?? fromBodyParser(error));
  if (problem !== undefined) return problem;
  // Messages may quote what was being read; the place is enough to find the bug.
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  log.error({ method, error: name, at: at.slice(0, 8).map((line) => line.trim()) }, 'bug');
  return new Problem('InternalError', 'A bug of ours. It was logged; try again later.');
}

function fromTemporal(error: unknown, log: Log): Problem | undefined {
  if (!(error instanceof TemporalUnavailable)) return undefined;
  log.error({ away: error.away, why: error.why }, error.message);
  return new Problem('TemporalUnavailable', 'Not accepted. Send the same again: nothing will be done twice.', {
    'Retry-After': '5',
  });
}

export const tooLarge = (): Problem =>
  new Problem('BodyTooLarge', 'The body is larger than this address takes. Send less at once.');

/** Express and its body parsers mark what they refuse with a status; anything else is not of their making. */
function fromBodyParser(error: unknown): Problem | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  switch (status) {
    case 413:
      return tooLarge();
    case 415:
      return new Problem('BodyEncoding', 'Send the body as it is: neither compressed nor in an exotic character set.');
    case 400:
      return new Problem('BadRequest', 'The request is malformed, or broke off before its end.');
    default:
      return undefined;
  }
}
