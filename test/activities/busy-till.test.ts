import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SendRequest } from '../../activities/send-request';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { act, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const CONVERSATION = 'conversation/md/abcdefghijklmnopqrstuvwx23';
const PHONE = '37369000001';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.clear();
  stage.meta.phones.send({ type: 'text', from: PHONE, text: 'pay 100' });
});

const answer = (changes: Partial<SendRequest> = {}): SendRequest => ({
  line: stage.line,
  conversationId: CONVERSATION,
  to: { phone: PHONE },
  say: { say: 'blocked' },
  kind: 'answer',
  lastInboundAt: new Date().toISOString(),
  timings: DEFAULT_TIMINGS,
  ...changes,
});
const notice = (changes: Partial<SendRequest> = {}): SendRequest => {
  const at = new Date().toISOString();
  const told = { linkId: LINK_ID, seq: 1, outcome: 'paid', amount: { minor: 10_000, currency: 'MDL' }, at } as const;
  return answer({ kind: 'notice', say: { say: 'notice', notice: told }, ...changes });
};

const calls = () => stage.meta.journal.since().filter(({ operation }) => operation === 'sendMessage').length;
const refuse = (code: number) =>
  stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, times: 1, do: { code } }]);

describe('a busy till', () => {
  it('sends forty answers at once, and holds the next back without asking WhatsApp', async () => {
    const { sendMessage } = stage.activities();
    for (let nth = 0; nth < 40; nth += 1) await act(sendMessage, answer());
    const before = calls();
    const failure = await failureOf(act(sendMessage, answer()));
    expect(failure).toMatchObject({ type: 'ChannelPairRateLimited' });
    expect((failure as { nextRetryDelay?: number }).nextRetryDelay).toBeLessThanOrEqual(DEFAULT_TIMINGS.pairEvery);
    expect(calls()).toBe(before);
    expect(stage.temporal.signals).toMatchObject([{ signal: 'impeded', argument: { reason: 'PairRate' } }]);
  });

  it('owes notices while there is still room for links and answers', async () => {
    const { sendMessage } = stage.activities();
    for (let nth = 0; nth < 30; nth += 1) await act(sendMessage, notice());
    expect(await act(sendMessage, notice())).toEqual({ result: 'owe', why: 'PairRateLimited' });
    expect(await act(sendMessage, answer())).toMatchObject({ result: 'sent' });
  });

  it('believes WhatsApp that it was too many, and asks no second time', async () => {
    const { sendMessage } = stage.activities();
    refuse(131056);
    expect(await act(sendMessage, notice())).toMatchObject({ result: 'owe', why: 'PairRateLimited', code: 131056 });
    const before = calls();
    expect(await act(sendMessage, notice())).toEqual({ result: 'owe', why: 'PairRateLimited' });
    await failureOf(act(sendMessage, answer()));
    expect(calls()).toBe(before);
  });

  it('keeps nobody else waiting', async () => {
    const { sendMessage } = stage.activities();
    refuse(131056);
    await act(sendMessage, notice());
    const other = notice({ conversationId: `${CONVERSATION.slice(0, -2)}77` });
    expect(await act(sendMessage, other)).toMatchObject({ result: 'sent' });
  });
});
