import type { Locale } from '../domain/locale';
import type { Money } from '../domain/money';
import type { RailStatus } from '../domain/payment';

/** What a rail can do and in which currencies; asked before anything is issued. */
export interface RailCapabilities {
  readonly link: boolean;
  readonly rtp: boolean;
  readonly cancel: boolean;
  readonly refund: boolean;
  /** ISO 4217 codes the rail settles; any other is refused before issuing. */
  readonly currencies: readonly string[];
}

/** Access to one bank's endpoint of the rail for one merchant. A secret: in memory only. */
export interface RailAccess {
  readonly accessToken: string;
  /** Scheme and host of the bank's endpoint; one of the allow-listed origins. */
  readonly origin: string;
  readonly terminalId: string;
  readonly rtpTerminalId?: string;
}

export interface PaymentOrder {
  /** Our linkId. */
  readonly orderId: string;
  readonly amount: Money;
  /** Shown to the payer on the hosted page and in the banking app. */
  readonly description: string;
  readonly locale: Locale;
  readonly callbackUrl: string;
  readonly successUrl?: string;
  readonly failUrl?: string;
}

/** A payment as the rail tells it. */
export interface RailPayment {
  readonly paymentId: string;
  readonly orderId: string;
  readonly status: RailStatus;
  readonly amount: Money;
  readonly swiftMessageId?: string;
  readonly swiftPayerBank?: string;
}

export type RailFailureKind =
  /** The token is missing, wrong or expired. */
  | 'Unauthorized'
  /** The rail calls the request wrong; trying again changes nothing. */
  | 'Refused'
  /** Down, overloaded, not reachable: nothing was done. */
  | 'Unavailable'
  /** The request went out and no answer came: it may or may not have been done. */
  | 'NoAnswer';

/** The rail's refusal or silence. Holds no token and no personal data. */
export class RailFailure extends Error {
  override readonly name = 'RailFailure';
  constructor(
    readonly kind: RailFailureKind,
    message: string,
    readonly details: { readonly status?: number; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
  }
}

/** An instant-payment rail. Every method throws {@link RailFailure} and nothing else. */
export interface Rail {
  readonly capabilities: RailCapabilities;
  /** `once`: a second one would do harm, so whatever is no proof that nothing was made is `NoAnswer`. */
  issueLink(
    access: RailAccess,
    order: PaymentOrder & { readonly once?: true },
  ): Promise<{ paymentId: string; checkoutPage: string }>;
  requestToPay(
    access: RailAccess,
    /** `payerPhone`: E.164 with the plus sign. */
    order: PaymentOrder & { readonly payerPhone: string; readonly payerName: string },
  ): Promise<{ paymentId: string }>;
  readPayment(access: RailAccess, paymentId: string): Promise<RailPayment>;
  /** @returns the bank's callback key: base64 DER SubjectPublicKeyInfo (RSA). */
  readPublicKey(access: RailAccess): Promise<string>;
}
