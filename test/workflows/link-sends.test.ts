import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, paymentInput } from '../support/builders';
import { eventually } from '../support/live';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, sent } from '../support/workflow-stage';
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

async function command<T>(changes: Partial<Activities>, play: (handle: Handle) => Promise<T>): Promise<T> {
  now = await stage.env.currentTimeMs();
  return stage.perform(changes, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now));
    return play(handle);
  });
}

describe('a link that the channel fails', () => {
  it('while its answer is awaited goes out once more', async () => {
    let links = 0;
    const sendMessage: Activities['sendMessage'] = ({ say }) => {
      if (say.say !== 'link') return Promise.resolve(sent);
      links += 1;
      return Promise.resolve(links === 1 ? { result: 'failed', why: 'Throttled', code: 130429 } : sent);
    };
    const result = await command({ sendMessage }, async (handle) => {
      await shows(handle, ({ state }) => state === 'AwaitingPayment');
      await eventually(
        () => links === 2,
        (so) => so,
      );
      await shows(handle, ({ stuck }) => stuck === undefined);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(links).toBe(2);
    expect(result.notification).toBe('Sent');
  });

  it('having gone out once more, or been shown again, is seen by ops', async () => {
    await command({}, async (handle) => {
      await shows(handle, ({ state }) => state === 'AwaitingPayment');
      await eventually(
        () => stage.said.length >= 1,
        (so) => so,
      );
      await handle.signal(contract.messageFailed, { activityId: 'link', why: 'Transient', code: 131000 });
      await eventually(
        () => stage.said.length >= 2,
        (so) => so,
      );
      await handle.signal(contract.messageFailed, { activityId: 'link-once-more', why: 'Transient', code: 131000 });
      await shows(handle, ({ stuck }) => stuck?.reason === 'ChannelUnavailable');
      await handle.signal(contract.tappedAgain, { messageId: 'wamid.tap' });
      await shows(handle, ({ stuck }) => stuck === undefined);
      const failure = { activityId: 'link-again-0', why: 'RecipientUnreachable', code: 131026 } as const;
      await handle.signal(contract.messageFailed, failure);
      expect(await handle.query(contract.status)).toMatchObject({
        notification: 'Undeliverable',
        stuck: { reason: 'NoticeUndeliverable' },
        // A reply to either names this payment.
        linkMessageId: 'wamid.test',
        linkShownAgain: ['wamid.test', 'wamid.test'],
      });
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
  });
});
