import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Live } from '../support/live';
import { startPostgresServer } from '../support/postgres-server';
import type { PostgresServer } from '../support/postgres-server';
import { seedOf, setSail } from './support/open-sea';
import { storm } from './support/storm';
import { tableOf } from './support/table';

const seed = seedOf(process.env['CHAOS_SEED']);
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** A few dozen payments: the long form, `npm run test:chaos`, sends thousands. */
const SHORT = { seed, commands: 20, perSecond: 4, sellers: 8, kills: 4, settleWithinMs: 300_000 };

describe('while its processes are killed and everything outside goes wrong', () => {
  let live: Live;
  beforeAll(async () => {
    live = await setSail();
  }, 180_000);
  afterAll(async () => {
    await live.stop();
  });

  it('no payment is lost or doubled, no request sent twice, and nothing stuck without a reason: Temporal on a file', async () => {
    const report = await storm(live, SHORT);
    say(tableOf('Temporal on a SQLite file', report));
    expect({ seed, wrong: report.wrong, troubles: report.killer.troubles }).toMatchObject({ wrong: [] });
    expect(report.killer.kills).toBeGreaterThanOrEqual(SHORT.kills);
  }, 600_000);
});

describe('the same on PostgreSQL', () => {
  let postgres: PostgresServer | undefined;
  let live: Live | undefined;
  beforeAll(async () => {
    postgres = await startPostgresServer('nothing is lost when a Temporal server on PostgreSQL is killed');
    if (postgres !== undefined) live = await setSail({ postgres });
  }, 600_000);
  afterAll(async () => {
    await live?.stop();
    await postgres?.stop();
  });

  it('no payment is lost or doubled, no request sent twice, and nothing stuck without a reason', async () => {
    if (live === undefined) return;
    const report = await storm(live, { ...SHORT, seed: seed + 1, commands: 12, kills: 2 });
    say(tableOf('Temporal on PostgreSQL', report));
    expect({ seed, wrong: report.wrong, troubles: report.killer.troubles }).toMatchObject({ wrong: [] });
  }, 600_000);
});
