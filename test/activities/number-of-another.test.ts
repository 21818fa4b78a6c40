import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { act, conversationOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const CONVERSATION = 'conversation/md/abcdefghijklmnopqrstuvwx23';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

describe('a notice of a seller whose number another has by now', () => {
  const OLD = { phone: '37369000001' };
  const NEXT = { phone: '37369000077' };
  const send = () => {
    const at = new Date().toISOString();
    const amount = { minor: 10_000, currency: 'MDL' };
    const notice = { linkId: LINK_ID, seq: 1, outcome: 'paid' as const, amount, at, posUserId: 'pos-0001' };
    const say = { say: 'notice' as const, notice };
    const to = { line: stage.line, conversationId: CONVERSATION, to: OLD, timings: { window: 86_400_000 } };
    return act(stage.activities().sendMessage, { ...to, say, kind: 'notice' }, { activityId: 'notice-1' });
  };
  const heard = ({ phone }: typeof OLD) => {
    const person = stage.meta.people.find(phone);
    return person === undefined ? [] : stage.meta.chats.of(person).filter(({ direction }) => direction === 'out');
  };
  const other = () => ({ posUserId: 'pos-0002', resolvedAt: new Date().toISOString() });
  const left = (done: boolean) => ({
    posUserId: 'pos-0001',
    conversationId: 'conversation/md/next',
    contact: NEXT,
    why: 'moved' as const,
    done,
    at: new Date().toISOString(),
  });

  it('is owed, and nobody reads it, where another seller is known', async () => {
    stage.temporal.runs.set(CONVERSATION, conversationOf({ seller: other(), lastInboundAt: new Date() }));
    expect(await send()).toEqual({ result: 'owe', why: 'SellerUnverified' });
    expect(heard(OLD)).toEqual([]);
  });

  it('is owed until the bank knows where that one is', async () => {
    const waits = { seller: null, formerSellers: [left(false)], lastInboundAt: new Date() };
    stage.temporal.runs.set(CONVERSATION, conversationOf(waits));
    expect(await send()).toEqual({ result: 'owe', why: 'SellerUnverified' });
    expect(heard(OLD)).toEqual([]);
  });

  it('goes to where that one is', async () => {
    const now = { seller: other(), formerSellers: [left(true)], lastInboundAt: new Date() };
    stage.temporal.runs.set(CONVERSATION, conversationOf(now));
    stage.meta.phones.send({ type: 'text', from: `+${NEXT.phone}`, text: 'salut' });
    stage.temporal.runs.set('conversation/md/next', conversationOf({ lastInboundAt: new Date() }));
    expect(await send()).toMatchObject({ result: 'sent', by: 'message' });
    expect(heard(OLD)).toEqual([]);
    expect(heard(NEXT)).toHaveLength(1);
  });
});
