import type { Line } from './line';
import type { FinalStatus, RailReport } from './payment';
import { isFinal } from './payment';
import type { Merchant } from './seller';
import type { Issued } from './settlement';

/** A link makes no more payments than this, however often it is opened. */
export const MOST_PAYMENTS = 20;

/** Attempts of customers that come to nothing are so many at most, in round numbers, however long the link lives. */
const MOST_FAILURES = 1_000;

/** How a customer's wish to pay ended, where no checkout page came of it. */
export type NotOpened =
  /** The seller may not sell any more. */
  | 'blocked'
  /** The bank, or who speaks for it, is out of reach or refuses: later perhaps. */
  | 'unavailable';

/** What a link that outlives its payments knows of itself. */
export interface LinkFacts {
  /** ISO 8601: it makes no new payment after this. */
  readonly validUntil: string;
  /** How many payments it has made. */
  readonly payments: number;
  /** The newest of them; `word`: the rail's last about it, once that is final. */
  readonly newest?: {
    readonly checkoutPage: string;
    /** ISO 8601 */
    readonly expiresAt: string;
    readonly word?: FinalStatus;
  };
  /** Of the whole link. */
  readonly outcome?: FinalStatus;
  /** People look at it. */
  readonly inReview: boolean;
  /** The seller took it back. */
  readonly cancelled: boolean;
  /** ISO 8601. An attempt to make a payment got no answer: one that nobody knows of may be payable until then. */
  readonly unansweredUntil?: string;
  /** The last attempt came to nothing. `until`: ISO 8601, none is made before. */
  readonly pause?: { readonly until: string; readonly why: NotOpened };
}

/** What whoever opens a link gets to see. */
export type LinkShows =
  /** A payment can be paid, and there is time enough for it. */
  | 'checkout'
  /** The last payment is over and unpaid: a new one can be made. */
  | 'payable'
  /** A payment may be under way: paying again would be paying twice. */
  | 'processing'
  | 'paid'
  /** People look at it: nobody can say yet whether it is paid. */
  | 'checking'
  | 'failed'
  | 'cancelled'
  | 'expired'
  /** It made as many payments as a link may. */
  | 'exhausted';

/** How long a link is to live, in ms from its first payment; undefined: as long as that payment. */
export function validityOf(line: Pick<Line, 'linkValidityMs'>, merchant: Pick<Merchant, 'linkTtlSeconds'>) {
  const validity = line.linkValidityMs;
  return validity !== undefined && validity > merchant.linkTtlSeconds * 1_000 ? validity : undefined;
}

/**
 * How long nothing is tried after attempts in a row that came to no payment: longer each time, up to a thousandth of the link's
 * life. That keeps the history of a link bounded though it never gives up. Whoever presses without end makes some 1,000 attempts,
 * and few more after each of at most 20 payments. Each is one update of 11 events, where a run bears 2,000 updates and 51,200
 * events. A link of 90 days waits for two hours at most, one of a day for 86 s.
 *
 * @param failures at least 1
 * @param least the first pause, in ms
 * @param validity how long the link lives, in ms
 * @returns ms
 */
export function pauseAfter(failures: number, least: number, validity: number): number {
  return Math.min(least * 2 ** (failures - 1), Math.max(least, validity / MOST_FAILURES));
}

/**
 * What a link shows now. Two payments of one link must never be payable at once, so a next one is possible only when the rail
 * has called the last one over: our own clock is not its word.
 *
 * @param now ms since the epoch
 * @param least a customer is not sent to a checkout page that has less than this left to live, in ms
 */
export function whatLinkShows(link: LinkFacts, now: number, least: number): LinkShows {
  if (link.outcome === 'SUCCESS') return 'paid';
  if (link.inReview) return 'checking';
  if (link.cancelled) return 'cancelled';
  if (link.outcome !== undefined) return link.outcome === 'EXPIRED' ? 'expired' : 'failed';
  const { newest } = link;
  if (newest !== undefined && newest.word === undefined) {
    return Date.parse(newest.expiresAt) - now >= least ? 'checkout' : 'processing';
  }
  if (now >= Date.parse(link.validUntil)) return 'expired';
  if (link.unansweredUntil !== undefined && now < Date.parse(link.unansweredUntil)) return 'processing';
  return link.payments < MOST_PAYMENTS ? 'payable' : 'exhausted';
}

/** The kept payment that a final word is truly about: from the bank that issued it, about what was issued. */
export function truthOf(issued: readonly Issued[], report: RailReport, origin: string): Issued | undefined {
  if (!isFinal(report.status)) return undefined;
  return issued.find(
    (one) =>
      one.paymentId === report.paymentId &&
      one.origin === origin &&
      one.amount.minor === report.amount.minor &&
      one.amount.currency === report.amount.currency,
  );
}
