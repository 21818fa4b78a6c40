import type { ChannelName } from '../domain/line';
import type { Money } from '../domain/money';
import type { Seller } from '../domain/seller';

/** A short-lived ecomm token and where it is good. A secret: in memory only. */
export interface EcommToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly ecommBaseUrl: string;
  readonly terminalId: string;
  readonly rtpTerminalId?: string;
}

/** What the merchant portal shows beside the rail's own row. */
export interface PaymentRecord {
  readonly posUserId: string;
  readonly merchantId: string;
  readonly orderId: string;
  readonly kind: 'link' | 'rtp';
  readonly amount: Money;
  readonly description?: string;
  readonly tag?: string;
  readonly channel: ChannelName;
  readonly status: 'CREATED' | 'SUCCESS' | 'FAILED' | 'DECLINED' | 'EXPIRED';
}

export type CapFailureKind =
  | 'SellerUnknown'
  | 'SellerBlocked'
  | 'MerchantForbidden'
  | 'MerchantUnknown'
  /** Recorded before with another amount, currency or merchant. */
  | 'RecordConflict'
  /** Our request or our service token is wrong: a bug or a configuration error. */
  | 'BadRequest'
  | 'Unauthorized'
  /** cap-svc or the partner bank is down for now, or did not answer. */
  | 'Unavailable';

/** cap-svc's refusal or silence. Holds no phone, no name and no token. */
export class CapFailure extends Error {
  override readonly name = 'CapFailure';
  constructor(
    readonly kind: CapFailureKind,
    message: string,
    readonly details: { readonly status?: number; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
  }
}

/**
 * The broker's contract, Rev 2. Every method throws {@link CapFailure} and nothing else.
 * `requestId` (1-128 characters) goes out as X-Request-Id into the audit trail; it begins with the linkId where there is one.
 */
export interface CapService {
  /** @param phone E.164 with the plus sign. */
  resolveSeller(phone: string, channel: ChannelName, requestId: string): Promise<Seller>;
  issueToken(posUserId: string, merchantId: string, requestId: string): Promise<EcommToken>;
  recordPayment(paymentId: string, record: PaymentRecord, requestId: string): Promise<void>;
}
