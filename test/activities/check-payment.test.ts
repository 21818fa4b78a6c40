import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WatchRequest } from '../../activities/check-payment';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { Issued } from '../../domain/settlement';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { SimStatus } from '../../sandbox/rail/payment';
import { merchant } from '../support/builders';
import { act, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stage: ActivityStage;
let issued: Issued;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.clear();
  const answer = await act(stage.activities().issuePayment, {
    linkId: LINK_ID,
    posUserId: 'pos-0001',
    merchant,
    amount: { minor: 10_000, currency: 'MDL' },
    locale: 'ro',
  });
  if (!('issued' in answer)) throw new Error(`refused: ${answer.refused}`);
  issued = answer.issued;
  stage.clear();
});

const asked = () => ({ linkId: LINK_ID, posUserId: 'pos-0001', merchantId: 'cafea-centru', issued });
const check = () => act(stage.activities().checkPayment, asked());
/** @param sinceExpiry when it is asked, in ms from the payment's end */
const watch = (sinceExpiry: number, wanted: WatchRequest['for'] = 'final') => {
  const now = () => new Date(Date.parse(issued.expiresAt) + sinceExpiry);
  return act(stage.activities({ now }).watchPayment, { ...asked(), timings: DEFAULT_TIMINGS, for: wanted });
};
const becomes = (status: SimStatus) => {
  const payment = stage.rails[0].payments.find(issued.paymentId);
  if (payment === undefined) throw new Error('It was issued at the first bank');
  stage.rails[0].payments.become(payment, status);
};
const breaks = (fault: unknown) =>
  stage.rails[0].faults.replace([{ match: { operation: 'readPayment' }, always: true, do: fault }]);
const reads = () =>
  stage.rails.flatMap((rail) => rail.journal.since()).filter(({ operation }) => operation === 'readPayment');

describe("the rail's word on a payment", () => {
  it.each(['CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'] as const)('%s', async (status) => {
    becomes(status);
    expect(await check()).toMatchObject({
      paymentId: issued.paymentId,
      orderId: LINK_ID,
      status,
      amount: { minor: 10_000, currency: 'MDL' },
    });
    expect(stage.cap.audit.list().at(-1)?.requestId).toBe(`${LINK_ID}.check`);
  });

  it('is asked for at the bank that issued, and at no other that cap-svc may name since', async () => {
    issued = { ...issued, origin: 'https://ecomm.first-bank.test' };
    const failure = await failureOf(check());
    expect(failure).toMatchObject({ type: 'RailUnavailable', nonRetryable: false });
    expect(failure).toHaveProperty('message', expect.stringContaining('issued at https://ecomm.first-bank.test'));
    expect(reads()).toEqual([]);
  });

  it('is asked for again where the bank is down, or gives no answer', async () => {
    breaks({ status: 503, retryAfterSeconds: 30 });
    expect(await failureOf(check())).toMatchObject({ type: 'RailUnavailable', nextRetryDelay: 30_000 });
    breaks('resetConnection');
    expect(await failureOf(check())).toMatchObject({ type: 'RailNoAnswer', nonRetryable: false });
  });

  it('needs a token that the rail takes: one that it does not is renewed once', async () => {
    stage.rails[0].faults.replace([{ match: { operation: 'readPayment' }, do: { status: 401 } }]);
    expect(await check()).toMatchObject({ status: 'CREATED' });
    expect(reads()).toHaveLength(2);
  });
});

describe('watching a payment without a final word', () => {
  it.each([
    ['at a steady pace while it lives', -4 * MINUTE, 90 * SECOND],
    ['just after its end, where that comes first', -30 * SECOND, 35 * SECOND],
    ['soon again right after its end', 1 * SECOND, 5 * SECOND],
    ['then at doubling distances', 3 * MINUTE, 3 * MINUTE],
    ['which grow to six hours', 30 * HOUR, 6 * HOUR],
  ])('asks again %s', async (_, sinceExpiry, nextRetryDelay) => {
    becomes('PENDING');
    const failure = await failureOf(watch(sinceExpiry));
    expect(failure).toMatchObject({
      type: 'NotFinalYet',
      nonRetryable: false,
      nextRetryDelay,
      message: 'The rail says PENDING',
    });
    // Waiting is no fault: the SDK keeps it out of its logs and metrics.
    expect(failure).toHaveProperty('category', ApplicationFailureCategory.BENIGN);
  });

  it('asks again at the same pace where the rail is away', async () => {
    breaks({ status: 500 });
    expect(await failureOf(watch(-4 * MINUTE))).toMatchObject({ type: 'NotFinalYet', nextRetryDelay: 90 * SECOND });
  });

  it('but waits as long as the rail, or cap-svc, asks to be left alone', async () => {
    breaks({ status: 429, retryAfterSeconds: 600 });
    expect(await failureOf(watch(-4 * MINUTE))).toMatchObject({ nextRetryDelay: 600 * SECOND });
    breaks({ status: 429, retryAfterSeconds: 1 });
    expect(await failureOf(watch(-4 * MINUTE))).toMatchObject({ nextRetryDelay: 90 * SECOND });
    const fault = { status: 503, code: 'UNAVAILABLE', retryAfterSeconds: 120 };
    stage.cap.faults.replace([{ match: { operation: 'issueEcommToken' }, do: fault }]);
    expect(await failureOf(watch(-4 * MINUTE))).toMatchObject({ nextRetryDelay: 120 * SECOND });
  });

  it.each(['SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'] as const)('ends with %s', async (status) => {
    becomes(status);
    expect(await watch(HOUR)).toMatchObject({ status, paymentId: issued.paymentId });
  });

  it('gives up after seven days, having asked once more', async () => {
    expect(await watch(7 * DAY)).toBeUndefined();
    expect(reads()).toHaveLength(1);
    breaks({ status: 500 });
    expect(await watch(7 * DAY)).toBeUndefined();
    stage.rails[0].faults.clear();
    becomes('SUCCESS');
    expect(await watch(7 * DAY)).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('listening for a late success', () => {
  it('asks a few times in two days, whatever other word the rail repeats', async () => {
    becomes('EXPIRED');
    expect(await failureOf(watch(HOUR, 'success'))).toMatchObject({ type: 'NotFinalYet', nextRetryDelay: 12 * HOUR });
    expect(await failureOf(watch(48 * HOUR - 1, 'success'))).toMatchObject({ nextRetryDelay: 12 * HOUR });
    expect(await watch(48 * HOUR, 'success')).toBeUndefined();
  });

  it('hears it', async () => {
    becomes('EXPIRED');
    becomes('SUCCESS');
    expect(await watch(HOUR, 'success')).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('watching a payment whose word people have to judge', () => {
  it('takes none that changed nothing before for news', async () => {
    becomes('SUCCESS');
    const word = await check();
    const now = () => new Date(Date.parse(issued.expiresAt) + HOUR);
    const again = (known: Pick<WatchRequest, 'doubted' | 'heard'>) =>
      act(stage.activities({ now }).watchPayment, { ...asked(), timings: DEFAULT_TIMINGS, for: 'final', ...known });
    expect(await failureOf(again({ doubted: word }))).toMatchObject({ type: 'NotFinalYet' });
    const other = { ...word, status: 'EXPIRED' as const };
    expect(await failureOf(again({ doubted: other, heard: [word] }))).toMatchObject({ type: 'NotFinalYet' });
    expect(await again({ doubted: other, heard: [other] })).toEqual(word);
  });
});
