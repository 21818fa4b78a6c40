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

/** Gravest first: money that needs people, what stops a line, what keeps news from a seller, what mends itself. */
const BY_GRAVITY = [
  'PaidTwice',
  'AmountMismatch',
  'RtpOutcomeUnknown',
  'CallbackMissing',
  'RecordConflict',
  'AccountBlocked',
  'SellerUnverified',
  'NoticeUndeliverable',
  'TemplateUnavailable',
  'WindowClosed',
  'RailUnavailable',
  'CapSvcUnavailable',
  'SendOutcomeUnknown',
  'ChannelUnavailable',
  'PairRate',
] as const satisfies readonly StuckReason[];

interface Reasoned {
  readonly reason: StuckReason;
}

export const gravestFirst = (one: Reasoned, other: Reasoned): number =>
  BY_GRAVITY.indexOf(one.reason) - BY_GRAVITY.indexOf(other.reason);

/** Obstacles that are over once a message went out. */
const OF_CHANNEL: readonly StuckReason[] = [
  'ChannelUnavailable',
  'WindowClosed',
  'TemplateUnavailable',
  'PairRate',
  'AccountBlocked',
  'SendOutcomeUnknown',
  'NoticeUndeliverable',
];

export const isOfChannel = (reason: StuckReason): boolean => OF_CHANNEL.includes(reason);
