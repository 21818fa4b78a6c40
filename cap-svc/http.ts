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

export interface CapHttpOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/**
 * @returns the parsed body of a 2xx answer
 * @throws {@link CapFailure} and nothing else. Silence is Unavailable: every operation of cap-svc may be repeated.
 */
export async function callCap(options: CapHttpOptions, call: CapCall): Promise<unknown> {
  const { status, headers, body } = await exchange(options, call);
  if (status >= 200 && status < 300) return body;
  const error = errorAnswer.safeParse(body).data;
  const kind = FAILURE_KINDS[error?.code ?? ''] ?? kindOfStatus(status);
  const retryAfterMs = readRetryAfter(headers.get('retry-after'));
  throw new CapFailure(kind, `cap-svc refused ${call.operation}: ${status} ${error?.code ?? 'without a code'}.`, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

async function exchange(
  options: CapHttpOptions,
  { operation, method, path, body, requestId }: CapCall,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: unknown }> {
  try {
    const response = await options.fetch(`${options.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.token}`,
        'content-type': 'application/json',
        'x-request-id': requestId.slice(0, 128),
      },
      body: JSON.stringify(body),
      // A redirect would carry the service token to a place that nobody configured.
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  } catch (cause) {
    const message = `cap-svc did not answer ${operation} within ${options.timeoutMs} ms, or can't be reached.`;
    throw new CapFailure('Unavailable', message, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function kindOfStatus(status: number): CapFailureKind {
  if (status === 401) return 'Unauthorized';
  return status >= 500 || status === 429 || status === 408 ? 'Unavailable' : 'BadRequest';
}

/** @param header seconds; the date form is not in the contract and is left to the caller's own backoff */
function readRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}
