import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordRequest } from '../../activities/record-payment';
import type { PaymentRecord } from '../../cap-svc/cap-svc';
import { act, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());

let paymentId: string;
let payments = 0;
beforeEach(() => {
  stage.clear();
  payments += 1;
  paymentId = `payment-${payments}`;
});

const request = (changes: Partial<PaymentRecord> = {}): RecordRequest => ({
  paymentId,
  record: {
    posUserId: 'pos-0001',
    merchantId: 'cafea-centru',
    orderId: LINK_ID,
    kind: 'link',
    amount: { minor: 10_050, currency: 'MDL' },
    channel: 'whatsapp',
    status: 'CREATED',
    description: 'Cafea',
    tag: 'masa7',
    ...changes,
  },
});
const record = (changes?: Partial<PaymentRecord>) => act(stage.activities().recordPayment, request(changes));
const shown = () => stage.cap.ledger.list().filter((one) => one.paymentId === paymentId);

describe("the merchant's portal", () => {
  it('shows what the rail does not carry: description, tag and channel', async () => {
    expect(await record()).toBe('recorded');
    expect(shown()).toEqual([
      {
        paymentId,
        posUserId: 'pos-0001',
        merchantId: 'cafea-centru',
        orderId: LINK_ID,
        kind: 'link',
        amount: '100.50',
        currency: 'MDL',
        channel: 'whatsapp',
        status: 'CREATED',
        description: 'Cafea',
        tag: 'masa7',
      },
    ]);
    expect(stage.cap.audit.list().at(-1)?.requestId).toBe(`${LINK_ID}.record.CREATED`);
  });

  it('shows one row however often the same is recorded, and the newest status', async () => {
    expect(await record()).toBe('recorded');
    expect(await record()).toBe('recorded');
    expect(await record({ status: 'SUCCESS' })).toBe('recorded');
    // An attempt that was believed lost arrives late.
    expect(await record()).toBe('recorded');
    expect(shown().map(({ status }) => status)).toEqual(['SUCCESS']);
  });

  it('that knows the payment with another amount wants people, not another try', async () => {
    await record();
    expect(await record({ amount: { minor: 1, currency: 'MDL' } })).toBe('conflict');
    expect(shown().map(({ amount }) => amount)).toEqual(['100.50']);
  });

  it.each([
    [{ status: 503, code: 'UNAVAILABLE', retryAfterSeconds: 7 }, 'CapSvcUnavailable', 7_000],
    [{ status: 401, code: 'UNAUTHORIZED' }, 'CapSvcUnauthorized', undefined],
    ['resetAfterEffect', 'CapSvcUnavailable', undefined],
  ])('that fails with %j is told again', async (fault, type, nextRetryDelay) => {
    stage.cap.faults.replace([{ match: { operation: 'recordPayment' }, do: fault }]);
    const failure = await failureOf(record());
    expect(failure).toMatchObject({ type, nonRetryable: false });
    expect(failure).toHaveProperty('nextRetryDelay', nextRetryDelay);
    expect(await record()).toBe('recorded');
    expect(shown()).toHaveLength(1);
  });
});
