import { asksBeforeRequest, asksWhenLate } from './patches';
import type { Payment } from './payment';

/** ms since the epoch; a command that issues nothing by then asks again before it does. */
export const issueBefore = ({ startedAt, input }: Payment): number => startedAt + input.timings.commandMaxAge;

/**
 * ms since the epoch. What is on a payer's phone can't be taken back: a request that is not sent by then asks again. The seller's
 * last answer to a question about it says that it is meant.
 */
export const requestBefore = (payment: Payment): number =>
  Math.max(issueBefore(payment), (payment.rtp.answeredAt ?? 0) + payment.input.timings.commandMaxAge);

/** Too much time went by since the seller last said that the request is meant. */
export const isRequestLate = (payment: Payment): boolean => Date.now() >= requestBefore(payment) && asksBeforeRequest();

/** So much time went by that the command may not be meant any more. */
export const isLate = (payment: Payment): boolean => Date.now() >= issueBefore(payment) && asksWhenLate();
