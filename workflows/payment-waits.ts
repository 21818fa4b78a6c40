import { MOST_PAYMENTS } from '../domain/lasting-link';
import type { LinkFacts } from '../domain/lasting-link';
import type { PaymentState } from '../domain/payment';
import type { Timings } from '../domain/timings';
import type { PaymentLinkStatus } from './payment-link.contract';

/** A wait inside a step, as it is shown while it lasts. */
export interface Step {
  readonly waitsFor: string;
  /** ISO 8601: it goes on by then, whatever comes. */
  readonly until?: string;
}

/** All that the details are made of beside the status. */
export interface Shown {
  /** ISO 8601: the state is this old. */
  readonly since: string;
  readonly timings: Timings;
  readonly step?: Step;
  /** The merchant's portal does not know the newest yet. */
  readonly unrecorded: boolean;
  /** The rail is not asked any more. */
  readonly watchOver: boolean;
  /** What the command was, and when it was sent. */
  readonly madeBy: string;
}

const WAITS: Record<PaymentState, string> = {
  Resolving: 'cap-svc, or the chat, to say who sends the command.',
  ChoosingMerchant: 'the seller to choose a merchant from the list.',
  AskingPayer: 'the seller to give the payer’s phone, or to confirm whom the request goes to.',
  Issuing:
    'the rail to make the link, or the one request to the payer; then for the channel to take the word about it.',
  AwaitingPayment: 'the customer to pay. The rail’s callback decides, or our own asking does.',
  Paid: 'nothing more of the rail: the money is there.',
  Failed: 'a late SUCCESS of the rail, which would still be told.',
  Declined: 'a late SUCCESS of the rail, which would still be told.',
  Expired: 'a late SUCCESS of the rail, which would still be told.',
  Cancelled: 'a checkout page that was open already: if it is paid, the seller is told.',
  Refused: 'nothing: the command made no payment.',
  Forwarded: 'nothing: the message answered an open question and was handed on.',
  NeedsReview: 'people to judge the rail’s word, or its silence. Nobody was told "paid".',
  RtpUnknown: 'the rail’s first word about the request, or people. It is never sent again.',
};

const at = (ms: number): string => new Date(ms).toISOString();

/** What the payment waits for, all of it. */
export function waitsOf({ state, notification }: PaymentLinkStatus, { step, unrecorded }: Shown): readonly string[] {
  return [
    step?.waitsFor ?? WAITS[state],
    ...(notification === 'Sending' ? ['the channel to take the notice.'] : []),
    ...(notification === 'Owed' ? ['the seller’s next message, or a usable template: the notice is owed.'] : []),
    ...(unrecorded ? ['cap-svc to take the record for the merchant’s portal.'] : []),
  ];
}

/** What happens without anybody's doing, and when. */
export function nextOf(status: PaymentLinkStatus, shown: Shown): string {
  const { state, issued, link } = status;
  const { step, timings, watchOver } = shown;
  if (step?.until !== undefined) return `it goes on at ${step.until} at the latest, without an answer.`;
  const payment = issued.at(-1);
  if (state === 'RtpUnknown' && payment === undefined)
    return 'nothing, until the rail or people say what became of it.';
  if (payment === undefined) return 'the next step follows at once when this one is done.';
  const ends = Date.parse(payment.expiresAt);
  if (state === 'AwaitingPayment' && link?.newest?.word !== undefined) {
    return `whoever opens the page gets the next payment, until ${link.validUntil}; then the seller hears that it expired.`;
  }
  if (state === 'AwaitingPayment') {
    const every = `the rail is asked every ${String(timings.poll / 1_000)} s until ${payment.expiresAt}, then less often`;
    return `${every}; without its final word the seller hears "not confirmed" at ${at(ends + timings.unconfirmedAfter)}, and people look at it from ${at(ends + timings.pollFor)} on.`;
  }
  if (state === 'NeedsReview') {
    const asked = watchOver ? 'nothing: the rail is not asked any more' : 'the rail is asked on';
    return `${asked}; a clean SUCCESS of its own settles it at any time.`;
  }
  if (state === 'Paid') return 'the run ends when the seller and the portal know it, and nothing of it is in doubt.';
  return `a late SUCCESS is listened for until ${at(ends + timings.linger)}, then the run ends.`;
}

/** How it stands with a link that outlives its payments. */
export function linkInWords({ validUntil, payments, newest, unansweredUntil }: LinkFacts): string {
  const word = newest?.word === undefined ? 'the rail has not called it over' : `the rail calls it ${newest.word}`;
  const lost =
    unansweredUntil === undefined
      ? ''
      : ` An attempt to make the next one got no answer: none is made before ${unansweredUntil}, for that one may be payable.`;
  return `The link outlives its payments, until ${validUntil}: payment ${payments} of ${MOST_PAYMENTS}, ${word}.${lost}`;
}
