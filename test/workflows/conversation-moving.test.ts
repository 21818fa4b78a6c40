import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodWorld, seller } from '../support/builders';
import type { Activities } from '../../activities';
import * as contract from '../../workflows/conversation.contract';
import type { Heritage, Predecessor } from '../../workflows/conversation-state';
import { chat, makeDebt, MINUTE, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { createStage, outcomesOf } from '../support/workflow-stage';
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
const BY_ID = { conversationId: 'conversation/md/by-id', contact: { phone: '37369000001', userId: 'MD.1' } };
const NEXT = { conversationId: 'conversation/md/next', contact: { phone: '37369000077' } };

/** A bank that knows the number only once it is told. */
function bank() {
  const now = { known: false };
  const resolveSeller: Activities['resolveSeller'] = () =>
    Promise.resolve(now.known ? { known: true, seller } : { known: false });
  return { now, resolveSeller };
}

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
