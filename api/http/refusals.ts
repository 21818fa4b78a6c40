import type { Request, RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import { strangerOf } from './address';
import { Problem } from './problem';

/** Answers that say: you had no business here. 429 is none of them, so that a minute of quiet is enough. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 415]);
/** A person who mistypes, or a page with an expired login, has far fewer; whoever tries doors has far more. */
const BURST = 60;
const PER_SECOND = 1;
/** Addresses remembered; the quietest go first. */
const REMEMBERED = 20_000;

export interface Refusals {
  /** Notes how each request ended. In front of all routes. */
  readonly note: RequestHandler;
  /** @throws Problem `TooManyRefusals` where the sender's address was refused too often just now */
  readonly check: (request: Request) => void;
}

/**
 * Limits whoever is refused again and again, by address. Only refusals are counted, so whoever is never refused is never
 * limited, at whatever rate; and what carries a good signature is taken before this is asked
 * (docs/adr/0022-only-refusals-are-limited.md).
 *
 * Addresses of one's own network are exempt: behind a proxy that TRUSTED_PROXIES does not name all the world has the proxy's
 * address, and one stranger could shut everybody out.
 *
 * @param now milliseconds since the epoch
 */
export function createRefusals(now: () => number, onLimited: () => void = () => undefined): Refusals {
  const buckets = new LRUCache<string, { readonly left: number; readonly at: number }>({ max: REMEMBERED });

  const leftOf = (stranger: string): number => {
    const bucket = buckets.get(stranger);
    if (bucket === undefined) return BURST;
    return Math.min(BURST, bucket.left + ((now() - bucket.at) / 1_000) * PER_SECOND);
  };

  return {
    note: (request, response, next) => {
      // Asked now: a connection that is gone has no address any more.
      const stranger = strangerOf(request.ip);
      if (stranger !== undefined) {
        response.once('finish', () => {
          if (REFUSALS.has(response.statusCode)) {
            buckets.set(stranger, { left: Math.max(0, leftOf(stranger) - 1), at: now() });
          }
        });
      }
      next();
    },
    check: (request) => {
      const stranger = strangerOf(request.ip);
      if (stranger === undefined || leftOf(stranger) >= 1) return;
      onLimited();
      throw new Problem('TooManyRefusals', 'Too many requests from this address were refused. Wait a minute.', {
        'Retry-After': '60',
      });
    },
  };
}
