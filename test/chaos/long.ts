import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgresServer } from '../support/postgres-server';
import { seedOf, setSail } from './support/open-sea';
import { storm } from './support/storm';
import { tableOf } from './support/table';

const HELP = `npm run test:chaos [-- options]

Sends payment commands to the whole product while its processes are killed and everything outside goes wrong, then adds up
what the simulators saw and prints it as a table. Exits with 1 where a promise was broken.

  --commands N     how many (2000)
  --kills N        how many SIGKILLs at least (100)
  --seed N         the same people, faults and kills again; CHAOS_SEED does the same
  --on sqlite|postgres   Temporal's store (sqlite)
  --help           this text
`;

/** Thousands that ask the rail every few seconds would leave a small machine no time for anything else. */
const LONG = { poll: 15_000, lingerPoll: 60_000, linger: 60_000 };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      commands: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '100' },
      seed: { type: 'string' },
      on: { type: 'string', default: 'sqlite' },
      help: { type: 'boolean', default: false },
    },
  });
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  if (values.help) {
    say(HELP);
    return;
  }
  const seed = seedOf(values.seed ?? process.env['CHAOS_SEED']);
  const { on } = values;
  say(`seed ${String(seed)}: --seed ${String(seed)} asks for the same again`);
  const postgres = on === 'postgres' ? await startPostgresServer('the long run on PostgreSQL') : undefined;
  if (on === 'postgres' && postgres === undefined) throw new Error('There is no PostgreSQL to run on.');
  const live = await setSail({ timings: LONG, ...(postgres === undefined ? {} : { postgres }) });
  say(`logs are in ${live.folder}`);
  try {
    const report = await storm(live, {
      seed,
      commands: Number(values.commands),
      kills: Number(values.kills),
      perSecond: 6,
      sellers: 60,
      settleWithinMs: 15 * 60_000,
      onProgress: say,
    });
    const table = tableOf(`${values.commands} commands, ${postgres === undefined ? 'SQLite' : 'PostgreSQL'}`, report);
    say(`\n${table}\n`);
    for (const line of [...report.wrong, ...report.killer.troubles]) say(line);
    mkdirSync(join(__dirname, '../../.sandbox'), { recursive: true });
    const { accounts, runs, wrong, killer } = report;
    const seen = JSON.stringify({ accounts, runs, wrong, ends: killer.ends }, null, 1);
    writeFileSync(join(__dirname, `../../.sandbox/chaos-${String(seed)}.json`), seen);
    process.exitCode = report.wrong.length === 0 ? 0 : 1;
  } finally {
    await live.stop();
    await postgres?.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
