import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { ChannelFailure } from '../channel';
import { refusalOf, silenceOf, unreadable } from './graph-failures';

export interface GraphOptions {
  /** https base without a version: https://graph.facebook.com */
  readonly graphUrl: string;
  /** `v26.0` */
  readonly graphVersion: string;
  /** Of a system user; goes into the header only. */
  readonly accessToken: string;
  /** Of the app that the token belongs to. */
  readonly appSecret: string;
  /**
   * For a whole call, in ms. More than 10,000, fetch's own limit for connecting: then a host that is away shows as such,
   * which proves that nothing was sent.
   */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

export interface GraphCall<T> {
  readonly method: 'GET' | 'POST';
  /** Ids and edges below the version. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the answer must hold; it is checked. */
  readonly answer: z.ZodType<T>;
  /** Done twice it does no harm, so that silence is no riddle. */
  readonly repeatable?: boolean;
  /** From 1. */
  readonly attempt?: number;
}

export type Graph = <T>(call: GraphCall<T>) => Promise<T>;

/**
 * One call of Meta's Graph API, signed with `appsecret_proof`, so that a stolen token alone is of no use.
 * @throws ChannelFailure and nothing else.
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function createGraph(options: GraphOptions): Graph {
  const { accessToken, appSecret, timeoutMs } = options;
  // fetch names the whole header in its error for one it can't send.
  if (!/^[\x21-\x7e]+$/.test(accessToken))
    throw new Error('The WhatsApp access token is empty or holds blanks: copy it anew');
  const send = options.fetch ?? fetch;
  const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
  const base = `${options.graphUrl.replace(/\/+$/, '')}/${options.graphVersion}`;

  return async function call(request) {
    const query = new URLSearchParams({ ...request.query, appsecret_proof: proof });
    const url = `${base}/${request.path.map(encodeURIComponent).join('/')}?${query.toString()}`;
    try {
      return await answered(url, request);
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw new ChannelFailure('NoAnswer', 'The call of WhatsApp broke off');
      throw error.kind === 'NoAnswer' && request.repeatable === true
        ? new ChannelFailure('Transient', error.message, error.details)
        : error;
    }
  };

  async function answered<T>(url: string, request: GraphCall<T>): Promise<T> {
    const response = await ask(url, request);
    const failure = refusalOf(response, request.attempt ?? 1, Date.now());
    if (failure !== undefined) throw failure;
    const answer = request.answer.safeParse(response.body);
    if (!answer.success) throw unreadable(answer.error.issues.map(({ path }) => path.join('.') || 'a body').join(', '));
    return answer.data;
  }

  async function ask<T>(url: string, { method, body }: GraphCall<T>) {
    try {
      const response = await send(url, {
        method,
        headers: {
          Authorization: `Bearer ${accessToken}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The token must not follow anybody anywhere.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
    } catch (error) {
      throw silenceOf(error);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
