import type { ErrorRequestHandler } from 'express';
import type { AppDeps } from '../deps';
import { noteProblem, toProblem } from '../http/problem';
import type { ProblemCode } from '../http/problem';
import type { Shown } from './link-page';
import type { SendPage } from './send-page';

/** What a person reads where a program reads a problem document. */
const READ_AS: Partial<Record<ProblemCode, Shown>> = {
  BadRequest: 'unknown',
  LinkUnknown: 'unknown',
  TooManyRequests: 'tooOften',
  TemporalUnavailable: 'away',
  InternalError: 'away',
};

/** People get a page in their language whatever goes wrong; problem documents are for programs, which ask for JSON. */
export function createPageErrors({ log }: AppDeps, send: SendPage): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['html', 'json']) !== 'html') {
      next(error);
      return;
    }
    const problem = toProblem(error, request, log);
    const shown = READ_AS[problem.code];
    if (shown === undefined) {
      next(problem);
      return;
    }
    noteProblem(response, problem);
    response.set(problem.headers);
    send(request, response, { shown, status: problem.status });
  };
}
