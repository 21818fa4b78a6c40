import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { Activities } from '../../activities';
import { conversationMessageFailed, owed, templatesChanged } from '../../workflows/conversation.contract';
import { goodWorld } from '../support/builders';
import type { Chat } from '../support/chat';
import { chat, DAY, HOUR, MINUTE, SECOND, TEMPLATE, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { createStage, outcomesOf, sent, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

/** A channel that keeps the window: inside it a message goes, outside it a template, once there is one. */
function channel() {
  const now = { usable: false };
  const sendMessage: Activities['sendMessage'] = async ({ kind, lastInboundAt }) => {
    const heard = lastInboundAt === undefined ? Number.NaN : Date.parse(lastInboundAt);
    const open = (await stage.env.currentTimeMs()) < heard + DEFAULT_TIMINGS.window;
    if (open || kind === 'answer') return sent;
    return now.usable ? TEMPLATE : { result: 'owe', why: 'TemplateUnavailable', seen: 3 };
  };
  return { now, sendMessage };
}

const tellings = (signals: readonly { readonly to: string; readonly signal: string; readonly argument: unknown }[]) =>
  signals.filter(({ signal }) => signal === 'told');

describe('news of a payment that was over', () => {
  it('is told once, though its callback is replayed after that was told', async () => {
    await chat(stage, channel(), async ({ owe, write, pass, state }) => {
      await write('/help');
      await owe('a', 'paidAfterAll', { seq: 2, late: true });
      await untilSaid(stage, 2);
      await eventually(state, ({ debts }) => debts.length === 0);
      await owe('a', 'paidAfterAll', { seq: 2, late: true });
      await pass(MINUTE);
      expect((await state()).debts).toEqual([]);
    });
    expect(outcomesOf(stage)).toEqual(['paidAfterAll']);
  });

  it('is owed again where the channel took it and failed later', async () => {
    await chat(stage, channel(), async ({ owe, write, pass, state, handle }) => {
      await write('/help');
      await owe('a', 'paidAfterAll', { seq: 2, late: true });
      const { recent } = await eventually(state, ({ debts, recent: all }) => debts.length === 0 && all.length > 0);
      const failure = { activityId: recent[0]?.activityId ?? '', why: 'Transient' } as const;
      await handle.signal(conversationMessageFailed, failure);
      await pass(2 * MINUTE);
      await untilSaid(stage, 3);
    });
    expect(outcomesOf(stage)).toEqual(['paidAfterAll', 'paidAfterAll']);
  });
});

describe('more than one SUCCESS after the end', () => {
  it('is each told, a second payment as paid twice, and a replay of either as nothing', async () => {
    await chat(stage, channel(), async ({ owe, write, pass, state }) => {
      await write('/help');
      const words = ['first', 'second', 'first', 'second', 'third'];
      for (const paidBy of words) {
        await owe('a', 'paidAfterAll', { seq: 2, late: true, paidBy });
        await pass(MINUTE);
        expect((await state()).debts).toEqual([]);
      }
    });
    expect(outcomesOf(stage)).toEqual(['paidAfterAll', 'paidTwice', 'paidTwice']);
  });

  it('is told where the first was for people to look at, and the second is beyond doubt', async () => {
    await chat(stage, channel(), async ({ owe, write, pass }) => {
      await write('/help');
      await owe('a', 'review', { seq: 2, late: true, paidBy: 'first', minor: 1 });
      await pass(MINUTE);
      await owe('a', 'paidAfterAll', { seq: 2, late: true, paidBy: 'first' });
      await pass(MINUTE);
    });
    expect(outcomesOf(stage)).toEqual(['review', 'paidAfterAll']);
  });

  it('is told as paid twice where the first is still owed', async () => {
    await chat(stage, channel(), async ({ owe, write, pass, state }) => {
      await owe('a', 'paidAfterAll', { seq: 2, late: true, paidBy: 'first' });
      await owe('a', 'paidAfterAll', { seq: 2, late: true, paidBy: 'second' });
      await pass(MINUTE);
      stage.said.length = 0;
      await write('/help');
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(outcomesOf(stage)).toEqual(['paidTwice']);
  });
});

describe('what a seller is owed', () => {
  it('is told in one message when the seller writes, before the answer to that message', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, state, signals }) => {
      await owe('a', 'paid', { agoMs: 2 * HOUR });
      await owe('b', 'expired', { agoMs: HOUR });
      await owe('c', 'declined');
      await pass(DAY);
      expect((await state()).debts).toHaveLength(3);
      stage.said.length = 0;
      await write('/help');
      await untilSaid(stage, 2);
      const told = tellings(await eventually(signals, (all) => tellings(all).length === 3));
      expect(told.map(({ to, argument }) => [to, argument])).toEqual(
        ['a', 'b', 'c'].map((link) => [`payment-link/${link}`, { seq: 1, by: 'message' }]),
      );
      expect((await state()).debts).toEqual([]);
    });
    const [flush, answer] = wordsOf(stage);
    expect(flush).toMatchObject({
      say: 'notices',
      notices: [{ outcome: 'paid' }, { outcome: 'expired' }, { outcome: 'declined' }],
    });
    expect(answer).toMatchObject({ say: 'help' });
    expect(stage.said).toHaveLength(2);
  });

  it('waits visibly, and asks its line for the day when a template can be used', async () => {
    await chat(stage, channel(), async ({ owe, pass, handle }) => {
      await owe('a', 'paid');
      await pass(MINUTE);
      expect((await handle.describe()).memo).toMatchObject({ debts: 1 });
    });
    expect(stage.signalled).toMatchObject([{ signal: 'templateAwaited', argument: { seen: 3 } }]);
  });

  it('goes out by template, oldest first and one by one, as soon as one is usable', async () => {
    const { now, sendMessage } = channel();
    await chat(stage, { sendMessage }, async ({ owe, pass, handle, signals }) => {
      await owe('old', 'expired', { agoMs: HOUR });
      await owe('new', 'paid');
      await pass(2 * DAY);
      stage.said.length = 0;
      now.usable = true;
      await handle.signal(templatesChanged);
      const told = tellings(await eventually(signals, (all) => tellings(all).length === 2));
      expect(told.map(({ to, argument }) => [to, argument])).toEqual([
        ['payment-link/old', { seq: 1, by: 'template' }],
        ['payment-link/new', { seq: 1, by: 'template' }],
      ]);
    });
    expect(outcomesOf(stage)).toEqual(['expired', 'paid']);
  });

  it('is never told by template once it was told in the chat', async () => {
    const { now, sendMessage } = channel();
    await chat(stage, { sendMessage }, async ({ owe, pass, handle, write, state }) => {
      await owe('a', 'paid');
      await pass(DAY);
      await write('/help');
      await eventually(state, ({ debts }) => debts.length === 0);
      now.usable = true;
      await handle.signal(templatesChanged);
      await pass(2 * DAY);
    });
    // The first one was refused: nothing went out.
    expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
    expect(wordsOf(stage).at(-1)).toMatchObject({ say: 'help' });
  });

  it('is its newest fact only: paid after all replaces expired', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, state }) => {
      await owe('a', 'expired', { agoMs: HOUR });
      await owe('a', 'paid', { seq: 2 });
      await owe('a', 'expired', { agoMs: HOUR });
      await pass(MINUTE);
      stage.said.length = 0;
      await write('/help');
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('is owed again when the channel took it and failed later, and told once more', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, handle, state }) => {
      await write('/help');
      await owe('a', 'paid', { why: 'Transient' });
      await eventually(state, ({ debts }) => debts.length === 0);
      const [sending] = (await state()).recent;
      const activityId = sending?.activityId ?? '';
      // The channel's clock knows seconds only: within one, the seller counts as having written after it.
      await pass(2 * SECOND);
      await handle.signal(conversationMessageFailed, { activityId, why: 'RecipientUnreachable' });
      await pass(HOUR);
      expect((await state()).debts).toHaveLength(1);
      await write('/help');
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
  });

  it.each(['WindowClosed', 'RecipientUnreachable'] as const)(
    'is told again at once, in the chat, where the seller wrote before late word came of its failure: %s',
    async (why) => {
      await chat(stage, channel(), async ({ owe, pass, write, handle, state, now }) => {
        await write('/help');
        await owe('a', 'paid', { why: 'Transient' });
        const { recent } = await eventually(state, ({ debts, recent: all }) => debts.length === 0 && all.length > 0);
        const at = new Date(await now()).toISOString();
        await pass(2 * MINUTE);
        await write('/help');
        await pass(2 * SECOND);
        await handle.signal(conversationMessageFailed, { activityId: recent[0]?.activityId ?? '', why, at });
        await pass(MINUTE);
        expect(await state()).toMatchObject({ debts: [], windowSaidClosed: false });
      });
      expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
      expect(stage.said.map(({ by }) => by)).not.toContain('template');
    },
  );

  it('is its newest fact only, though the channel failed the older one after it was told', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, handle, state }) => {
      await write('/help');
      await untilSaid(stage, 1);
      await owe('a', 'expired', { why: 'Transient' });
      const { recent } = await eventually(state, ({ debts, recent: all }) => debts.length === 0 && all.length > 0);
      await pass(2 * SECOND);
      const failure = { activityId: recent[0]?.activityId ?? '', why: 'RecipientUnreachable' } as const;
      await handle.signal(conversationMessageFailed, failure);
      await owe('a', 'paidAfterAll', { seq: 2, why: 'Transient' });
      await pass(MINUTE);
      await write('/help');
      await pass(MINUTE);
      expect((await state()).debts).toEqual([]);
    });
    expect(wordsOf(stage)).toMatchObject([
      { say: 'help' },
      { say: 'notice', notice: { outcome: 'expired' } },
      { say: 'notice', notice: { outcome: 'paidAfterAll' } },
      { say: 'help' },
    ]);
  });

  it('because there were too many messages waits for two turns, and goes out with its neighbours in one', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, state }) => {
      await write('/help');
      await untilSaid(stage, 1);
      for (const link of ['a', 'b', 'c']) {
        await owe(link, 'paid', { why: 'PairRateLimited' });
        await pass(3 * SECOND);
      }
      expect(wordsOf(stage).map(({ say }) => say)).toEqual(['help']);
      await pass(20 * SECOND);
      expect((await state()).debts).toEqual([]);
    });
    expect(wordsOf(stage).slice(1)).toMatchObject([
      { say: 'notices', notices: [{ linkId: 'a' }, { linkId: 'b' }, { linkId: 'c' }] },
    ]);
  });

  it('because there were too many messages goes out at its turn, though the chat was answering something else by then', async () => {
    let tries = 0;
    const listLinks: Activities['listLinks'] = () => {
      const slow = ApplicationFailure.create({ type: 'Away', nextRetryDelay: '20 seconds' });
      return (tries += 1) === 1 ? Promise.reject(slow) : Promise.resolve({ say: 'list', count: 0, links: [] });
    };
    await chat(stage, { ...channel(), listLinks }, async ({ owe, pass, write, state }) => {
      await write('/help');
      await untilSaid(stage, 1);
      await owe('a', 'paid', { why: 'PairRateLimited' });
      await pass(5 * SECOND);
      await write('/list');
      await pass(HOUR);
      expect((await state()).debts).toEqual([]);
    });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(['help', 'list', 'notice']);
  });

  it('because there were too many messages waits without haste while nobody knows whose number it is', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, hear, state, handle }) => {
      const said = await write('/help');
      await untilSaid(stage, 1);
      await owe('a', 'paid', { why: 'PairRateLimited' });
      const content = { kind: 'moved', previous: { phone: '37369000009' } } as const;
      await hear({ ...said, messageId: 'wamid.moved', content });
      await pass(HOUR);
      expect(await state()).toMatchObject({ frozen: {}, debts: [{ why: 'PairRateLimited' }] });
      // Looking again and again would fill the history.
      expect((await handle.fetchHistory()).events?.length).toBeLessThan(50);
    });
    expect(outcomesOf(stage)).toEqual([]);
  });

  it('is told once though the word that it is owed comes again, and whoever brought it hears so', async () => {
    await chat(stage, channel(), async ({ owe, pass, write, state, signals, handle }) => {
      await write('/help');
      const debt = await owe('a', 'paid', { why: 'Transient' });
      await eventually(state, ({ debts }) => debts.length === 0);
      await handle.signal(owed, debt);
      await pass(MINUTE);
      expect(tellings(await signals())).toMatchObject([
        { to: 'payment-link/a', argument: { seq: 1, by: 'message' } },
        { to: 'payment-link/a', argument: { seq: 1, by: 'message' } },
      ]);
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('is owed again when its failure is heard before the answer to its send', async () => {
    let early: ((activityId: string) => Promise<void>) | undefined;
    const sendMessage: Activities['sendMessage'] = async ({ say }) => {
      const { activityId } = Context.current().info;
      if (say.say === 'notice' && early !== undefined) await early(activityId);
      early = say.say === 'notice' ? undefined : early;
      return sent;
    };
    await chat(stage, { sendMessage }, async ({ owe, write, pass, state, handle }) => {
      early = (activityId) => handle.signal(conversationMessageFailed, { activityId, why: 'RecipientUnreachable' });
      await write('/help');
      await pass(2 * SECOND);
      await owe('a', 'paid', { why: 'Transient' });
      await pass(MINUTE);
      expect((await state()).debts).toMatchObject([{ why: 'RecipientUnreachable' }]);
      await write('/help');
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
  });
});

describe('a notice that the channel takes and fails later, again and again', () => {
  /** The channel takes back what the chat sent last. */
  async function takeBack({ state, handle }: Chat, why: 'Throttled' | 'TemplateUnavailable', code: number) {
    const { recent } = await eventually(state, ({ debts, recent: all }) => debts.length === 0 && all.length > 0);
    await handle.signal(conversationMessageFailed, { activityId: recent.at(-1)?.activityId ?? '', why, code });
    await eventually(state, ({ debts }) => debts.length > 0);
  }

  it('goes out at growing distances, whatever the seller writes meanwhile, where the number sends too much', async () => {
    await chat(stage, channel(), async (seller) => {
      await seller.write('/help');
      await untilSaid(stage, 1);
      await seller.owe('a', 'paid', { why: 'Transient' });
      await takeBack(seller, 'Throttled', 131048);
      await seller.pass(50 * SECOND);
      expect(outcomesOf(stage)).toHaveLength(1);
      await seller.pass(20 * SECOND);
      expect(outcomesOf(stage)).toHaveLength(2);
      await takeBack(seller, 'Throttled', 131048);
      await seller.pass(2 * MINUTE);
      await seller.write('/help');
      await seller.pass(2 * MINUTE);
      expect(outcomesOf(stage)).toHaveLength(2);
      expect((await seller.state()).debts).toMatchObject([{ why: 'Throttled', failed: 2 }]);
      await seller.pass(2 * MINUTE);
      expect(outcomesOf(stage)).toHaveLength(3);
      expect((await seller.state()).debts).toEqual([]);
    });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(['help', 'notice', 'notice', 'help', 'notice']);
  });

  it('goes out as soon as the seller writes, or its template can be used, where that failed', async () => {
    const { now, sendMessage } = channel();
    now.usable = true;
    await chat(stage, { sendMessage }, async (seller) => {
      await seller.owe('a', 'paid');
      await takeBack(seller, 'TemplateUnavailable', 132015);
      await seller.pass(30 * SECOND);
      expect(outcomesOf(stage)).toHaveLength(1);
      await seller.handle.signal(templatesChanged);
      await takeBack(seller, 'TemplateUnavailable', 132015);
      await seller.pass(4 * MINUTE);
      expect(outcomesOf(stage)).toHaveLength(2);
      await seller.write('/help');
      await eventually(seller.state, ({ debts }) => debts.length === 0);
      await untilSaid(stage, 4);
    });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(['notice', 'notice', 'notice', 'help']);
  });

  it('goes out at growing distances too where that is heard before the answer to the very send', async () => {
    let handle: Chat['handle'] | undefined;
    const sendMessage: Activities['sendMessage'] = async ({ say }) => {
      const { activityId } = Context.current().info;
      const failure = { activityId, why: 'Throttled', code: 130429 } as const;
      if (say.say === 'notice') await handle?.signal(conversationMessageFailed, failure);
      return sent;
    };
    await chat(stage, { sendMessage }, async ({ owe, write, pass, state, ...seller }) => {
      handle = seller.handle;
      await write('/help');
      await owe('a', 'paid', { why: 'Transient' });
      await pass(4 * MINUTE);
      expect((await state()).debts).toMatchObject([{ why: 'Throttled', failed: 2 }]);
      await pass(3 * MINUTE);
      expect((await state()).debts).toMatchObject([{ why: 'Throttled', failed: 3 }]);
    });
    expect(outcomesOf(stage)).toEqual(['paid', 'paid', 'paid']);
  });
});
