import type { SimStatus } from '../../rail/payment';
import { PageError, railPayments } from './desk';
import type { Desk } from './desk';

export const CHECKOUT_DEEDS = ['pay', 'decline', 'fail', 'expire', 'succeed'] as const;
export type CheckoutDeed = (typeof CHECKOUT_DEEDS)[number];

const BECOMES: Partial<Record<CheckoutDeed, SimStatus>> = { fail: 'FAILED', expire: 'EXPIRED', succeed: 'SUCCESS' };

/**
 * What a customer, or the bank behind, makes of a payment. Pay and decline go to the rail's own checkout page; the rest has no
 * button there: the bank fails it, its time is over at once, the money comes late.
 */
export async function decide(desk: Desk, paymentId: string, deed: CheckoutDeed): Promise<void> {
  const found = railPayments(desk).find(({ payment }) => payment.paymentId === paymentId);
  if (found === undefined) throw new PageError(404, 'No payment has this id.');
  const status = BECOMES[deed];
  if (status !== undefined) {
    found.rail.payments.become(found.payment, status);
    return;
  }
  if (found.payment.checkoutPage === undefined) throw new PageError(409, 'This payment has no checkout page.');
  await fetch(`${found.payment.checkoutPage}/${deed}`, { method: 'POST', redirect: 'manual' });
}
