import { describe, expect, it } from '@jest/globals';
import { latencyOf, percentile, ratesOf, spreadOf } from '../../bench/measure/statistics';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the figures of the bench', () => {
  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('percentile %d of the numbers from 1 to 100 is %d', (share, value) => {
    expect(percentile(upTo(100), share)).toBe(value);
  });

  it('percentiles do not depend on the order, and those of nothing are no number', () => {
    expect(percentile([9, 1, 5], 0.5)).toBe(5);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('a latency tells its middle, its tail, and the share above a second', () => {
    const ms = [...upTo(98), 1_000, 1_001];
    expect(latencyOf(ms)).toEqual({ count: 100, p50: 50, p99: 1_000, max: 1_001, aboveSecond: 0.01 });
  });

  it('rates count what happened within each part of the span, and nothing before or after it', () => {
    expect(ratesOf([-1, 0, 100, 999, 1_000, 1_500, 2_000], 0, 2_000, 2)).toEqual([3, 2]);
  });

  it('a spread is from the lowest to the highest', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ median: 20, low: 10, high: 30 });
  });
});
