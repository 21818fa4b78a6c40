import { LINKS_PER_NUMBER } from '../measure/load';
import { round } from '../measure/statistics';
import type { Results } from '../results';
import type { Table } from './tables';

/** Cores are planned to be this busy, so that a peak finds room. */
const BUSY = 0.7;
/** An api process is one thread. A worker has two that work: the main one, and that of the payments. */
const CORES = { api: 1, worker: 2 } as const;
const NUMBERS = [1, 10, 100, 1_000];
const SECONDS_PER_DAY = 86_400;
/** Of the list price of Temporal Cloud, in US dollars a million Actions. */
const PRICES = [
  [5e6, 50],
  [10e6, 45],
  [20e6, 40],
  [50e6, 35],
  [100e6, 30],
] as const;
const CHEAPEST = 25;

/** How much is needed for so many numbers, each at its limit, from the CPU that one paid link took. */
export function capacityOf({ servers }: Results): Table {
  const found = servers.postgres ?? servers.dev;
  const cpu = found?.ours?.at(-1)?.cpuMsPerLink ?? {};
  const coresFor = (name: string, links: number): number => (((cpu[name] ?? 0) / 1_000) * links) / BUSY;
  return {
    name: 'capacity',
    head: [
      'numbers, each at its limit',
      'links/s',
      'api processes',
      'worker processes',
      'Temporal cores',
      'PostgreSQL cores',
      'Actions/s',
    ],
    rows: NUMBERS.map((numbers) => {
      const links = numbers * LINKS_PER_NUMBER;
      return [
        numbers.toLocaleString('en'),
        links.toLocaleString('en'),
        Math.ceil(coresFor('api', links) / CORES.api).toLocaleString('en'),
        Math.ceil(coresFor('worker', links) / CORES.worker).toLocaleString('en'),
        Math.ceil(coresFor('temporal', links)).toLocaleString('en'),
        cpu['postgres'] === undefined ? '' : Math.ceil(coresFor('postgres', links)).toLocaleString('en'),
        (links * (found?.cost?.actions ?? 0)).toLocaleString('en'),
      ];
    }),
  };
}

/** Temporal Cloud's list price, tier by tier. */
export function dollarsOf(actions: number): number {
  let left = actions;
  let from = 0;
  let dollars = 0;
  for (const [until, price] of PRICES) {
    const here = Math.max(0, Math.min(left, until - from));
    dollars += (here * price) / 1e6;
    left -= here;
    from = until;
  }
  return dollars + (left * CHEAPEST) / 1e6;
}

/** What a month comes to, and a thousand payments of it. */
export function cloudCostOf({ servers }: Results): Table {
  const perPayment = (servers.dev ?? servers.postgres)?.cost?.actions ?? 0;
  return {
    name: 'cloud',
    head: ['paid links a month', 'links/s on average', 'Actions a month', 'a month', 'per 1,000 payments'],
    rows: (perPayment === 0 ? [] : [10_000, 100_000, 1_000_000, 10_000_000]).map((payments) => {
      const dollars = dollarsOf(payments * perPayment);
      return [
        payments.toLocaleString('en'),
        round(payments / 30 / SECONDS_PER_DAY, 3),
        (payments * perPayment).toLocaleString('en'),
        `$${dollars.toLocaleString('en', { maximumFractionDigits: 0 })}`,
        `$${((dollars / payments) * 1_000).toFixed(2)}`,
      ];
    }),
  };
}
