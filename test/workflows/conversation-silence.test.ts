import { CompleteAsyncError } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { conversationMessageFailed } from '../../workflows/conversation.contract';
import { goodWorld } from '../support/builders';
import { chat, DAY, SECOND, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { startDevServer } from '../support/servers';
import { createStage, outcomesOf, sent } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  // The time-skipping server tries again what a real one ends.
  stage = await createStage(goodWorld(Date.now), startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

const timings = { ...DEFAULT_TIMINGS, linkAnswer: 1_000 };

/** A channel that answers nothing so many times when news is told. */
function silent(times: number): Pick<Activities, 'sendMessage'> {
  let left = times;
  return {
    sendMessage: ({ say }) => {
      if (say.say === 'notice' && (left -= 1) >= 0) throw new CompleteAsyncError();
      return Promise.resolve(sent);
    },
  };
}

describe('a debt that met silence', () => {
  it('and was told once more is shown as possibly twice', async () => {
    const play = chat(
      stage,
      silent(1),
      async ({ owe, write, signals }) => {
        await write('/help');
        await untilSaid(stage, 1);
        await owe('a', 'paid');
        const told = await eventually(signals, (all) => all.some(({ signal }) => signal === 'told'));
        return told.filter(({ signal }) => signal === 'told');
      },
      { timings },
    );
    await expect(play).resolves.toMatchObject([{ argument: { seq: 1, by: 'message', possiblyTwice: true } }]);
    expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
  });

  it('and was told once more is not told again because the first copy failed, but once where both did', async () => {
    await chat(
      stage,
      silent(1),
      async ({ owe, write, state, handle }) => {
        await write('/help');
        await untilSaid(stage, 1);
        await owe('a', 'paid');
        const { recent } = await eventually(state, ({ debts, recent: all }) => debts.length === 0 && all.length > 0);
        const activityId = recent[0]?.activityId ?? '';
        const fails = (messageId: string) =>
          handle.signal(conversationMessageFailed, { activityId, messageId, why: 'RecipientUnreachable' });
        await fails('wamid.first');
        expect((await state()).debts).toEqual([]);
        // The channel's clock knows seconds only: what the seller wrote within one counts as heard after it.
        await stage.env.sleep(1_100);
        await fails('wamid.test');
        await fails('wamid.first');
        expect((await state()).debts).toHaveLength(1);
        await write('thanks');
        await eventually(state, ({ debts }) => debts.length === 0);
      },
      { timings },
    );
    expect(outcomesOf(stage)).toEqual(['paid', 'paid', 'paid']);
  });

  it('twice, and was told when the seller wrote, is shown as possibly twice all the same', async () => {
    const play = chat(
      stage,
      silent(2),
      async ({ owe, write, signals, state }) => {
        await write('/help');
        await untilSaid(stage, 1);
        await owe('a', 'paid');
        await eventually(state, ({ debts }) => debts.some(({ why }) => why === 'NoAnswer'));
        await write('thanks');
        const told = await eventually(signals, (all) => all.some(({ signal }) => signal === 'told'));
        return told.filter(({ signal }) => signal === 'told');
      },
      { timings },
    );
    await expect(play).resolves.toMatchObject([{ argument: { seq: 1, by: 'message', possiblyTwice: true } }]);
    expect(outcomesOf(stage)).toEqual(['paid', 'paid', 'paid']);
  });

  it('and whose payment is over by then is shown as possibly twice by the chat', async () => {
    await chat(
      stage,
      silent(1),
      async ({ owe, write, state, handle }) => {
        await write('/help');
        await untilSaid(stage, 1);
        // No such payment runs: it is over.
        await owe('over', 'paid');
        const { toldTwice } = await eventually(state, ({ toldTwice: noted }) => noted !== undefined);
        expect(toldTwice).toMatchObject([{ linkId: 'over' }]);
        const shown = () => handle.query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
        const { currentDetails } = await eventually(shown, (all) => all.currentDetails.includes('Told twice'));
        expect(currentDetails).toContain('**Told twice, perhaps, when it was over:**\n- …over `over` at 20');
      },
      { timings },
    );
  });
});

describe('a debt that could not be told', () => {
  it('is given up after 90 days, seconds here, and its payment hears so', async () => {
    expect(DEFAULT_TIMINGS.debtLongest).toBe(90 * DAY);
    const sendMessage: Activities['sendMessage'] = () => Promise.resolve({ result: 'owe', why: 'TemplateUnavailable' });
    const play = chat(
      stage,
      { sendMessage },
      async ({ owe, state, signals, now }) => {
        const { notice } = await owe('a', 'paid');
        await eventually(state, ({ debts }) => debts.length === 0);
        expect(await now()).toBeGreaterThan(Date.parse(notice.at) + 3 * SECOND);
        return signals();
      },
      { timings: { ...timings, debtLongest: 3 * SECOND } },
    );
    await expect(play).resolves.toMatchObject([
      { to: 'payment-link/a', signal: 'undeliverable', argument: { seq: 1 } },
    ]);
  });
});
