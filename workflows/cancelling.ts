import { overtakesNotices } from './patches';
import type { Payment } from './payment';

/** Takes the link back where nobody has paid yet. A checkout page that is open already may still be paid: that is told. */
export function cancelPayment(payment: Payment): 'cancelled' | 'tooLate' {
  if (payment.state === 'Cancelled') return 'cancelled';
  if (payment.state !== 'AwaitingPayment' || payment.order === undefined) return 'tooLate';
  payment.cancelled = true;
  payment.state = 'Cancelled';
  // What becomes of an older message is no matter any more.
  if (payment.noticeSend !== undefined && overtakesNotices()) payment.noticeSend = undefined;
  // Whoever asked gets the answer; it counts as told.
  payment.markTold(payment.nextNotice('cancelled', payment.order), 'Sent');
  return 'cancelled';
}
