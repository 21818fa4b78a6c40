import { ratesOf, spreadOf } from './statistics';
import type { Spread } from './statistics';

const SLICES = 5;

/**
 * From the link to its payment, everywhere alike. At once, the payment would come before the workflow has taken note of the
 * link, and save the server a workflow task that it does not save in life.
 */
export const CUSTOMER_MS = 500;

/** What a WhatsApp number carries at most, in and out: 80 messages a second, three for a paid link. */
export const LINKS_PER_NUMBER = 27;

export interface ClosedLoad {
  /** How many are under way at any time. */
  readonly atOnce: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface Sustained {
  readonly perSecond: Spread;
  readonly done: number;
}

/** As fast as it goes: whenever one is done the next begins. What is done in the warm-up does not count. */
export async function runClosed(
  load: ClosedLoad,
  one: () => Promise<unknown>,
  onMeasure?: () => void,
): Promise<Sustained> {
  const from = performance.now() + load.warmUpMs;
  const until = from + load.measureMs;
  const doneAt: number[] = [];
  const starting = setTimeout(() => onMeasure?.(), load.warmUpMs);
  const takeTurns = async (): Promise<void> => {
    while (performance.now() < until) {
      await one();
      doneAt.push(performance.now());
    }
  };
  await Promise.all(Array.from({ length: load.atOnce }, takeTurns));
  clearTimeout(starting);
  const rates = ratesOf(doneAt, from, until, SLICES);
  return { perSecond: spreadOf(rates), done: doneAt.filter((at) => at >= from && at < until).length };
}

/** At a fixed rate, however long each takes: latency as users see it. Resolves when all are done. */
export async function runOpen(perSecond: number, seconds: number, one: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  const total = Math.round(perSecond * seconds);
  const underWay: Promise<unknown>[] = [];
  for (let number = 0; number < total; number += 1) {
    const wait = begun + (number * 1_000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    underWay.push(one());
  }
  await Promise.all(underWay);
}
