import { exchangeJson, type JsonHttpOptions } from '../rails/json-http';
import { CapFailure, type CapFailureKind } from './cap-svc';
import { errorAnswer, FAILURE_KINDS } from './contract';

/** One call, with what failures may say of it. */
export interface CapCall {
  readonly operation: 'resolveSeller' | 'issueEcommToken' | 'recordPayment';
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  readonly requestId: string;
}

export interface CapHttpOptions extends JsonHttpOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
}

/**
 * @returns the parsed body of a 2xx answer
 * @throws {@link CapFailure} and nothing else. Silence is Unavailable: every operation of cap-svc may be repeated.
 */
export async function callCap(options: CapHttpOptions, call: CapCall): Promise<unknown> {
  const { status, retryAfterMs, body } = await exchange(options, call);
  if (status >= 200 && status < 300) return body;
  const code = errorAnswer.safeParse(body).data?.code;
  const known = FAILURE_KINDS.get(code);
  const why = known === undefined ? 'without a code of its contract' : code;
  throw new CapFailure(known ?? kindOfStatus(status), `cap-svc refused ${call.operation}: ${status} ${why}.`, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

async function exchange(options: CapHttpOptions, { operation, method, path, body, requestId }: CapCall) {
  const headers = { authorization: `Bearer ${options.token}`, 'x-request-id': requestId.slice(0, 128) };
  try {
    return await exchangeJson(options, { url: `${options.baseUrl}${path}`, method, headers, body });
  } catch (cause) {
    const message = `cap-svc did not answer ${operation} within ${options.timeoutMs} ms, or can't be reached.`;
    throw new CapFailure('Unavailable', message, { cause });
  }
}

function kindOfStatus(status: number): CapFailureKind {
  if (status === 401) return 'Unauthorized';
  return status >= 500 || status < 400 || status === 429 || status === 408 ? 'Unavailable' : 'BadRequest';
}
