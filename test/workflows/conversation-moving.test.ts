import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodWorld, seller } from '../support/builders';
import type { Activities } from '../../activities';
import type { Debt } from '../../domain/outcome';
import type { Seller } from '../../domain/seller';
import * as contract from '../../workflows/conversation.contract';
import type { Heritage, Predecessor } from '../../workflows/conversation-state';
import type { Chat } from '../support/chat';
import { chat, DAY, makeDebt, MINUTE, stuckOf, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { createStage, outcomesOf, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

const OLD: Predecessor = {
  conversationId: 'conversation/md/old',
  contact: { phone: '37369000009' },
  posUserId: seller.posUserId,
};
const OLDER: Predecessor = { ...OLD, conversationId: 'conversation/md/older' };
const OTHERS: Predecessor = { ...OLD, conversationId: 'conversation/md/others', posUserId: 'pos-0002' };
const other = { ...seller, posUserId: OTHERS.posUserId };
const BY_ID = { conversationId: 'conversation/md/by-id', contact: { phone: '37369000001', userId: 'MD.1' } };
const NEXT = { conversationId: 'conversation/md/next', contact: { phone: '37369000077' } };

/** A bank that knows the number only once it is told. */
function bank() {
  const now = { known: false };
  const resolveSeller: Activities['resolveSeller'] = () =>
    Promise.resolve(now.known ? { known: true, seller } : { known: false });
  return { now, resolveSeller };
}

/** News of a payment of this seller's. */
const newsOf = (posUserId: string, linkId: string, at: number): Debt => {
  const debt = makeDebt(linkId, 'paid', at, { why: 'Transient' });
  return { ...debt, notice: { ...debt.notice, posUserId } };
};
/** The links that were told of, in order. */
const toldHere = () =>
  wordsOf(stage).flatMap((say) =>
    say.say === 'notice' ? [say.notice.linkId] : say.say === 'notices' ? say.notices.map(({ linkId }) => linkId) : [],
  );

/** Waits until other chats were told so much. */
const told = (count: number) =>
  eventually(
    () => [...stage.signalled],
    (all) => all.length >= count,
  );
const heritage = async (now: Promise<number>, more: Partial<Heritage> = {}): Promise<Heritage> => ({
  from: OLD.conversationId,
  debts: [makeDebt('a', 'paid', await now)],
  recent: [],
  ...more,
});

describe('a chat under a new number, joined to that of an id before the bank knew either', () => {
  it('passes on what the old number’s chat leaves, and keeps nothing of it', async () => {
    await chat(stage, bank(), async ({ handle, state, now }) => {
      await handle.signal(contract.succeeded, OLD);
      await eventually(state, ({ predecessors = [] }) => predecessors.length === 1);
      await handle.signal(contract.joined, BY_ID);
      await told(1);
      await handle.signal(contract.handedOver, await heritage(now()));
      await told(2);
      expect(await state()).toMatchObject({ debts: [], movedTo: { done: true } });
      expect(await state()).not.toHaveProperty('frozen');
    });
    expect(stage.signalled).toMatchObject([
      { conversationId: BY_ID.conversationId, signal: 'handedOver', argument: { predecessors: [OLD] } },
      {
        conversationId: BY_ID.conversationId,
        signal: 'handedOver',
        argument: { from: OLD.conversationId, debts: [{ notice: { linkId: 'a' } }] },
      },
    ]);
  });

  it('takes back what that one leaves, where the person turned out to have kept the id', async () => {
    await chat(stage, {}, async ({ handle, write, state, now }) => {
      await write('hello');
      await untilSaid(stage, 1);
      await handle.signal(contract.joined, BY_ID);
      await told(1);
      await handle.signal(contract.handedOver, await heritage(now(), { from: BY_ID.conversationId }));
      expect(await eventually(state, ({ movedTo }) => movedTo === undefined)).not.toHaveProperty('movedTo');
    });
  });
});

describe('a chat that takes over another', () => {
  const perHour = 2;
  const request = (opened: Chat, linkId: string) =>
    opened.handle.executeUpdate(contract.requestCounted, { args: [{ linkId, perHour }] });

  it('counts the requests to pay of the last hour on, where the person is known by a better id', async () => {
    await chat(stage, {}, async (opened) => {
      await request(opened, 'a');
      await opened.handle.signal(contract.joined, BY_ID);
      await told(1);
    });
    const [handedOver] = stage.signalled;
    expect(handedOver).toMatchObject({ signal: 'handedOver', argument: { requests: [{ linkId: 'a' }] } });
    await chat(stage, {}, async (opened) => {
      expect(await request(opened, 'b')).toBe(true);
      await opened.handle.signal(contract.handedOver, handedOver?.argument as Heritage);
      await eventually(opened.state, ({ requests = [] }) => requests.length === 2);
      expect(await request(opened, 'c')).toBe(false);
    });
  });

  it('takes what a chat leaves that counted no requests', async () => {
    await chat(stage, {}, async (opened) => {
      expect(await request(opened, 'b')).toBe(true);
      await opened.handle.signal(contract.handedOver, await heritage(opened.now()));
      await eventually(
        () => outcomesOf(stage),
        (all) => all.length === 1,
      );
      expect((await opened.state()).requests).toMatchObject([{ linkId: 'b' }]);
    });
  });

  it('lets go who waited there, where its own seller is known already', async () => {
    await chat(stage, {}, async ({ handle, write, now }) => {
      await write('hello');
      await untilSaid(stage, 1);
      await handle.signal(contract.handedOver, await heritage(now(), { debts: [], predecessors: [OLD] }));
      await told(1);
    });
    expect(stage.signalled).toMatchObject([{ conversationId: OLD.conversationId, signal: 'released' }]);
  });

  it('lets go all who wait, there and here, as soon as its seller is known', async () => {
    const { now: world, resolveSeller } = bank();
    await chat(stage, { resolveSeller }, async ({ handle, write, state, now, pass }) => {
      await handle.signal(contract.succeeded, OLDER);
      await eventually(state, ({ predecessors = [] }) => predecessors.length === 1);
      await handle.signal(contract.handedOver, await heritage(now(), { debts: [], predecessors: [OLD] }));
      await eventually(state, ({ predecessors = [] }) => predecessors.length === 2);
      world.known = true;
      await pass(MINUTE);
      await write('hello');
      await told(2);
    });
    expect(stage.signalled).toMatchObject([
      { conversationId: OLDER.conversationId, signal: 'released' },
      { conversationId: OLD.conversationId, signal: 'released' },
    ]);
  });

  it('tells what it inherits once its seller is known', async () => {
    const { now: world, resolveSeller } = bank();
    await chat(stage, { resolveSeller }, async ({ handle, write, state, now, pass }) => {
      await handle.signal(contract.succeeded, OLD);
      await eventually(state, ({ predecessors = [] }) => predecessors.length === 1);
      world.known = true;
      await pass(MINUTE);
      await write('hello');
      await told(1);
      await handle.signal(contract.handedOver, await heritage(now()));
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });
});

describe('a number that changes again before the bank knew it', () => {
  it('leads on: whoever waits for the seller to be known there waits at the next', async () => {
    await chat(stage, bank(), async ({ handle, state }) => {
      await handle.signal(contract.succeeded, OLD);
      await eventually(state, ({ predecessors = [] }) => predecessors.length === 1);
      await handle.signal(contract.numberChanged, NEXT);
      await told(1);
      expect(await state()).not.toHaveProperty('predecessors');
    });
    expect(stage.signalled).toMatchObject([
      { conversationId: NEXT.conversationId, signal: 'succeeded', argument: OLD },
    ]);
  });
});

describe('a number that another seller has by now', () => {
  /** Its first seller wrote, left for the next number, and handed over or waits; then another came. */
  async function taken(opened: Chat, isDone: boolean, world: { who: Seller | undefined }): Promise<void> {
    const { handle, write, state } = opened;
    await write('hello');
    await untilSaid(stage, 1);
    await handle.signal(contract.numberChanged, NEXT);
    await told(1);
    if (isDone) await handle.signal(contract.released, { posUserId: seller.posUserId });
    await eventually(state, ({ movedTo }) => movedTo?.done === isDone);
    world.who = other;
    await handle.signal(contract.succeeded, OTHERS);
    await eventually(state, (now) => now.seller?.posUserId === other.posUserId);
    await eventually(
      () => stage.signalled.map(({ signal }) => signal),
      (all) => all.includes('released'),
    );
    await write('hello again');
    stage.signalled.length = 0;
    stage.said.length = 0;
  }
  const play = (isDone: boolean, then: (opened: Chat) => Promise<void>) => {
    const world: { who: Seller | undefined } = { who: seller };
    const resolveSeller: Activities['resolveSeller'] = () =>
      Promise.resolve(world.who === undefined ? { known: false } : { known: true, seller: world.who });
    return chat(stage, { resolveSeller }, async (opened) => {
      await taken(opened, isDone, world);
      await then(opened);
    });
  };

  it('tells each only what is theirs: news of the first goes to where that one is now', async () => {
    await play(true, async ({ handle, now, state }) => {
      await handle.signal(contract.owed, newsOf(seller.posUserId, 'first', await now()));
      await handle.signal(contract.owed, newsOf(other.posUserId, 'other', await now()));
      await told(1);
      await eventually(toldHere, (all) => all.length === 1);
      await eventually(state, ({ debts }) => debts.length === 0);
    });
    expect(stage.signalled).toMatchObject([
      { conversationId: NEXT.conversationId, signal: 'owed', argument: { notice: { linkId: 'first' } } },
    ]);
    expect(toldHere()).toEqual(['other']);
  });

  it('keeps the first one’s news until the bank knows where that one is', async () => {
    await play(false, async ({ handle, now, state, pass }) => {
      await handle.signal(contract.owed, newsOf(seller.posUserId, 'first', await now()));
      await handle.signal(contract.owed, newsOf(other.posUserId, 'other', await now()));
      await eventually(toldHere, (all) => all.length === 1);
      await pass(DAY);
      expect((await state()).debts).toMatchObject([{ notice: { linkId: 'first' } }]);
      await handle.signal(contract.released, { posUserId: seller.posUserId });
      await told(1);
      expect((await state()).debts).toEqual([]);
    });
    expect(stage.signalled).toMatchObject([
      { conversationId: NEXT.conversationId, signal: 'owed', argument: { notice: { linkId: 'first' } } },
    ]);
    expect(toldHere()).toEqual(['other']);
  });

  it('holds another’s news visibly, and without end, where nobody knows where that one is', async () => {
    await chat(stage, {}, async (opened) => {
      const { handle, write, now, pass, state } = opened;
      await write('hello');
      await untilSaid(stage, 1);
      const lost = { ...newsOf('pos-0009', 'lost', await now()), why: 'SellerUnverified' as const };
      await handle.signal(contract.owed, lost);
      await handle.signal(contract.owed, { ...newsOf('pos-0009', 'turn', await now()), why: 'PairRateLimited' });
      await pass(DAY);
      await write('pay 5');
      await pass(MINUTE);
      expect((await state()).debts).toHaveLength(2);
      expect(await stuckOf(opened)).toMatchObject({ reason: 'SellerUnverified' });
      const word = { operator: 'ops-1', reason: 'asked to', linkId: 'lost' };
      await expect(handle.executeUpdate(contract.resendNotice, { args: [word] })).rejects.toThrow();
      expect(await handle.executeUpdate(contract.dropNotice, { args: [word] })).toBe(1);
    });
    expect(toldHere()).toEqual([]);
  });
});

describe('a number that its seller gave up', () => {
  /** Its seller left for the next number, and handed over; `then`: somebody writes from it. */
  const play = (
    then: (opened: Chat, world: { who: Seller | undefined }) => Promise<void>,
    whose: Seller | undefined = seller,
  ) => {
    const world: { who: Seller | undefined } = { who: seller };
    const resolveSeller: Activities['resolveSeller'] = () =>
      Promise.resolve(world.who === undefined ? { known: false } : { known: true, seller: world.who });
    return chat(stage, { resolveSeller }, async (opened) => {
      await opened.write('hello');
      await untilSaid(stage, 1);
      await opened.handle.signal(contract.numberChanged, NEXT);
      await opened.handle.signal(contract.released);
      await eventually(opened.state, ({ movedTo }) => movedTo?.done === true);
      stage.said.length = 0;
      world.who = whose;
      await then(opened, world);
    });
  };
  const says = () => wordsOf(stage).map(({ say }) => say);

  it('serves another seller whom the bank knows by it, though no word of a change came', async () => {
    await play(async ({ write }) => {
      await write('hello');
      await untilSaid(stage, 1);
    }, other);
    expect(says()).toEqual(['greeting']);
  });

  it('takes nobody for its former seller', async () => {
    await play(async ({ write }) => {
      await write('hello');
      await untilSaid(stage, 1);
    });
    expect(says()).toEqual(['stranger']);
  });

  it('is a number like any other after 31 days, however much is written from it', async () => {
    await play(async ({ write, pass }) => {
      for (let day = 0; day < 31; day += 1) {
        await write(`hello ${String(day)}`);
        await pass(DAY);
      }
      expect(new Set(says())).toEqual(new Set(['stranger']));
      stage.said.length = 0;
      await write('and now');
      await untilSaid(stage, 1);
    });
    expect(says()).toEqual(['greeting']);
  });
});
