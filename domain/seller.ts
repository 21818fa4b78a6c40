import type { Locale } from './locale';

/** A merchant that a seller may accept payments for, as cap-svc describes it. */
export interface Merchant {
  readonly merchantId: string;
  readonly name: string;
  readonly bank: { readonly id: string; readonly name: string; readonly country: string };
  /** ISO 4217. */
  readonly currency: string;
  readonly capabilities: { readonly link: boolean; readonly rtp: boolean };
  /** Decimal strings in the merchant's currency, both inclusive. */
  readonly limits: { readonly min: string; readonly max: string };
  /** How long a rail payment of this merchant lives, in seconds (the bank's terminal setting). */
  readonly linkTtlSeconds: number;
}

/** A seller's CAP record. */
export interface Seller {
  /** Stable and opaque; no personal data. */
  readonly posUserId: string;
  readonly status: 'ACTIVE' | 'BLOCKED';
  readonly locale: Locale;
  readonly displayName?: string;
  readonly merchants: readonly Merchant[];
}

/** The merchant that a seller of several works for; good for the rest of that day in the line's zone. */
export interface ChosenMerchant {
  readonly merchantId: string;
  /** ISO 8601 */
  readonly chosenAt: string;
}
