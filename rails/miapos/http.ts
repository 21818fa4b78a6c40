import type { z } from 'zod';
import { exchangeJson, type JsonAnswer, type JsonHttpOptions } from '../json-http';
import { RailFailure, type RailAccess } from '../rail';

/** One call. `once`: a repetition would do harm, so only proof that nothing was done may invite one. */
export interface RailCall {
  readonly operation: string;
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly once?: boolean;
}

/** @throws {@link RailFailure} and nothing else */
export async function callRail<T>(
  options: JsonHttpOptions,
  access: RailAccess,
  call: RailCall,
  answer: z.ZodType<T>,
): Promise<T> {
  const answered = await exchange(options, access, call);
  if (answered.status < 200 || answered.status >= 300) throw refusal(call, answered);
  const read = answer.safeParse(answered.body);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.') || 'the body').join(', ');
  throw new RailFailure('NoAnswer', `The rail answered ${call.operation} against its protocol (${fields}).`);
}

async function exchange(
  options: JsonHttpOptions,
  { origin, accessToken }: RailAccess,
  { operation, path, body }: RailCall,
): Promise<JsonAnswer> {
  const sent = body === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body };
  try {
    return await exchangeJson(options, {
      ...sent,
      url: new URL(path, origin),
      headers: { authorization: `Bearer ${accessToken}` },
    });
  } catch (cause) {
    if (neverSent(cause))
      throw new RailFailure('Unavailable', `The rail can't be reached for ${operation}.`, { cause });
    const message = `The rail gave no answer to ${operation} within ${options.timeoutMs} ms, or broke off.`;
    throw new RailFailure('NoAnswer', message, { cause });
  }
}

/** The rail's own errors are all 400; the others are a gateway's, or those its website promises. */
function refusal({ operation, once }: RailCall, { status, retryAfterMs, body }: JsonAnswer): RailFailure {
  const about = namesWhat(body);
  const details = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const message = `The rail answered ${operation} with ${status}${about === undefined ? '' : ` (${about})`}.`;
  if (status === 401) return new RailFailure('Unauthorized', message, details);
  if (status >= 500) return new RailFailure(once === true ? 'NoAnswer' : 'Unavailable', message, details);
  const later = status < 400 || status === 408 || status === 429;
  return new RailFailure(later ? 'Unavailable' : 'Refused', message, details);
}

/** What an error is about, never its text: the rail repeats the value it refuses, which may be a phone or a name. */
function namesWhat(body: unknown): string | undefined {
  const text = typeof body === 'object' && body !== null && 'errorMessage' in body ? String(body.errorMessage) : '';
  const field = /^Field '([A-Za-z]{1,40})'/.exec(text)?.[1];
  if (field !== undefined) return `about ${field}`;
  return /\bterminal\b/i.test(text) ? 'about the terminal' : undefined;
}

/** Node names the system call that failed; TLS failures come before anything of ours is sent. */
function neverSent(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, syscall, cause, errors } = error as Readonly<Record<string, unknown>>;
  if (syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  if (typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_SSL/.test(code)) return true;
  return Array.isArray(errors) ? errors.every(neverSent) : neverSent(cause);
}
