import { asksWhenLate } from './patches';
import type { Payment } from './payment';

/** ms since the epoch; a command that issues nothing by then asks again before it does. */
export const issueBefore = ({ startedAt, input }: Payment): number => startedAt + input.timings.commandMaxAge;

/** So much time went by that the command may not be meant any more. */
export const isLate = (payment: Payment): boolean => Date.now() >= issueBefore(payment) && asksWhenLate();
