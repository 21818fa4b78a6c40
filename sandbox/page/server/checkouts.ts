import type { SimStatus } from '../../rail/payment';
import { railPayments } from './desk';
import type { Desk } from './desk';
import { linkPageOf, pressLinkPage } from './link-page';
import { PageError } from './problems';

export const CHECKOUT_DEEDS = ['pay', 'decline', 'fail', 'expire', 'succeed', 'again'] as const;
export type CheckoutDeed = (typeof CHECKOUT_DEEDS)[number];

const BECOMES: Partial<Record<CheckoutDeed, SimStatus>> = { fail: 'FAILED', expire: 'EXPIRED', succeed: 'SUCCESS' };

/**
 * What a customer, or the bank behind, makes of a payment. Pay and decline go to the rail's own checkout page, or to the
 * banking app that a request appears in; the rest has no button there: the bank fails it, its time is over at once, the money
 * comes late. `again`: the customer opens the link's own page, where it outlives its payments, and presses its button.
 */
export async function decide(desk: Desk, paymentId: string, deed: CheckoutDeed): Promise<void> {
  const found = railPayments(desk).find(({ payment }) => payment.paymentId === paymentId);
  if (found === undefined) throw new PageError('UnknownPayment', 'No payment has this id.');
  const { rail, payment } = found;
  const status = BECOMES[deed];
  if (status !== undefined) rail.payments.become(payment, status);
  else if (deed === 'again') await pressLinkPage(linkPageOf(payment.successUrl) ?? '');
  else if (payment.checkoutPage === undefined) rail.payments.decide(payment, deed === 'decline' ? 'decline' : 'pay');
  else await press(`${payment.checkoutPage}/${deed}`);
}

/** Presses a button of the checkout page and goes where it leads, as a phone does: back to the link's page, if it has one. */
async function press(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', redirect: 'manual' });
  const next = answer.headers.get('location');
  // What is decided is decided, also where the page that is led to can't be had.
  if (next !== null) await fetch(new URL(next, url)).catch(() => undefined);
}
