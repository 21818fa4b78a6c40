/** Times of many like things, in ms. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Share that took longer than a second: Meta's published standard speaks of it. */
  readonly aboveSecond: number;
}

/** What was measured several times in one run. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

const SECOND_MS = 1_000;

/** The smallest value that at least `share` of all do not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function latencyOf(ms: readonly number[]): Latency {
  const slow = ms.filter((one) => one > SECOND_MS).length;
  return {
    count: ms.length,
    p50: round(percentile(ms, 0.5)),
    p99: round(percentile(ms, 0.99)),
    max: round(percentile(ms, 1)),
    aboveSecond: ms.length === 0 ? NaN : slow / ms.length,
  };
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: round(percentile(values, 0.5)),
    low: round(percentile(values, 0)),
    high: round(percentile(values, 1)),
  };
}

/** Events per second in each of `slices` equal parts of a span. @param at ms of each event, any order */
export function ratesOf(at: readonly number[], from: number, until: number, slices: number): number[] {
  const width = (until - from) / slices;
  const counts = new Array<number>(slices).fill(0);
  for (const one of at) {
    const slice = Math.floor((one - from) / width);
    if (slice >= 0 && slice < slices) counts[slice] = (counts[slice] ?? 0) + 1;
  }
  return counts.map((count) => (count * SECOND_MS) / width);
}

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
