import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, line, LINK_ID, paymentInput } from '../support/builders';
import { eventually } from '../support/live';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, sent, wordsOf } from '../support/workflow-stage';
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

describe('a second tap on the button that made a link', () => {
  /** A link is made, `happens` to it, and its button is tapped again. @returns the answer, and the messages there were */
  async function tapAfter(happens: (handle: Handle) => Promise<unknown>, linkValidityMs?: number) {
    const at = linkValidityMs === undefined ? {} : { line: { ...line, linkValidityMs } };
    now = await stage.env.currentTimeMs();
    return stage.perform({ watchPayment: silent }, async (taskQueue) => {
      const handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now, at));
      await shows(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      await happens(handle);
      const before = stage.said.length;
      await handle.signal(contract.tappedAgain, { messageId: 'wamid.tap' });
      await eventually(
        () => stage.said.length > before,
        (so) => so,
      );
      const said = [...wordsOf(stage)];
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
      return { answer: said.at(-1), said };
    });
  }
  const ends = (status: 'EXPIRED' | 'FAILED') => async (handle: Handle) => {
    await handle.signal(contract.railReported, finalReport(status));
    await shows(handle, ({ notification }) => notification === 'Sent');
  };

  it.each([
    ['EXPIRED', 'expired'],
    ['FAILED', 'failed'],
  ] as const)('that is %s says so, and offers a new one', async (status, outcome) => {
    const { answer, said } = await tapAfter(ends(status));
    expect(answer).toMatchObject({ say: 'notice', notice: { outcome }, retryId: `again:${LINK_ID}` });
    expect(said.filter(({ say }) => say === 'link')).toHaveLength(1);
  });

  it('that the seller took back says so: its page may be payable still', async () => {
    const { answer } = await tapAfter((handle) => handle.executeUpdate(contract.cancel));
    expect(answer).toMatchObject({ say: 'notice', notice: { outcome: 'cancelled' } });
    expect(outcomesOf(stage).at(-1)).toBe('paidAfterAll');
  });

  it('of which nobody knows whether it was paid says so', async () => {
    const { answer } = await tapAfter(async (handle) => {
      await stage.env.sleep('25 minutes');
      await shows(handle, ({ notification }) => notification === 'Sent');
    });
    expect(answer).toMatchObject({ say: 'notice', notice: { outcome: 'unconfirmed' } });
  });

  it('that outlives its payment shows it, though that payment expired', async () => {
    const { answer } = await tapAfter(async (handle) => {
      await handle.signal(contract.railReported, finalReport('EXPIRED'));
      await shows(handle, ({ link }) => link?.newest?.word === 'EXPIRED');
    }, 6 * 3_600_000);
    expect(answer).toMatchObject({ say: 'link', url: `https://pay.test/p/${LINK_ID}` });
  });
});
