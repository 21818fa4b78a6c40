import { isGrpcServiceError } from '@temporalio/client';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { ControlError } from '../../control/server';
import { InVain } from './eventually';

/** Every way in which a deed can be refused. The page has words for each in its five languages: `problem.<code>`. */
export const PAGE_PROBLEMS = {
  Malformed: 400,
  NotThisPage: 403,
  NotFound: 404,
  UnknownLine: 404,
  UnknownMessage: 404,
  UnknownPayment: 404,
  UnknownStory: 404,
  UnknownSwitch: 404,
  UnknownTemplate: 404,
  NothingToTap: 404,
  NothingToPay: 409,
  NotWrittenYet: 409,
  TooLarge: 413,
  Bug: 500,
  TemporalAway: 503,
  NoAnswer: 504,
} as const;
export type PageProblem = keyof typeof PAGE_PROBLEMS;

/** Something that can't be done as asked. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: number;
  constructor(
    readonly code: PageProblem,
    message: string,
  ) {
    super(message);
    this.status = PAGE_PROBLEMS[code];
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
export function sendProblem(response: Response, { code, status, message: detail }: PageError): void {
  const title = STATUS_CODES[status] ?? 'Error';
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:miapos:sandbox:problem:${code}`, title, status, code, detail }));
}

/** For the end of the API. */
export const noSuchDeed: RequestHandler = ({ method, path }) => {
  throw new PageError('NotFound', `The page's API has no ${method} ${path}.`);
};

/** The last handler: every error becomes a problem document. */
export const sayWhatIsWrong: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) next(error);
  else sendProblem(response, toPageError(error));
};

function toPageError(error: unknown): PageError {
  if (error instanceof PageError) return error;
  if (error instanceof z.ZodError) return new PageError('Malformed', z.prettifyError(error));
  if (error instanceof ControlError) return new PageError('NothingToTap', error.message);
  if (error instanceof InVain) return new PageError('NoAnswer', error.message);
  if (isGrpcServiceError(error)) return new PageError('TemporalAway', error.message);
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (status === 413) return new PageError('TooLarge', message);
  return new PageError(status === 400 ? 'Malformed' : 'Bug', message);
}
