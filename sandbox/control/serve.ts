import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { type FaultBook, type HttpFault, isDelay, isHttpOutcome, type StatusFault } from './faults';
import type { Journal, JournalEntry } from './journal';

/** An answer, before it meets the faults. A body that is a string is HTML; none is an empty body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServeContext<Action> {
  readonly journal: Journal;
  readonly faults: FaultBook<Action>;
  /** The service's own way to say an injected error. */
  readonly errorReply: (fault: StatusFault) => Reply;
  /** The service's own way to say what a handler threw. */
  readonly failureReply: (error: unknown) => Reply;
}

export type Serve = (
  operation: string,
  handler: (request: Request) => Reply | Promise<Reply>,
  /** What `match.to` compares. */
  to?: (request: Request) => string | undefined,
) => RequestHandler;

/** Wraps handlers that return replies: journals the call, applies the fault rules, writes the answer. */
export function createServe<Action>(context: ServeContext<Action>): Serve {
  return (operation, handler, to) => async (request, response) => {
    const body: unknown = request.body;
    const entry = context.journal.add({
      direction: 'received',
      operation,
      method: request.method,
      url: request.originalUrl,
      headers: shownHeaders(request),
      ...(body === undefined ? {} : { body }),
    });
    const subject = { operation, to: to?.(request), text: `${request.originalUrl} ${JSON.stringify(body ?? '')}` };
    const book = context.faults as FaultBook<unknown>;
    const delay = book.take(subject, isDelay);
    if (delay !== undefined) await sleep(delay.delayMs, undefined, { ref: false });
    const fault = book.take(subject, isHttpOutcome);
    if (fault !== undefined) entry.note = JSON.stringify(fault);
    await answer(context, { request, response, entry, fault, handler });
  };
}

interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly entry: JournalEntry;
  readonly fault: Exclude<HttpFault, { delayMs: number }> | undefined;
  readonly handler: (request: Request) => Reply | Promise<Reply>;
}

async function answer<Action>(context: ServeContext<Action>, call: Call): Promise<void> {
  const { fault } = call;
  if (fault === 'timeoutBeforeEffect') return;
  if (fault === 'resetConnection') return void call.request.socket.destroy();
  const injected = typeof fault === 'object' ? context.errorReply(fault) : undefined;
  if (injected !== undefined && typeof fault === 'object' && fault.afterEffect !== true) {
    write(call, injected);
    return;
  }
  const reply = await handled(context, call);
  if (fault === 'timeoutAfterEffect') return;
  if (fault === 'resetAfterEffect') return void call.request.socket.destroy();
  write(call, injected ?? reply);
}

async function handled<Action>(context: ServeContext<Action>, call: Call): Promise<Reply> {
  try {
    return await call.handler(call.request);
  } catch (error) {
    return context.failureReply(error);
  }
}

function write({ response, entry }: Call, reply: Reply): void {
  entry.status = reply.status;
  if (reply.body !== undefined) entry.answer = reply.body;
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else if (typeof reply.body === 'string') response.type('html').send(reply.body);
  else response.json(reply.body);
}

/** Tokens stay out of what anyone can read. */
function shownHeaders(request: Request): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'authorization' && name !== 'cookie') shown[name] = value;
  }
  return shown;
}

/** The parts of an injected error that are the same for every service. */
export function injectedReply(fault: StatusFault, status: number, body: unknown): Reply {
  const chosen = 'body' in fault ? (fault.body ?? undefined) : body;
  return {
    status,
    ...(chosen === undefined ? {} : { body: chosen }),
    ...(fault.retryAfterSeconds === undefined ? {} : { headers: { 'Retry-After': String(fault.retryAfterSeconds) } }),
  };
}
