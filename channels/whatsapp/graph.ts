import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { readText } from '../../rails/bounded-text';
import { leanFetch } from '../../rails/lean-fetch';
import type { Fetch } from '../../rails/lean-fetch';
import { ChannelFailure } from '../channel';
import { isWrongProof, refusalOf, silenceOf, unreadable } from './graph-failures';

export interface GraphOptions {
  /** https base without a version: https://graph.facebook.com */
  readonly graphUrl: string;
  /** `v26.0` */
  readonly graphVersion: string;
  /** Of a system user; goes into the header only. */
  readonly accessToken: string;
  /** Of the app that the token belongs to: the current one, then those that may follow it. */
  readonly appSecrets: readonly string[];
  /**
   * For a whole call, in ms. More than 10,000, fetch's own limit for connecting: then a host that is away shows as such,
   * which proves that nothing was sent.
   */
  readonly timeoutMs: number;
  /** Default: the lean one. */
  readonly fetch?: Fetch;
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

/** Pages of templates are the longest that Meta has to say; 200 of them have about 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024;

export type Graph = <T>(call: GraphCall<T>) => Promise<T>;

/**
 * One call of Meta's Graph API, signed with `appsecret_proof`, so that a stolen token alone is of no use.
 * @throws ChannelFailure and nothing else.
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function createGraph(options: GraphOptions): Graph {
  const { accessToken, timeoutMs } = options;
  // fetch names the whole header in its error for one it can't send.
  if (!/^[\x21-\x7e]+$/.test(accessToken))
    throw new Error('The WhatsApp access token is empty or holds blanks: copy it anew');
  const send = options.fetch ?? leanFetch;
  const proofs = options.appSecrets.map((secret) => createHmac('sha256', secret).update(accessToken).digest('hex'));
  let inUse = 0;
  const base = `${options.graphUrl.replace(/\/+$/, '')}/${options.graphVersion}`;

  return async function call(request) {
    try {
      return await withProof(request);
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw new ChannelFailure('NoAnswer', 'The call of WhatsApp broke off');
      throw error.kind === 'NoAnswer' && request.repeatable === true
        ? new ChannelFailure('Transient', error.message, error.details)
        : error;
    }
  };

  /** The moment when Meta changes the secret is not ours: a refused proof did nothing, so the next secret is tried. */
  async function withProof<T>(request: GraphCall<T>): Promise<T> {
    const tried = inUse;
    for (let others = proofs.length - 1; ; others -= 1) {
      try {
        return await answered(urlOf(request), request);
      } catch (error) {
        if (others <= 0 || !isWrongProof(error)) throw error;
        inUse = (tried + proofs.length - others) % proofs.length;
      }
    }
  }

  function urlOf<T>({ path, query }: GraphCall<T>): string {
    const parameters = new URLSearchParams({ ...query, appsecret_proof: proofs[inUse] ?? '' });
    return `${base}/${path.map(encodeURIComponent).join('/')}?${parameters.toString()}`;
  }

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
      return { status: response.status, headers: response.headers, body: parsed(await readText(response, MOST_BYTES)) };
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
