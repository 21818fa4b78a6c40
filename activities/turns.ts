import { LRUCache } from 'lru-cache';
import { ChannelFailure } from '../channels/channel';
import { lentOut, takeTurn } from '../domain/pair-rate';
import type { PairRate } from '../domain/pair-rate';
import { DEFAULT_TIMINGS } from '../domain/timings';
import type { Timings } from '../domain/timings';
import type { Deps } from './deps';
import type { SendRequest } from './send-request';

const REMEMBERED = 50_000;

export interface Turns {
  /** @throws ChannelFailure `PairRateLimited` where one more message to this person would be too many now */
  take(request: SendRequest): void;
  /** The channel itself said that it was too many. */
  refused(request: SendRequest): void;
}

/**
 * Holds back what the channel would refuse: a refused message lets Meta ask for ever longer pauses. Each process counts what
 * it sent itself; where several together send too much, the channel's word counts for each that hears it.
 */
export function createTurns({ now }: Pick<Deps, 'now'>): Turns {
  const rates = new LRUCache<string, PairRate>({ max: REMEMBERED });
  return {
    take({ conversationId, kind, timings }) {
      const verdict = takeTurn(rates.get(conversationId), kind, now().getTime(), everyOf(timings));
      if (!verdict.may) {
        const { waitMs } = verdict;
        const words = 'Held back: one more message to this person now would be too many for the channel';
        throw new ChannelFailure('PairRateLimited', words, { retryAfterMs: waitMs });
      }
      rates.set(conversationId, verdict.rate);
    },
    refused({ conversationId, timings }) {
      rates.set(conversationId, lentOut(now().getTime(), everyOf(timings)));
    },
  };
}

/** A payment that began before there was such a wait knows none. */
const everyOf = (timings: Partial<Timings>): number => timings.pairEvery ?? DEFAULT_TIMINGS.pairEvery;
