import { asksBeforeRequest, asksWhenLate, asksWhenTapIsOld } from './patches';
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

/** The channel brought the command later than it is good for. */
export const cameLate = ({ startedAt, input: { message, timings } }: Payment): boolean =>
  startedAt - Date.parse(message.sentAt) > timings.commandMaxAge;

/**
 * A tap that the channel brought too late to be meant still. To be asked before the first local activity: see patches.ts.
 */
export const isOldTap = (payment: Payment): boolean =>
  cameLate(payment) && payment.input.message.content.kind === 'tap' && asksWhenTapIsOld();

/** When the seller said it, in ms since the epoch: no worker may have heard it for hours. An older api does not tell. */
export const saidAt = (sentAt: string | undefined): number =>
  Math.min(Date.now(), sentAt === undefined ? Infinity : Date.parse(sentAt));

/** So much time went by that the command may not be meant any more. */
export const isLate = (payment: Payment): boolean => Date.now() >= issueBefore(payment) && asksWhenLate();
