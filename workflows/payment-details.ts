import type { LinkFacts } from '../domain/lasting-link';
import { MOST_PAYMENTS } from '../domain/lasting-link';
import { toDecimal } from '../domain/money';
import type { PaymentState, StuckReason } from '../domain/payment';
import type { Timings } from '../domain/timings';
import type { Order } from './payment';
import type { PaymentLinkStatus } from './payment-link.contract';

/** What the payment waits for in each state, and what comes next. */
const WAITS: Record<PaymentState, string> = {
  Resolving: 'Finding out who sends the command.',
  ChoosingMerchant: 'The seller was shown the list of merchants. No choice ends the command.',
  AskingPayer: 'The seller was asked for the payer’s phone, or to confirm it. No answer ends the command.',
  Issuing: 'Getting the link from the rail, or sending the one request to the payer.',
  AwaitingPayment: 'Waiting for the customer. The rail’s callback decides, or our own asking does.',
  Paid: 'The money is there.',
  Failed: 'The payment failed. A late SUCCESS would still be told.',
  Declined: 'The payer or the bank declined. A late SUCCESS would still be told.',
  Expired: 'Nobody paid in time. A late SUCCESS would still be told.',
  Cancelled: 'The seller cancelled the link.',
  Refused: 'The command made no payment.',
  Forwarded: 'The message answered an open question and was handed on.',
  NeedsReview: 'The rail’s word does not fit what was issued. Nobody was told "paid".',
  RtpUnknown: 'The rail’s answer to the payment request was lost. It is never sent again.',
};

const ACTIONS: Record<StuckReason, string> = {
  CapSvcUnavailable: 'cap-svc does not answer: see the pending activity for its last error. It goes on by itself.',
  RailUnavailable: 'The bank’s rail does not answer: see the pending activity. It goes on by itself.',
  ChannelUnavailable: 'The channel does not take messages: see the pending activity. It goes on by itself.',
  WindowClosed: 'The seller’s 24-hour window is closed and no template is usable. The seller’s next message tells it.',
  TemplateUnavailable: 'No usable template in the seller’s locale. Approve one, or wait for the seller’s next message.',
  PairRate: 'Too many messages to this seller. The notice goes out with its neighbours.',
  RtpOutcomeUnknown:
    'Ask the bank what became of the request, then settle it: update `settleRtp` with outcome, reason and operator.',
  AmountMismatch: 'Compare the evidence with the rail’s portal, then settle the payment.',
  CallbackMissing: 'The rail has no final word after the payment’s time. We go on asking; ask the bank.',
  SellerUnverified: 'The seller has to be resolved again.',
  AccountBlocked:
    'The channel refuses the account: token, payment method or restriction. Mend it, then resume the line.',
  SendOutcomeUnknown: 'The channel did not answer. A status webhook settles it, or the message goes out once more.',
  NoticeUndeliverable: 'The channel can’t reach the seller. It is told on the seller’s next message.',
  RecordConflict: 'cap-svc has this payment with another amount, currency or merchant. Compare the two.',
  PaidTwice: 'The customer paid twice on one link. The bank has to give one back.',
};

/** What operators may do while nothing is wrong. */
const MAY: Partial<Record<PaymentState, string>> = {
  AwaitingPayment: 'update `pollNow` asks the rail at once, `resendLink` sends the link once more.',
  Expired: 'update `pollNow` asks the rail at once.',
};

const MINUTE = 60_000;

/** Markdown for the Temporal UI, without personal data: amount, merchant and state only. */
export function describePayment(
  status: PaymentLinkStatus,
  order: Order | undefined,
  shown: { readonly since: string; readonly timings: Timings },
): string {
  const { issued, stuck, state, link } = status;
  const payment = issued.at(-1);
  const may = MAY[state];
  const next = nextOf(status, shown.timings);
  return [
    ...(order === undefined
      ? []
      : [`**${toDecimal(order.amount)} ${order.amount.currency}** · ${order.merchant.merchantId}`]),
    `**${state}** since ${shown.since}: ${WAITS[state]}`,
    ...(next === undefined ? [] : [`**Next:** ${next}`]),
    `**Notice:** ${status.notification}`,
    ...(payment === undefined
      ? []
      : [`Payment \`${payment.paymentId}\` at ${payment.origin}, payable until ${payment.expiresAt}`]),
    ...(link === undefined ? [] : [linkInWords(link)]),
    ...(stuck === undefined ? [] : [`**Stuck: ${stuck.reason}** since ${stuck.since}. ${ACTIONS[stuck.reason]}`]),
    ...(status.besides ?? []).map(({ reason, since }) => `**Also: ${reason}** since ${since}. ${ACTIONS[reason]}`),
    ...(may === undefined ? [] : [`**You may:** ${may}`]),
  ].join('\n\n');
}

/** What happens without anybody's doing, and when. */
function nextOf({ state, issued, notification, link }: PaymentLinkStatus, timings: Timings): string | undefined {
  if (notification === 'Owed')
    return 'the notice goes out with the seller’s next message, or when a template is usable.';
  if (state === 'ChoosingMerchant' || state === 'AskingPayer') {
    return `the question ends ${String(timings.question / MINUTE)} minutes after it was asked.`;
  }
  const payment = issued.at(-1);
  if (payment === undefined) return undefined;
  if (state === 'AwaitingPayment' && link?.newest?.word !== undefined) {
    return `whoever opens the page gets the next payment, until ${link.validUntil}; then the seller hears that it expired.`;
  }
  const ends = Date.parse(payment.expiresAt);
  const at = (ms: number) => new Date(ms).toISOString();
  if (state === 'AwaitingPayment') {
    const every = `the rail is asked every ${String(timings.poll / 1_000)} s until ${payment.expiresAt}`;
    return `${every}; without its final word the seller hears "not confirmed" at ${at(ends + timings.unconfirmedAfter)}.`;
  }
  const lingers = state === 'Failed' || state === 'Declined' || state === 'Expired';
  return lingers ? `a late SUCCESS is listened for until ${at(ends + timings.linger)}, then the run ends.` : undefined;
}

function linkInWords({ validUntil, payments, newest, unansweredUntil }: LinkFacts): string {
  const word = newest?.word === undefined ? 'the rail has not called it over' : `the rail calls it ${newest.word}`;
  const lost =
    unansweredUntil === undefined
      ? ''
      : ` An attempt to make the next one got no answer: none is made before ${unansweredUntil}, for that one may be payable.`;
  return `The link outlives its payments, until ${validUntil}: payment ${payments} of ${MOST_PAYMENTS}, ${word}.${lost}`;
}
