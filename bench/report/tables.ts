import { round, spreadOf } from '../measure/statistics';
import type { Latency, Spread } from '../measure/statistics';
import type { LatencyResult } from '../parts/latency';
import type { AcksResult } from '../parts/webhook';
import type { Bare, Results, ServerResult } from '../results';
import { capacityOf, cloudCostOf } from './capacity';

export type Row = readonly (string | number)[];

export interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

const NAMES = { dev: 'dev server', postgres: 'PostgreSQL' } as const;
export const VARIANTS: readonly (readonly [name: string, label: string])[] = [
  ['ours', 'the product'],
  ['fastPath', '(a) bare fast path, 27 events'],
  ['fastPathShown', 'the same, with two upserts: 29'],
  ['fastPathShown+encrypted', 'the same, encrypted'],
  ['naive', '(b) naive, bare: normal activities'],
  ['naiveJob', '(b) naive, with the same calls'],
  ['dbos', '(d) DBOS Transact, the same job'],
  ['dbosBare', 'DBOS Transact, bare steps'],
];

export const kindsOf = ({ servers }: Results) =>
  (['dev', 'postgres'] as const).flatMap((kind) => {
    const found = servers[kind];
    return found === undefined ? [] : [{ kind, name: NAMES[kind], found }];
  });

/** All rounds of a variant, ours among them. */
export function roundsOf(found: ServerResult, name: string): readonly Bare[] {
  if (name === 'ours') return found.ours ?? [];
  if (name === 'naiveJob') return found.naiveJob ?? [];
  if (name === 'dbos') return found.dbos ?? [];
  if (name === 'dbosBare') return found.dbosBare ?? [];
  return found.bare?.[name] ?? [];
}

/** Over all slices of all rounds: the middle of the middles, the lowest low, the highest high. */
export function spreadOver(rounds: readonly Bare[]): Spread | undefined {
  if (rounds.length === 0) return undefined;
  const each = rounds.map(({ perSecond }) => perSecond);
  const { median } = spreadOf(each.map((one) => one.median));
  return { median, low: Math.min(...each.map(({ low }) => low)), high: Math.max(...each.map(({ high }) => high)) };
}

/** The round whose p99 at a number's pace is the middle one; of two the slower. */
export function middleAcks(rounds: readonly AcksResult[] = []): AcksResult | undefined {
  return [...rounds].sort((a, b) => a.atRate.p99 - b.atRate.p99)[Math.floor(rounds.length / 2)];
}

export function tablesOf(results: Results): readonly Table[] {
  const kinds = kindsOf(results);
  const acks = kinds.map(({ found }) => ({ ours: middleAcks(found.webhook), bare: middleAcks(found.bareAcks) }));
  return [
    capacityOf(results),
    cloudCostOf(results),
    {
      name: 'links',
      head: [
        '',
        ...kinds.flatMap(({ name }) => [`${name}: links/s`, 'lowest … highest', 'CPU ms/link', 'ours ÷ this']),
      ],
      rows: VARIANTS.flatMap(([variant, label]) => {
        const cells = kinds.flatMap(({ found }) => linkCells(found, variant));
        return cells.every((cell) => cell === '') ? [] : [[label, ...cells]];
      }),
    },
    {
      name: 'cpu',
      head: ['CPU ms per paid link', ...kinds.map(({ name }) => name)],
      rows: ['api', 'worker', 'temporal', 'postgres', 'simulators'].map((process) => [
        process,
        ...kinds.map(({ found }) => found.ours?.[0]?.cpuMsPerLink[process] ?? ''),
      ]),
    },
    {
      name: 'webhook',
      head: ['webhook acknowledgement', ...kinds.flatMap(({ name }) => [`${name}: p50 ms`, 'p99 ms', 'above 1 s'])],
      rows: [
        ['80 messages/s', ...acks.flatMap(({ ours }) => ackCells(ours?.atRate))],
        ['(c) bare signalWithStart, 80/s', ...acks.flatMap(({ bare }) => ackCells(bare?.atRate))],
        ['as many as it takes', ...acks.flatMap(({ ours }) => ackCells(ours?.saturated.acks))],
        ['(c) as many as it takes', ...acks.flatMap(({ bare }) => ackCells(bare?.saturated.acks))],
      ],
    },
    {
      name: 'latency',
      head: ['what a seller feels', ...kinds.flatMap(({ name }) => [`${name}: p50 ms`, 'p99 ms'])],
      rows: [
        ...latencyRows(
          'idle',
          kinds.map(({ found }) => found.idle),
        ),
        ...latencyRows(
          'half load',
          kinds.map(({ found }) => found.halfLoad),
        ),
      ],
    },
    {
      name: 'waiting',
      head: ['payments waiting', 'worker MB', 'api MB', 'Temporal MB', 'idle CPU of worker', 'links/s while filling'],
      rows: (results.servers.dev?.waiting?.samples ?? []).map(({ waiting, memoryMb, idleCpu, linksPerSecond }) => [
        waiting.toLocaleString('en'),
        memoryMb['worker'] ?? '',
        memoryMb['api'] ?? '',
        memoryMb['temporal'] ?? '',
        `${String(round((idleCpu['worker'] ?? NaN) * 100, 1))} %`,
        linksPerSecond,
      ]),
    },
  ];
}

function linkCells(found: ServerResult, variant: string): Row {
  const rounds = roundsOf(found, variant);
  const spread = spreadOver(rounds);
  if (spread === undefined) return ['', '', '', ''];
  const cpu = spreadOf(rounds.map(({ cpuMsPerLink }) => Object.values(cpuMsPerLink).reduce((sum, ms) => sum + ms, 0)));
  const ours = spreadOver(roundsOf(found, 'ours'));
  const ratio = ours === undefined ? '' : round(ours.median / spread.median).toFixed(2);
  return [
    round(spread.median, 1),
    `${String(round(spread.low, 1))} … ${String(round(spread.high, 1))}`,
    round(cpu.median, 1),
    ratio,
  ];
}

const ackCells = (acks: Latency | undefined): Row =>
  acks === undefined
    ? ['', '', '']
    : [round(acks.p50, 1), round(acks.p99, 1), `${String(round(acks.aboveSecond * 100, 2))} %`];

function latencyRows(when: string, found: readonly (LatencyResult | undefined)[]): Row[] {
  const rates = found.map((one) => (one === undefined ? '' : String(one.perSecond))).join(' and ');
  const cells = (of: (one: LatencyResult) => Latency): Row =>
    found.flatMap((one): Row => (one === undefined ? ['', ''] : [Math.round(of(one).p50), Math.round(of(one).p99)]));
  return [
    [`${when} (${rates} links/s): command → link`, ...cells((one) => one.commandToLink)],
    [`${when}: callback → notice`, ...cells((one) => one.callbackToNotice)],
    [`${when}: acknowledgement of all webhooks`, ...cells((one) => one.acks)],
  ];
}

/** For a terminal. */
export function tableOf(results: Results): string {
  return tablesOf(results)
    .filter(({ rows }) => rows.length > 0)
    .map(({ head, rows }) => plain([head, ...rows]))
    .join('\n\n');
}

function plain(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(String(cell), widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const pad = (text: string, width: number, column: number): string =>
  column === 0 ? text.padEnd(width) : text.padStart(width);
