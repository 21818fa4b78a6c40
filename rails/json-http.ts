import { readText } from './bounded-text';
import type { Fetch } from './lean-fetch';

/** Far more than any honest answer of a rail or of cap-svc has. */
const MOST_BYTES = 1024 * 1024;

export interface JsonRequest {
  readonly url: string | URL;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none is sent. */
  readonly body?: unknown;
}

export interface JsonHttpOptions {
  /** For one exchange, connection and body included. */
  readonly timeoutMs: number;
  readonly fetch: Fetch;
}

export interface JsonAnswer {
  /** 3xx too: a redirect is never followed, for it would carry a token to a place that nobody configured. */
  readonly status: number;
  /** The other side's wish before the next try; only whole seconds are understood, no date. */
  readonly retryAfterMs?: number;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
}

/**
 * One exchange of JSON with a bank's rail or with cap-svc.
 *
 * @throws whatever fetch throws: nothing came back, or not in time
 */
export async function exchangeJson(options: JsonHttpOptions, request: JsonRequest): Promise<JsonAnswer> {
  const response = await options.fetch(request.url, {
    method: request.method,
    headers: { ...request.headers, 'content-type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    // 'error' would be as safe, but looks like silence, which proves nothing.
    redirect: 'manual',
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  const retryAfter = response.headers.get('retry-after') ?? '';
  return {
    status: response.status,
    ...(/^\d{1,6}$/.test(retryAfter) ? { retryAfterMs: Number(retryAfter) * 1_000 } : {}),
    body: parse(await readText(response, MOST_BYTES)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
