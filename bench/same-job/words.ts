import type { Notice, Say } from '../../domain/say';
import type { Order } from './steps';

/** What the seller hears first. */
export function linkOf(
  { merchant, amount, description }: Order,
  issued: { readonly checkoutPage: string; readonly expiresAt: string },
): Say {
  const { checkoutPage: url, expiresAt: validUntil } = issued;
  return { say: 'link', merchant: merchant.name, amount, url, validUntil, ...(description && { description }) };
}

/** What the seller hears at last. */
export function paidOf(linkId: string, { amount, description, tag }: Order): Notice {
  const at = new Date().toISOString();
  return { linkId, seq: 1, outcome: 'paid', amount, at, ...(description && { description }), ...(tag && { tag }) };
}
