import { overtakesNotices, takesBackSilent } from './patches';
import type { Payment } from './payment';
import { isSilent } from './payment-words';

/** Takes the link back where nobody has paid yet. A checkout page that is open already may still be paid: that is told. */
export function cancelPayment(payment: Payment): 'cancelled' | 'tooLate' {
  if (payment.state === 'Cancelled') return 'cancelled';
  const isOpen = payment.state === 'AwaitingPayment' || (isSilent(payment) && takesBackSilent());
  if (!isOpen || payment.order === undefined) return 'tooLate';
  if (payment.cancelled) return 'cancelled';
  payment.cancelled = true;
  // Where people look at the rail's silence they go on: a payment that was begun may be paid for all we know.
  if (payment.state === 'AwaitingPayment') payment.state = 'Cancelled';
  // What becomes of an older message is no matter any more.
  if (payment.noticeSend !== undefined && overtakesNotices()) payment.noticeSend = undefined;
  // Whoever asked gets the answer; it counts as told.
  payment.markTold(payment.nextNotice('cancelled', payment.order), 'Sent');
  return 'cancelled';
}
