import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { HELP, readOptions } from './options';
import type { BenchOptions } from './options';
import { installOwnPackages } from './own-packages';
import { writeReport } from './report/write';
import { tableOf } from './report/tables';
import type { Results, ServerResult } from './results';
import { startServer } from './rig/server';
import { runServer } from './run-server';

const RESULTS = join(__dirname, 'results.json');

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(HELP);
  const begun = Date.now();
  const tell = (what: string): void => {
    const seconds = String(Math.round((Date.now() - begun) / 1_000)).padStart(4);
    process.stderr.write(`${seconds} s  ${what}\n`);
  };
  // Replays tell each change of their state at INFO.
  Runtime.install({ logger: new DefaultLogger('WARN') });
  installOwnPackages(tell);
  const keep = async (servers: Results['servers']): Promise<void> => {
    if (!options.write) return;
    const kept = merge(readKept(), { servers });
    writeFileSync(RESULTS, `${JSON.stringify(kept, null, 2)}\n`);
    await writeReport(kept);
    tell('written: bench/results.json, docs/performance.md and its graphs');
  };
  const servers = await measure(options, tell, keep);
  process.stdout.write(`\n${tableOf({ servers })}\n`);
}

/** @param keep hears of each server when it is through: a run that is broken off loses the one it was at, and no more */
async function measure(
  options: BenchOptions,
  tell: (what: string) => void,
  keep: (servers: Results['servers']) => Promise<void>,
): Promise<Results['servers']> {
  const found: Record<string, ServerResult> = {};
  for (const kind of options.servers) {
    tell(`Temporal, ${kind === 'dev' ? 'the dev server' : 'on PostgreSQL'}`);
    const server = await startServer(kind, options.eager);
    if (server === undefined) continue;
    const telling = (what: string) => tell(`${kind}: ${what}`);
    const measured = await runServer(server, options, telling).finally(() => server.stop());
    found[kind] = measured;
    await keep({ [kind]: measured });
  }
  return found;
}

/** A run of some parts renews these and leaves the others. */
function merge(before: Results | undefined, now: Results): Results {
  const kinds = ['dev', 'postgres'] as const;
  const renewed = (kind: (typeof kinds)[number]): ServerResult => {
    const [kept, found] = [before?.servers[kind], now.servers[kind]];
    return { ...kept, ...found, taken: { ...kept?.taken, ...found?.taken } };
  };
  const servers = Object.fromEntries(kinds.map((kind) => [kind, renewed(kind)]));
  return { servers };
}

function readKept(): Results | undefined {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
  } catch {
    return undefined;
  }
}

// By exit, what was started goes too.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

main().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
