import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Live } from '../support/live';
import { setSail } from './support/open-sea';
import { Scene, seen } from './support/scene';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const EMMA = '+37369000006';

let live: Live;
beforeAll(async () => {
  live = await setSail();
}, 300_000);
afterAll(async () => {
  await live.stop();
});

it('while Temporal is away webhooks and callbacks are refused, and all is caught up when it is back, nothing twice', async () => {
  const open = new Scene(live, ANA, 'Open before');
  live.write(ANA, 'pay 100 "Open before"');
  await open.hears('http');
  const payment = await open.payment();

  await live.stack.running('temporal').kill();
  const { meta } = live.stack.world;
  const since = meta.journal.last;
  // One webhook with what several sellers wrote: half of it accepted would be half of it lost, or doubled.
  meta.configure({ delivery: { holdMs: 500, batch: true } });
  const sellers = [ANA, IVAN, EMMA];
  for (const seller of sellers) live.write(seller, `pay 100 "While away ${seller}"`);
  await seen(meta.journal, ({ seq, operation, status }) => seq > since && operation === 'webhook' && status === 503);
  await open.become('SUCCESS', payment);
  const { journal } = open.railOf(payment);
  await seen(journal, ({ operation, status }) => operation === 'callback' && status === 503);
  const unanswered = live.heard(ANA).length;

  await live.stack.start('temporal');
  meta.configure({ delivery: { holdMs: 0, batch: false } });
  for (const seller of sellers) {
    const scene = new Scene(live, seller, `While away ${seller}`);
    await scene.hears('http');
    expect(scene.payments()).toHaveLength(1);
    expect(scene.heard('http')).toHaveLength(1);
  }
  // The callback comes once and was refused: the rail is asked.
  await open.hears('✅');
  expect(open.heard('✅')).toHaveLength(1);
  expect(unanswered).toBe(1);
}, 400_000);
