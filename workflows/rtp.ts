import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  condition,
  getExternalWorkflowHandle,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { RtpAnswer } from '../activities/request-to-pay';
import type { Reserved } from '../activities/reserve-payer';
import type { RequestNews } from '../domain/payer-limits';
import type { Say } from '../domain/say';
import { refuse } from './admission';
import { confirmPayer, endQuestion, findPayer, notNow, refusal, tooOld, wantedOf } from './asking-payer';
import { orderAttributes, take } from './issuing';
import { requestMoved } from './payer.contract';
import type { Order, Payment } from './payment';
import { answer, latest, shown } from './saying';
import { isLate, isRequestLate, requestBefore } from './lateness';

/**
 * Asks a payer to pay, at most once: who is it, may they be asked, does the seller mean this one; then one request and never
 * another. Undefined: nothing went out, and the seller was told why. Else what a second tap is answered with.
 */
export async function requestPayment(payment: Payment, order: Order): Promise<(() => Say) | undefined> {
  if (isLate(payment)) return refuse(payment, tooOld(payment));
  payment.order = order;
  const reserved = await findPayer(payment, order);
  if (reserved === undefined) return undefined;
  payment.rtp.reserved = reserved;
  if (!(await confirmPayer(payment, order, reserved))) return withdraw(payment, () => endQuestion(payment));
  if (isRequestLate(payment)) return withdraw(payment, () => refuse(payment, tooOld(payment)));

  payment.enter('Issuing');
  // Before it is sent: whoever brings the rail's word about it has to find whose bank signed that.
  payment.publish(orderAttributes(order));
  const issuedAt = Date.now();
  const result = await send(payment, order, reserved);
  if ('refused' in result) {
    const why = result.refused === 'payer' ? 'payerRefused' : result.refused;
    return withdraw(payment, () => refuse(payment, refusal(payment, order, why)));
  }
  if ('notSent' in result) return withdraw(payment, () => refuse(payment, notNow(payment)));
  if ('unknown' in result) return lose(payment, order, { reserved, issuedAt });

  take(payment, order, result.issued);
  const what = { ...wantedOf(order, reserved), validUntil: result.issued.expiresAt };
  await answer(payment, { say: 'rtpSent', ...what }, 'rtp-sent');
  return () => latest(payment) ?? { say: 'rtpSent', ...what };
}

/** One attempt, and silence is no reason for another: the payer would be asked twice. */
async function send(payment: Payment, order: Order, { payer, origin }: Reserved): Promise<RtpAnswer> {
  const { timings } = payment.input;
  const { requestToPay } = proxyActivities<Pick<Activities, 'requestToPay'>>({
    startToCloseTimeout: timings.requestAnswer,
    // One that no worker began in time is not sent late.
    scheduleToStartTimeout: Math.max(requestBefore(payment) - Date.now(), 1),
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { maximumAttempts: 1 },
  });
  const { merchant, amount, description, seller } = order;
  const request = {
    linkId: payment.linkId,
    posUserId: seller.posUserId,
    merchant,
    amount,
    payer,
    origin,
    locale: order.chosenLocale ?? seller.locale,
    ...(description === undefined ? {} : { description }),
  };
  const summary = `Request ${shown(amount)} at ${merchant.merchantId}, once`;
  try {
    return await requestToPay.executeWithOptions({ summary }, [request]);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || error.cause instanceof CancelledFailure) throw error;
    const neverBegun = error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
    return neverBegun ? { notSent: true } : { unknown: true };
  }
}

/** The request may be on the payer's phone. The seller hears it as it is; the rail's first word about it, or people, end it. */
function lose(payment: Payment, order: Order, sent: { reserved: Reserved; issuedAt: number }): () => Say {
  const { issuedAt, reserved } = sent;
  payment.state = 'RtpUnknown';
  payment.stuck('RtpOutcomeUnknown');
  payment.lose({
    orderId: payment.linkId,
    origin: reserved.origin,
    amount: order.amount,
    issuedAt: new Date(issuedAt).toISOString(),
    expiresAt: new Date(issuedAt + order.merchant.linkTtlSeconds * 1_000).toISOString(),
  });
  return () => latest(payment) ?? { say: 'notice', notice: payment.nextNotice('rtpUnknown', order) };
}

/** Nothing went out: the payer's place is free again. */
async function withdraw(payment: Payment, word: () => Promise<undefined>): Promise<undefined> {
  await toPayer(payment, 'unsent');
  return word();
}

/** Keeps the payer's memory up to date: the place is free once the request has ended. */
export async function keepPayerTold(payment: Payment, order: Order): Promise<void> {
  if (order.kind !== 'rtp') return;
  for (;;) {
    const news = payment.settlement.outcome ?? 'sent';
    await toPayer(payment, news);
    payment.rtp.payerTold = news;
    await condition(() => (payment.settlement.outcome ?? 'sent') !== payment.rtp.payerTold);
  }
}

/** A payer whose memory is gone needs no news: it forgets by time. */
async function toPayer(payment: Payment, news: RequestNews): Promise<void> {
  const payerId = payment.rtp.reserved?.payerId;
  if (payerId === undefined) return;
  try {
    await getExternalWorkflowHandle(payerId).signal(requestMoved, { linkId: payment.linkId, news });
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
  }
}

/** Waits until there is a payment to ask the rail about. False: people said that there is none, and none turned up. */
export async function isFound(payment: Payment): Promise<boolean> {
  const found = () => payment.payment !== undefined;
  await condition(() => found() || payment.decision.settledBy !== undefined);
  if (!found()) await payment.until(found, Date.now() + payment.input.timings.linger, 'A late word about the request');
  return found();
}
