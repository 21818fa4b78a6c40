import { LRUCache } from 'lru-cache';
import type { RailAccess } from '../rails/rail';
import { CapFailure, type CapService, type EcommToken } from './cap-svc';

/** Tokens are renewed this long before they expire, so that none dies on its way to the rail. */
const RENEW_BEFORE_MS = 30_000;

export interface TokenBrokerOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The only origins that a token may be used at, as {@link URL.origin} spells them. */
  readonly railOrigins: readonly string[];
  /** Sellers × merchants kept at once; the least used go first. Default 5,000. */
  readonly max?: number;
}

/** Hands out rail access for one seller at one merchant. In memory only: a token stands in no history and no log. */
export interface TokenBroker {
  /**
   * Concurrent calls for the same pair share one call to cap-svc, under the first one's `requestId`.
   *
   * @throws {@link CapFailure} of cap-svc; `BadRequest` where it names an endpoint that is not allow-listed: a token must
   * not be sent wherever an answer says, and asking again would not change it
   */
  access(posUserId: string, merchantId: string, requestId: string): Promise<RailAccess>;
  /**
   * Drops the token, so that the next call brokers a new one: for a 401 of the rail.
   *
   * @param stale where given, only this one is dropped, and not its successor that another caller has brokered since
   */
  forget(posUserId: string, merchantId: string, stale?: RailAccess): void;
}

interface Life {
  /** Milliseconds since the epoch; endless while the token is under way. */
  renewAt: number;
  access?: RailAccess;
}

export function createTokenBroker(cap: CapService, options: TokenBrokerOptions): TokenBroker {
  const { now, railOrigins, max = 5_000 } = options;
  const entries = new LRUCache<string, { readonly promise: Promise<RailAccess>; readonly life: Life }>({ max });

  async function broker(life: Life, ask: () => Promise<EcommToken>): Promise<RailAccess> {
    // The token's time runs from before the call: how long the answer was under way is unknown.
    const asked = now();
    const token = await ask();
    life.access = toAccess(token, railOrigins);
    life.renewAt = asked + token.expiresInSeconds * 1_000 - RENEW_BEFORE_MS;
    return life.access;
  }

  return {
    access(posUserId, merchantId, requestId) {
      const key = JSON.stringify([posUserId, merchantId]);
      const kept = entries.get(key);
      if (kept !== undefined && now() < kept.life.renewAt) return kept.promise;
      const life: Life = { renewAt: Infinity };
      const asked = broker(life, () => cap.issueToken(posUserId, merchantId, requestId));
      const promise = asked.catch((error: unknown) => {
        if (entries.peek(key)?.life === life) entries.delete(key);
        throw error;
      });
      entries.set(key, { promise, life });
      return promise;
    },

    forget(posUserId, merchantId, stale) {
      const key = JSON.stringify([posUserId, merchantId]);
      if (stale === undefined || entries.peek(key)?.life.access?.accessToken === stale.accessToken) {
        entries.delete(key);
      }
    },
  };
}

function toAccess({ accessToken, ecommBaseUrl, terminalId, rtpTerminalId }: EcommToken, allowed: readonly string[]) {
  const { origin, pathname, search, username } = new URL(ecommBaseUrl);
  if (!allowed.includes(origin) || pathname !== '/' || search !== '' || username !== '') {
    throw new CapFailure(
      'BadRequest',
      `cap-svc names ${origin}${pathname} as the bank's ecomm endpoint, which is not one of RAIL_ORIGINS; no token was ` +
        'sent there. Add the bare origin to RAIL_ORIGINS if the bank is ours, or have cap-svc mended.',
    );
  }
  return { accessToken, origin, terminalId, ...(rtpTerminalId === undefined ? {} : { rtpTerminalId }) };
}
