import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import type { Sent } from '../../domain/outcome';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, paymentInput } from '../support/builders';
import { eventually } from '../support/live';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, sent } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);
beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** The rail knows no more than its callbacks say. */
const silent: Activities['watchPayment'] = () =>
  Promise.reject(
    ApplicationFailure.create({
      message: 'no news',
      type: 'NotFinalYet',
      category: 'BENIGN',
      nextRetryDelay: '1 hour',
    }),
  );

/** A link of which nobody knows whether it was paid; the channel answers that news as `answered` says. */
async function unconfirmed(answered: Promise<Sent>, play: (handle: Handle) => Promise<void>) {
  now = await stage.env.currentTimeMs();
  const sendMessage: Activities['sendMessage'] = ({ say }) =>
    say.say === 'notice' && say.notice.outcome === 'unconfirmed' ? answered : Promise.resolve(sent);
  return stage.perform({ watchPayment: silent, sendMessage }, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now));
    await shows(handle, ({ linkMessageId }) => linkMessageId !== undefined);
    await stage.env.sleep('20 minutes');
    await eventually(
      () => outcomesOf(stage),
      (told) => told.includes('unconfirmed'),
    );
    await play(handle);
    await handle.signal(contract.railReported, finalReport('SUCCESS'));
    return handle.result();
  });
}

/** All that the run had to do about it is done. */
const atRest = (handle: Handle) =>
  handle.executeUpdate<contract.PaymentLinkStatus, [contract.PollWord]>('pollNow', { args: [{}] });

describe('a link that the seller takes back', () => {
  it.each<[string, Sent]>([
    ['arrives', sent],
    ['fails', { result: 'failed', why: 'Transient', code: 131000 }],
  ])('while older news is being told is not told once more when that %s', async (_, answer) => {
    let answers: (answer: Sent) => void = () => undefined;
    const answered = new Promise<Sent>((resolve) => (answers = resolve));
    const result = await unconfirmed(answered, async (handle) => {
      expect(await handle.executeUpdate(contract.cancel)).toBe('cancelled');
      answers(answer);
      await atRest(handle);
      expect(await handle.query(contract.status)).toMatchObject({ notice: { outcome: 'cancelled' } });
    });
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'paidAfterAll']);
    expect(stage.signalled).toEqual([]);
    expect(result.notification).toBe('Sent');
  });

  it('is not told once more when the channel fails the older news later', async () => {
    await unconfirmed(Promise.resolve(sent), async (handle) => {
      await shows(handle, ({ notification }) => notification === 'Sent');
      await handle.executeUpdate(contract.cancel);
      await handle.signal(contract.messageFailed, { activityId: 'notice-1', why: 'Transient', code: 131000 });
      await atRest(handle);
    });
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'paidAfterAll']);
    expect(stage.signalled).toEqual([]);
  });
});
