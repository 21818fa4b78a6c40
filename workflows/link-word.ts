import type { RailReport } from '../domain/payment';
import { leavesReview, missesNewest, staysUnanswered } from './patches';
import type { Payment } from './payment';

/** Takes a word that is about one payment of a link that outlives it. False: the link's outcome is for it to touch. */
export function takeWord(payment: Payment, report: RailReport, origin: string): boolean {
  const taken = payment.link.takes(payment.issued, report, origin);
  if (taken === undefined) return false;
  if (taken === 'news') answered(payment);
  const isUnanswered = payment.unconfirmed || payment.obstacles.has('CallbackMissing');
  if (taken === 'news' || !isUnanswered || !staysUnanswered()) {
    payment.unconfirmed = false;
    payment.clear('CallbackMissing');
  }
  payment.show();
  return true;
}

/** Nobody waits for the rail's word any more: where the newest payment is unanswered, one about another leaves it so. */
export function clearMissing(payment: Payment): void {
  const { payment: newest, obstacles } = payment;
  const isUnanswered = newest !== undefined && payment.wordOn(newest) === undefined;
  if (isUnanswered && obstacles.has('CallbackMissing') && missesNewest()) return;
  payment.clear('CallbackMissing');
}

/** The newest payment is over. Where people were to look at nothing but the rail's silence, the link goes on by itself. */
function answered(payment: Payment): void {
  payment.decision.lapse();
  if (payment.state !== 'NeedsReview' || payment.settlement.review !== undefined) return;
  if (payment.cancelled) payment.state = 'Cancelled';
  else if (leavesReview()) payment.state = 'AwaitingPayment';
}
