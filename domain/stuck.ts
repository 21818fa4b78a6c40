import type { ChannelFailureName } from './delivery';
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
} as const satisfies Record<ChannelFailureName, StuckReason>;

/** What ops read when a message can't go out. */
export function stuckBy(why: ChannelFailureName): StuckReason {
  return REASONS[why];
}
