import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Results } from '../results';
import { barChart, lineChart } from './chart';
import { facts } from './facts';
import { kindsOf, roundsOf, spreadOver, tablesOf, VARIANTS } from './tables';
import type { Table } from './tables';

const PAGE = join(__dirname, '..', '..', 'docs', 'performance.md');
const GRAPHS = join(__dirname, '..', '..', 'docs', 'performance');

/** Puts the tables between their marks in docs/performance.md, and the graphs beside it. The words around are people's. */
export async function writeReport(results: Results): Promise<void> {
  mkdirSync(GRAPHS, { recursive: true });
  for (const [name, graph] of graphsOf(results)) writeFileSync(join(GRAPHS, `${name}.svg`), graph);
  let page = readFileSync(PAGE, 'utf8');
  const blocks = [
    ...tablesOf(results).map((table) => [table.name, markdown(table)] as const),
    ['facts', facts(results)] as const,
  ];
  for (const [name, block] of blocks) page = between(page, name, block);
  writeFileSync(PAGE, await format(page, { parser: 'markdown', printWidth: 120 }));
}

/** @throws where the page lacks the marks: a table that nobody sees is none */
function between(page: string, name: string, block: string): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/performance.md has no place for ${name}: ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${block}\n\n${page.slice(to)}`;
}

const markdown = ({ head, rows }: Table): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

function graphsOf(results: Results): Map<string, string> {
  const graphs = new Map<string, string>();
  for (const { kind, name, found } of kindsOf(results)) {
    const bars = VARIANTS.flatMap(([variant, label]) => {
      const spread = spreadOver(roundsOf(found, variant));
      if (spread === undefined) return [];
      const { median: value, low, high } = spread;
      return [{ label, value, low, high, own: variant === 'ours' }];
    });
    if (bars.length > 0) graphs.set(`links-${kind}`, barChart(`Paid links a second, ${name}`, '/s', bars));
    const latencies = [
      ['command → link, idle', found.idle?.commandToLink.p50],
      ['command → link, half load', found.halfLoad?.commandToLink.p50],
      ['callback → notice, idle', found.idle?.callbackToNotice.p50],
      ['callback → notice, half load', found.halfLoad?.callbackToNotice.p50],
    ] as const;
    const shown = latencies.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value, own: true }]));
    if (shown.length > 0) graphs.set(`latency-${kind}`, barChart(`What a seller feels, p50, ${name}`, 'ms', shown));
  }
  const samples = results.servers.dev?.waiting?.samples ?? [];
  if (samples.length > 1) {
    const of = (process: string) => samples.map(({ waiting, memoryMb }) => [waiting, memoryMb[process] ?? 0] as const);
    const lines = ['worker', 'api', 'temporal'].map((process) => ({ label: process, points: of(process) }));
    graphs.set('waiting', lineChart('Memory while payments wait', 'waiting', 'MB', lines));
  }
  return graphs;
}
