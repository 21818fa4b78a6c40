import type { Decided } from './decided';
import type { Merchant, Seller } from './seller';

/** What operators can close for new commands; payments that are open, and all sends, go on. */
export const CLOSABLE = ['bank', 'merchant', 'seller', 'line'] as const;
export type Closable = (typeof CLOSABLE)[number];

export interface Closed {
  readonly kind: Closable;
  /** bank.id, merchantId, posUserId, or the line's id. */
  readonly id: string;
}

export interface Closure extends Closed, Decided {
  /** ISO 8601 */
  readonly since: string;
}

export const isClosable = (kind: unknown): kind is Closable => CLOSABLE.some((one) => one === kind);

/**
 * What is left of a seller's merchants. A closed one is not offered; where nothing is left, `closed` says what stands in the
 * way, the widest first.
 */
export function openMerchants(
  closed: readonly Closed[],
  lineId: string,
  { posUserId, merchants }: Pick<Seller, 'posUserId' | 'merchants'>,
): { readonly closed: Closable } | { readonly merchants: readonly Merchant[] } {
  const is = (kind: Closable, id: string) => closed.some((one) => one.kind === kind && one.id === id);
  if (is('line', lineId)) return { closed: 'line' };
  if (is('seller', posUserId)) return { closed: 'seller' };
  const open = merchants.filter(({ merchantId, bank }) => !is('bank', bank.id) && !is('merchant', merchantId));
  if (open.length > 0 || merchants.length === 0) return { merchants: open };
  return { closed: merchants.every(({ bank }) => is('bank', bank.id)) ? 'bank' : 'merchant' };
}
