import { describe, expect, it } from '@jest/globals';
import { barChart, lineChart } from '../../bench/report/chart';
import { capacityOf, dollarsOf } from '../../bench/report/capacity';
import { facts } from '../../bench/report/facts';
import { tableOf, tablesOf } from '../../bench/report/tables';
import type { Bare, Results } from '../../bench/results';
import { costOf } from '../../bench/parts/cost';
import { readOptions } from '../../bench/options';

const rounds = (...medians: number[]): Bare[] =>
  medians.map((median) => ({
    perSecond: { median, low: median - 1, high: median + 1 },
    done: 100,
    cpuMsPerLink: { worker: 20, temporal: 30 },
  }));
const latency = { count: 10, p50: 40.4, p99: 90.2, max: 100, aboveSecond: 0 };
const acks = (p99: number, median: number) => ({
  atRate: { ...latency, p99 },
  saturated: { perSecond: { median, low: 1, high: 2 }, acks: latency },
});
const MACHINE = { at: '2026-11-28T05:40:00.000Z', commit: 'abc1234', cpus: '2 × Some', memoryGb: 8, node: 'v20.20.0' };
const results: Results = {
  servers: {
    dev: {
      taken: { links: MACHINE, waiting: { ...MACHINE, commit: 'def5678' }, webhook: MACHINE },
      ours: rounds(24, 28),
      bare: { fastPath: rounds(32), naive: rounds(13) },
      naiveJob: rounds(12),
      webhook: [acks(90.2, 300), acks(400, 1), acks(20, 1)],
      bareAcks: [acks(45.1, 600)],
      waiting: {
        samples: [
          {
            waiting: 1_000,
            memoryMb: { worker: 400, api: 90, temporal: 300 },
            idleCpu: { worker: 0.012 },
            linksPerSecond: 30,
          },
        ],
      },
    },
  },
};

describe('the report of the bench', () => {
  it('compares the middle of all rounds with each baseline, and shows from where to where it went', () => {
    const links = tablesOf(results).find(({ name }) => name === 'links');
    expect(links?.rows).toEqual([
      ['the product', 24, '23 … 29', 50, '1.00'],
      ['(a) bare fast path, 27 events', 32, '31 … 33', 50, '0.75'],
      ['(b) naive, bare: normal activities', 13, '12 … 14', 50, '1.85'],
      ['(b) naive, with the same calls', 12, '11 … 13', 50, '2.00'],
    ]);
  });

  it('says how far the webhook is from a bare signalWithStart', () => {
    const told = 'p99 at 80/s is 2 of bare signalWithStart (90.2, 400, 20 ms, bare 45.1, in turns)';
    expect(facts(results)).toContain(told);
  });

  it('says of each part at which commit and on what machine it was taken', () => {
    expect(facts(results)).toContain('- links, webhook: taken 2026-11-28 at abc1234: 2 × Some, 8 GB');
    expect(facts(results)).toContain('- waiting: taken 2026-11-28 at def5678');
  });

  it('leaves empty what was not measured', () => {
    const nothing: Results = { ...results, servers: { dev: {} } };
    expect(tablesOf(nothing).find(({ name }) => name === 'links')?.rows).toEqual([]);
    expect(tableOf(nothing)).not.toContain('NaN');
  });

  it.each([
    [1e6, 50],
    [5e6, 250],
    [10e6, 475],
    [200e6, 5_925],
  ])('prices %d Actions by the tiers of the list: $%d', (actions, dollars) => {
    expect(dollarsOf(actions)).toBeCloseTo(dollars);
  });

  it('plans for numbers at their limit with room to spare', () => {
    const [one, ten] = capacityOf(results).rows;
    // 27 links/s at 20 ms each are 0.54 cores of a worker, and 0.77 at 70 % busy: one process of two.
    expect(one?.slice(0, 5)).toEqual(['1', '27', '0', '1', '2']);
    expect(ten?.[3]).toBe('4');
  });

  it('draws bars as long as their values, and escapes what they are called', () => {
    const chart = barChart('Links', '/s', [
      { label: 'a & <b>', value: 10, own: true },
      { label: 'twice', value: 20 },
    ]);
    const widths = [...chart.matchAll(/height="20" rx="2"/g)];
    expect(widths).toHaveLength(2);
    const [half, whole] = [...chart.matchAll(/width="([\d.]+)" height="20"/g)].map(([, width]) => Number(width));
    expect(whole).toBeCloseTo(2 * (half ?? 0), 0);
    expect(chart).toContain('a &amp; &lt;b>');
  });

  it('draws lines over powers of ten', () => {
    const chart = lineChart('Memory', 'waiting', 'MB', [
      {
        label: 'worker',
        points: [
          [1_000, 400],
          [10_000, 420],
          [100_000, 430],
        ],
      },
    ]);
    const points =
      /points="([^"]+)"/
        .exec(chart)?.[1]
        ?.split(' ')
        .map((point) => Number(point.split(',')[0])) ?? [];
    const [first = 0, second = 0, third = 0] = points;
    expect(third - second).toBeCloseTo(second - first, 0);
  });

  it('takes the middle of the histories that were looked at', () => {
    const history = (count: number) => ({ events: Array.from({ length: count }, () => ({})) });
    expect(costOf([history(29), history(35), history(29)])).toMatchObject({ looked: 3, events: 29, mostEvents: 35 });
  });
});

describe('npm run bench', () => {
  it('measures everything on both servers by default', () => {
    expect(readOptions([])).toMatchObject({ servers: ['dev', 'postgres'], rounds: 3, write: false });
  });

  it.each([
    [['--server=oracle'], /dev, postgres or both/],
    [['--only=links,speed'], /no part speed/],
    [['--seconds=0'], /whole number above 0/],
  ])('refuses %j and says what it takes', (args, why) => {
    expect(() => readOptions(args)).toThrow(why);
  });

  it('helps', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });
});
