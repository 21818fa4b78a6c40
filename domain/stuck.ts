import type { OweReason } from './outcome';
import type { StuckReason } from './payment';

const REASONS = {
  WindowClosed: 'WindowClosed',
  TemplateUnavailable: 'TemplateUnavailable',
  TemplateMismatch: 'TemplateUnavailable',
  PairRateLimited: 'PairRate',
  Throttled: 'ChannelUnavailable',
  Transient: 'ChannelUnavailable',
  RecipientUnreachable: 'NoticeUndeliverable',
  PhoneNeeded: 'NoticeUndeliverable',
  AccountBlocked: 'AccountBlocked',
  MessageRejected: 'NoticeUndeliverable',
  NoAnswer: 'SendOutcomeUnknown',
  SellerUnverified: 'SellerUnverified',
} as const satisfies Record<OweReason, StuckReason>;

/** What ops read when a message can't go out. */
export function stuckBy(why: OweReason): StuckReason {
  return REASONS[why];
}
