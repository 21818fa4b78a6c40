import type { Notice } from '../domain/say';
import type { Order } from './payment';
import type { OrderFacts } from './payment-link.contract';

/** A fact about an order's payment, as the seller reads it: the merchant is named only where there are several. */
export function noticeOf(order: Order, fact: Pick<Notice, 'linkId' | 'seq' | 'outcome' | 'at'>): Notice {
  const { amount, description, tag, merchant, seller, kind } = order;
  return {
    ...fact,
    posUserId: seller.posUserId,
    amount,
    ...(description === undefined ? {} : { description }),
    ...(tag === undefined ? {} : { tag }),
    ...(seller.merchants.length > 1 ? { merchant: merchant.name } : {}),
    ...(kind === 'rtp' ? { rtp: true } : {}),
  };
}

/** What the command asked for, once it is understood, and when money came for it. */
export function factsOf(order: Order | undefined, paidAt: string | undefined): { order?: OrderFacts; paidAt?: string } {
  if (order === undefined) return {};
  const { merchant, amount, description, tag } = order;
  const noted = { ...(description === undefined ? {} : { description }), ...(tag === undefined ? {} : { tag }) };
  const paid = paidAt === undefined ? {} : { paidAt };
  return { ...paid, order: { merchantId: merchant.merchantId, merchantName: merchant.name, amount, ...noted } };
}
