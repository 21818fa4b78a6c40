import { parseArgs } from 'node:util';
import type { ServerKind } from './rig/server';

export const PARTS = ['links', 'webhook', 'waiting', 'dbos'] as const;
export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly servers: readonly ServerKind[];
  readonly parts: readonly Part[];
  /** Of each measurement. */
  readonly seconds: number;
  /** How often each is taken, one after the other in turns. */
  readonly rounds: number;
  readonly atOnce: number;
  readonly waiting: number;
  readonly waitingMinutes: number;
  readonly profileFolder?: string;
  readonly write: boolean;
  readonly eager: boolean;
}

export const HELP = `npm run bench [-- options]

Measures the product as production runs it, against the simulators over real HTTP with encryption on, beside baselines in the
same run: bare Temporal, the naive design, bare signalWithStart, and the same job on DBOS Transact. Everything is on this
machine; nothing leaves it. Takes about half an hour, and wants the machine for itself.

  --server dev|postgres|both  on which Temporal server (both; PostgreSQL only where it is installed)
  --only PART[,PART]          ${PARTS.join(', ')} (all)
  --seconds N                 how long each measurement takes (10)
  --rounds N                  how often each is taken, in turns, for the spread (3)
  --at-once N                 payments under way where it goes as fast as it can (48)
  --waiting N                 how many payments wait at most, for memory (50000)
  --waiting-minutes N         filling ends after this, however many wait by then (3)
  --quick                     everything once and short: for trying the bench out, not for figures
  --eager                     the dev server hands activities out with the task that asks for them
  --profile FOLDER            writes CPU profiles of api and worker there
  --write                     keeps the result: bench/results.json, the tables and graphs of docs/performance.md
  --help                      this text
`;

/** @returns undefined where only help was wanted */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: 'string', default: 'both' },
      only: { type: 'string', default: PARTS.join(',') },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      'at-once': { type: 'string', default: '48' },
      waiting: { type: 'string', default: '50000' },
      'waiting-minutes': { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
      eager: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { quick } = values;
  return {
    servers: serversOf(values.server),
    parts: values.only.split(',').map(partOf),
    seconds: quick ? 3 : positive('seconds', values.seconds),
    rounds: quick ? 1 : positive('rounds', values.rounds),
    atOnce: positive('at-once', values['at-once']),
    waiting: quick ? 200 : positive('waiting', values.waiting),
    waitingMinutes: positive('waiting-minutes', values['waiting-minutes']),
    write: values.write,
    eager: values.eager,
    ...(values.profile === undefined ? {} : { profileFolder: values.profile }),
  };
}

function serversOf(name: string): readonly ServerKind[] {
  if (name === 'both') return ['dev', 'postgres'];
  if (name === 'dev' || name === 'postgres') return [name];
  throw new Error(`--server is ${name}; it can be dev, postgres or both.`);
}

function partOf(name: string): Part {
  const part = PARTS.find((one) => one === name);
  if (part === undefined) throw new Error(`--only has no part ${name}; there are ${PARTS.join(', ')}.`);
  return part;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is ${text}: a whole number above 0 is wanted.`);
  return value;
}
