import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callbackForm1 } from '../../sandbox/rail/callback-forms';
import { paymentView } from '../../sandbox/rail/payment';
import type { SimPayment } from '../../sandbox/rail/payment';
import { eventually } from '../support/live';
import type { Live } from '../support/live';
import { setSail } from './support/open-sea';
import { Scene, seen } from './support/scene';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const EMMA = '+37369000006';
const LOUISE = '+37369000007';

let live: Live;
beforeAll(async () => {
  // The rail is not asked: only what it brings by itself is heard.
  live = await setSail({ timings: { poll: 600_000, lingerPoll: 600_000 } });
}, 300_000);
afterAll(async () => {
  await live.stop();
});

/** The rail made a payment, its answer broke, and the next attempt made another: nobody has the first one's address. */
async function withOrphan(
  seller: string,
  words: string,
): Promise<{ scene: Scene; orphan: SimPayment; own: SimPayment }> {
  for (const rail of live.stack.world.rails) {
    rail.faults.replace([{ match: { operation: 'pay' }, times: 1, do: { status: 500, afterEffect: true } }]);
  }
  const scene = new Scene(live, seller, words);
  live.write(seller, `pay 100 "${words}"`);
  const [link] = await scene.hears('http');
  for (const rail of live.stack.world.rails) rail.faults.clear();
  const isOwn = ({ checkoutPage = '-' }: SimPayment) => link?.body.includes(checkoutPage) === true;
  const own = scene.payments().find(isOwn);
  const orphan = scene.payments().find((payment) => !isOwn(payment));
  if (own === undefined || orphan === undefined) throw new Error('The rail did not make two');
  return { scene, orphan, own };
}

const answersTo = ({ callbackUrl = '' }: SimPayment, isIt: (status: number | undefined) => boolean) => {
  const { rails } = live.stack.world;
  return Promise.race(
    rails.map(({ journal }) => seen(journal, ({ url, status }) => url === callbackUrl && isIt(status))),
  );
};
const post = async (payment: SimPayment, signer: { sign(text: string): string }, change: object = {}) => {
  const values = { ...paymentView(payment), ...change };
  const { body, headers } = callbackForm1({ said: values, signed: values }, (text) => signer.sign(text));
  const answer = await fetch(payment.callbackUrl ?? '', { method: 'POST', headers, body });
  return answer.status;
};

describe('an orphan on the rail', () => {
  it('that expires harms nothing', async () => {
    const { scene, orphan, own } = await withOrphan(ANA, 'Orphan expires');
    await scene.become('EXPIRED', orphan);
    await answersTo(orphan, (status) => status === 200);
    await scene.become('SUCCESS', own);
    await scene.hears('✅');
    await scene.ends();
    expect(scene.heard('⌛')).toEqual([]);
  }, 400_000);

  it('that is paid after all is brought to the seller once, though the api restarted and the callback is replayed', async () => {
    const { scene, orphan, own } = await withOrphan(EMMA, 'Orphan is paid');
    await scene.become('SUCCESS', own);
    await scene.hears('✅');
    await scene.ends();
    await scene.become('SUCCESS', orphan);
    await scene.hears('⚠️');
    const { key } = scene.railOf(orphan);
    await live.stack.running('api').kill();
    await live.stack.start('api');
    expect(await post(orphan, key)).toBe(200);
    // What comes after the replay is told: so the replay was judged before, and was no news.
    live.write(EMMA, 'pay 100 "After the replay"');
    await new Scene(live, EMMA, 'After the replay').hears('http');
    expect(scene.heard('⚠️')).toHaveLength(1);
  }, 400_000);
});

describe('another bank', () => {
  it('can’t speak for a payment: its word is taken, changes nothing and leaves a trace', async () => {
    const scene = new Scene(live, IVAN, 'Not yours');
    live.write(IVAN, 'pay 100 "Not yours"');
    await scene.hears('http');
    const payment = await scene.payment();
    const other = live.stack.world.rails.find((rail) => rail !== scene.railOf(payment));
    // The api knows the other bank's key from a payment of that bank's own.
    const theirs = new Scene(live, LOUISE, 'Theirs');
    live.write(LOUISE, 'pay 100 "Theirs"');
    await theirs.hears('http');
    await theirs.become('SUCCESS');
    await theirs.hears('✅');

    if (other === undefined) throw new Error('There is one bank only');
    expect(await post(payment, other.key, { status: 'SUCCESS' })).toBe(200);
    await eventually(
      () => readFileSync(live.stack.running('worker').logFile, 'utf8'),
      (log) => log.includes('"why":"foreign"'),
      180_000,
    );
    expect(scene.heard('✅')).toEqual([]);
    await scene.become('SUCCESS', payment);
    await scene.hears('✅');
  }, 400_000);
});
