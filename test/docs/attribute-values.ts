import type { NotificationState, PaymentState, StuckReason } from '../../domain/payment';

/** Types leave nothing behind at run time; the compiler holds these lists complete. */
export const PAYMENT_STATES: Record<PaymentState, true> = {
  Resolving: true,
  ChoosingMerchant: true,
  AskingPayer: true,
  Issuing: true,
  AwaitingPayment: true,
  Paid: true,
  Failed: true,
  Declined: true,
  Expired: true,
  Cancelled: true,
  Refused: true,
  Forwarded: true,
  NeedsReview: true,
  RtpUnknown: true,
};
export const NOTIFICATION_STATES: Record<NotificationState, true> = {
  None: true,
  Sending: true,
  Sent: true,
  SentByTemplate: true,
  Owed: true,
  PossiblyTwice: true,
  Undeliverable: true,
};
export const STUCK_REASONS: Record<StuckReason, true> = {
  CapSvcUnavailable: true,
  RailUnavailable: true,
  ChannelUnavailable: true,
  WindowClosed: true,
  TemplateUnavailable: true,
  PairRate: true,
  RtpOutcomeUnknown: true,
  AmountMismatch: true,
  CallbackMissing: true,
  SellerUnverified: true,
  AccountBlocked: true,
  SendOutcomeUnknown: true,
  NoticeUndeliverable: true,
  RecordConflict: true,
  PaidTwice: true,
};
