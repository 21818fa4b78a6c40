import type { Money } from './money';

/** The rail's own words. */
export type RailStatus = 'CREATED' | 'PENDING' | 'SUCCESS' | 'FAILED' | 'DECLINED' | 'EXPIRED';
export const FINAL_STATUSES = ['SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

export function isFinal(status: RailStatus): status is FinalStatus {
  return (FINAL_STATUSES as readonly string[]).includes(status);
}

/** What the rail said of one payment, by a signed callback or by an answer to our question. */
export interface RailReport {
  readonly paymentId: string;
  readonly orderId: string;
  readonly status: RailStatus;
  readonly amount: Money;
  readonly swiftMessageId?: string;
  readonly swiftPayerBank?: string;
}

/** The values of the `PaymentState` search attribute. */
export type PaymentState =
  | 'Resolving'
  | 'ChoosingMerchant'
  | 'AskingPayer'
  | 'Issuing'
  | 'AwaitingPayment'
  | 'Paid'
  | 'Failed'
  | 'Declined'
  | 'Expired'
  | 'Cancelled'
  | 'Refused'
  | 'Forwarded'
  | 'NeedsReview'
  | 'RtpUnknown';

/** The values of the `NotificationState` search attribute. */
export type NotificationState =
  'None' | 'Sending' | 'Sent' | 'SentByTemplate' | 'Owed' | 'PossiblyTwice' | 'Undeliverable';

/** The values of the `StuckReason` search attribute; each has its section in docs/runbook.md. */
export type StuckReason =
  | 'CapSvcUnavailable'
  | 'RailUnavailable'
  | 'ChannelUnavailable'
  | 'WindowClosed'
  | 'TemplateUnavailable'
  | 'PairRate'
  | 'RtpOutcomeUnknown'
  | 'AmountMismatch'
  | 'CallbackMissing'
  | 'SellerUnverified'
  | 'AccountBlocked'
  | 'SendOutcomeUnknown'
  | 'NoticeUndeliverable'
  | 'RecordConflict'
  | 'PaidTwice';
