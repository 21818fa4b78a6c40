import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/live';
import type { Live } from '../support/live';
import { startPostgresServer } from '../support/postgres-server';
import type { PostgresServer } from '../support/postgres-server';
import { setSail } from './support/open-sea';
import { Scene, seen } from './support/scene';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const VICTOR = '+37369000005';
const EMMA = '+37369000006';
const LOUISE = '+37369000007';

let postgres: PostgresServer | undefined;
let live: Live;
beforeAll(async () => {
  postgres = await startPostgresServer('what the runbook says of a backup that was played in');
  // A request is still waited for when the backup is taken.
  if (postgres !== undefined) live = await setSail({ postgres, timings: { requestAnswer: 60_000 } });
}, 600_000);
afterAll(async () => {
  if (postgres === undefined) return;
  await live.stop();
  await postgres.stop();
});

/** Its link is out, and its run knows. */
async function open(seller: string, words: string): Promise<Scene> {
  const scene = new Scene(live, seller, words);
  live.write(seller, `pay 100 "${words}"`);
  await scene.hears('http');
  await scene.comesTo((now) => 'linkMessageId' in now);
  return scene;
}

/** The rail has the request, and nobody its answer. */
async function requestWithoutAnswer(seller: string, words: string): Promise<Scene> {
  for (const rail of live.stack.world.rails) {
    rail.faults.replace([{ match: { operation: 'requestToPay' }, times: 1, do: 'timeoutAfterEffect' }]);
  }
  live.write(seller, `/rtp 100 069123456 "${words}"`);
  const [asked] = await eventually(
    () => live.heard(seller).filter(({ buttons }) => buttons.some(({ id }) => id.startsWith('send:'))),
    (found) => found.length > 0,
  );
  if (asked === undefined) throw new Error('Nobody was asked');
  live.tap(seller, asked, asked.buttons[0]?.title ?? '');
  const scene = new Scene(live, seller, words);
  await scene.payment();
  return scene;
}

it('a backup that is played in loses no payment that was in it: at worst a seller reads "paid" once more', async () => {
  if (postgres === undefined) return;
  const over = await open(EMMA, 'Over before');
  await over.become('SUCCESS');
  await over.ends();
  const paidWhileAway = await open(ANA, 'Paid while all was away');
  const toldAfter = await open(IVAN, 'Told after the backup');
  const request = await requestWithoutAnswer(VICTOR, 'Under way');

  const playIn = postgres.backUp();
  await toldAfter.become('SUCCESS');
  await toldAfter.hears('✅');
  const madeAfter = await open(LOUISE, 'Made after the backup');

  for (const part of ['api', 'worker', 'temporal'] as const) await live.stack.running(part).stop();
  playIn();
  await paidWhileAway.become('SUCCESS');
  for (const part of ['temporal', 'worker', 'api'] as const) await live.stack.start(part);

  // Nobody's callback is needed: each run asks the rail.
  await paidWhileAway.hears('✅');
  await toldAfter.hears('✅', 2);
  await request.hears('⚠️');
  await request.become('SUCCESS');
  await request.hears('✅');
  // What was made after it is the rail's alone: the bank's settlement file names it.
  await madeAfter.become('SUCCESS');
  const { journal } = madeAfter.railOf(await madeAfter.payment());
  await seen(journal, ({ operation, status }) => operation === 'callback' && status === 404);
  await open(LOUISE, 'After all that');

  for (const scene of [paidWhileAway, toldAfter, request]) await scene.ends();
  const paid = (scene: Scene) => scene.heard('✅').length;
  expect([over, paidWhileAway, toldAfter, request, madeAfter].map(paid)).toEqual([1, 1, 2, 1, 0]);
  const asked = request.railOf(await request.payment()).journal.since();
  expect(asked.filter(({ operation }) => operation === 'requestToPay')).toHaveLength(1);
}, 600_000);
