import type { StuckReason } from '../domain/payment';

/** What an obstacle means and what to do about it: as the UI shows it, in a sentence; docs/runbook.md says it at length. */
export const ADVICE: Record<StuckReason, string> = {
  CapSvcUnavailable: 'cap-svc does not answer. It is asked again by itself; mend cap-svc or `CAP_SVC_TOKEN`.',
  RailUnavailable: 'The bank’s rail does not answer. It is asked again by itself; ask the bank.',
  ChannelUnavailable: 'The channel does not take messages. They go out by themselves when it does.',
  WindowClosed: 'The seller’s 24-hour window is closed and no template is usable. The seller’s next message tells it.',
  TemplateUnavailable:
    'No usable template in the seller’s language. Approve one, or wait for the seller’s next message.',
  PairRate: 'Too many messages to this seller. The notice goes out with its neighbours.',
  RtpOutcomeUnknown:
    'Nobody knows whether the payer was asked. Ask the bank what became of the request, then settle it.',
  AmountMismatch: 'The rail’s word does not fit what was issued. Compare it with the bank’s portal, then settle it.',
  CallbackMissing: 'The rail has no final word after the payment’s time. Ask the bank.',
  SellerUnverified: 'The number or the person behind it changed. Have the bank register the new number.',
  AccountBlocked:
    'The channel refuses the account: token, payment method or restriction. Mend it, then resume the line.',
  SendOutcomeUnknown: 'The channel did not answer. A status webhook settles it, or the message goes out again.',
  NoticeUndeliverable:
    'The channel can’t reach the seller. It is told with the seller’s next message; or call, then drop it.',
  RecordConflict: 'cap-svc has this payment with another amount, currency or merchant. Compare the two.',
  PaidTwice: 'The customer paid twice on one link. The bank has to give one back; then settle it.',
};

/** One obstacle, as it is read in the UI. */
export function adviceOn(
  word: 'Stuck' | 'Also',
  { reason, since, error }: { readonly reason: StuckReason; readonly since: string; readonly error?: string },
): string {
  const last = error === undefined ? '' : ` Last error: ${error}.`;
  return `**${word}: ${reason}** since ${since}. ${ADVICE[reason]}${last}`;
}
