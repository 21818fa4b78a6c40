import type { RailReport } from '../domain/payment';
import { staysUnanswered } from './patches';
import type { Payment } from './payment';

/** Takes a word that is about one payment of a link that outlives it. False: the link's outcome is for it to touch. */
export function takeWord(payment: Payment, report: RailReport, origin: string): boolean {
  const taken = payment.link.takes(payment.issued, report, origin);
  if (taken === undefined) return false;
  const isUnanswered = payment.unconfirmed || payment.obstacles.has('CallbackMissing');
  if (taken === 'news' || !isUnanswered || !staysUnanswered()) {
    payment.unconfirmed = false;
    payment.clear('CallbackMissing');
  }
  payment.show();
  return true;
}
