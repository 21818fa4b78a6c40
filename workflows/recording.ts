import { condition } from '@temporalio/workflow';
import type { PaymentRecord } from '../cap-svc/cap-svc';
import type { Issued } from '../domain/settlement';
import type { Order, Payment } from './payment';
import { createFastPath } from './steps';

/** Keeps the merchant's portal up to date, one status after the other. No notice ever waits for it. */
export async function keepRecord(payment: Payment, order: Order): Promise<never> {
  const run = createFastPath({ ...payment.input.timings, localAttempt: payment.input.timings.localRecord }, payment);
  await condition(() => payment.payment !== undefined);
  for (;;) {
    const issued = payment.unrecorded;
    if (issued === undefined) throw new Error('There is nothing to record');
    const status = payment.wordOn(issued) ?? 'CREATED';
    const answer = await run(
      'recordPayment',
      { paymentId: issued.paymentId, record: recordOf(payment, order, status), ...placeOf(payment, issued) },
      { summary: `Record ${status} for the portal`, reason: 'CapSvcUnavailable' },
    );
    if (answer === 'conflict') payment.stuck('RecordConflict');
    payment.recorded.set(issued.paymentId, status);
    await condition(() => payment.unrecorded !== undefined);
  }
}

/** Which payment of a link that outlives its payments: the first, or one that its page made. */
const placeOf = ({ link, issued: all }: Payment, issued: Issued) =>
  link.validUntil === undefined ? {} : { nth: all.indexOf(issued) + 1 };

function recordOf(payment: Payment, order: Order, status: PaymentRecord['status']): PaymentRecord {
  return {
    posUserId: order.seller.posUserId,
    merchantId: order.merchant.merchantId,
    orderId: payment.linkId,
    kind: order.kind === 'rtp' ? 'rtp' : 'link',
    amount: order.amount,
    channel: payment.input.line.channel,
    status,
    ...(order.description === undefined ? {} : { description: order.description }),
    ...(order.tag === undefined ? {} : { tag: order.tag }),
  };
}
