import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/live';
import type { Live } from '../support/live';
import { setSail } from './support/open-sea';
import { Scene, seen } from './support/scene';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const VICTOR = '+37369000005';
const EMMA = '+37369000006';
const LOUISE = '+37369000007';
/** As long as the design promises: longer than Meta's first tries, shorter than a send is waited for. */
const AWAY_MS = 40_000;

let live: Live;
beforeAll(async () => {
  // A notice is waited for as long as in production; a request's lost answer is noticed sooner.
  live = await setSail({ timings: { noticeAnswer: 600_000, linkAnswer: 600_000, requestAnswer: 10_000 } });
}, 300_000);
afterAll(async () => {
  await live.stop();
});
afterEach(() => {
  live.stack.world.meta.faults.clear();
  live.stack.world.meta.configure({ statuses: { sentMs: 50 } });
});

/** Meta takes the message, and the answer never comes. */
const loseAnswer = (words: string) =>
  live.stack.world.meta.faults.replace([
    { match: { operation: 'sendMessage', contains: words }, times: 1, do: 'timeoutAfterEffect' },
  ]);
const statusesAfter = (sentMs: number | null) => live.stack.world.meta.configure({ statuses: { sentMs } });

/** A link is out; its notice is taken by Meta, and the answer to that is lost. */
async function noticeUnanswered(seller: string, words: string): Promise<Scene> {
  const scene = new Scene(live, seller, words);
  live.write(seller, `pay 100 "${words}"`);
  await scene.hears('http');
  await scene.comesTo((now) => 'linkMessageId' in now);
  loseAnswer('#notice-');
  statusesAfter(5_000);
  await scene.become('SUCCESS');
  await scene.hears('✅');
  return scene;
}

async function expectToldOnce(scene: Scene): Promise<void> {
  await scene.comesTo(({ notification }) => notification !== 'Sending' && notification !== 'None');
  expect(await scene.now()).toMatchObject({ state: 'Paid', notification: 'Sent' });
  expect(scene.heard('✅')).toHaveLength(1);
}

describe('a message that Meta took, and whose answer was lost', () => {
  it('is settled by its status: a link goes out once', async () => {
    const scene = new Scene(live, ANA, 'Lost link');
    loseAnswer('http');
    live.write(ANA, 'pay 100 "Lost link"');
    await scene.comesTo((now) => 'linkMessageId' in now);
    await scene.become('SUCCESS');
    await scene.hears('✅');
    await expectToldOnce(scene);
    expect(scene.heard('http')).toHaveLength(1);
  }, 400_000);

  it('is settled by its status where the worker was killed before the answer came', async () => {
    const scene = await noticeUnanswered(IVAN, 'Killed between');
    await live.stack.running('worker').kill();
    await live.stack.start('worker');
    await expectToldOnce(scene);
  }, 400_000);

  it('is settled by its status where the worker was told to shut down meanwhile', async () => {
    const scene = await noticeUnanswered(EMMA, 'Shut down');
    await live.stack.running('worker').stop();
    await live.stack.start('worker');
    await expectToldOnce(scene);
  }, 400_000);

  it('is settled by its status where Temporal was away for 40 s, and refused that status', async () => {
    const scene = await noticeUnanswered(LOUISE, 'Temporal away');
    const { journal } = live.stack.world.meta;
    const since = journal.last;
    await live.stack.running('temporal').kill();
    await seen(journal, ({ seq, operation, status }) => seq > since && operation === 'webhook' && status === 503);
    await sleep(AWAY_MS);
    await live.stack.start('temporal');
    await expectToldOnce(scene);
  }, 400_000);
});

describe('a request to pay that the rail took, and whose answer was lost', () => {
  it('because the worker was killed is told as unknown, never sent again, and taken up by the rail’s word', async () => {
    const scene = new Scene(live, VICTOR, 'Lost request');
    for (const rail of live.stack.world.rails) {
      rail.faults.replace([{ match: { operation: 'requestToPay' }, times: 1, do: 'timeoutAfterEffect' }]);
    }
    live.write(VICTOR, '/rtp 100 069123456 "Lost request"');
    const [asked] = await eventually(
      () => live.heard(VICTOR).filter(({ buttons }) => buttons.some(({ id }) => id.startsWith('send:'))),
      (found) => found.length > 0,
      180_000,
    );
    if (asked !== undefined) live.tap(VICTOR, asked, asked.buttons[0]?.title ?? '');
    const payment = await scene.payment();
    await live.stack.running('worker').kill();
    await live.stack.start('worker');
    await scene.hears('⚠️');
    await scene.become('SUCCESS', payment);
    await scene.hears('✅');
    expect(scene.payments()).toHaveLength(1);
    const requests = scene
      .railOf(payment)
      .journal.since()
      .filter(({ operation }) => operation === 'requestToPay');
    expect(requests).toHaveLength(1);
  }, 400_000);
});
