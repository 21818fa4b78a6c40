import type { Money } from './money';
import type { FinalStatus, RailReport } from './payment';
import { isFinal } from './payment';

/** A payment on the rail that this link made; a link has one or more, never two payable at once. */
export interface Issued {
  readonly paymentId: string;
  /** The bank's endpoint it was issued at: only this bank's key speaks for it. */
  readonly origin: string;
  readonly amount: Money;
  /** Where the customer pays. */
  readonly checkoutPage: string;
  /** ISO 8601 */
  readonly issuedAt: string;
  /** ISO 8601 */
  readonly expiresAt: string;
}

/** Why a word of the rail did not count as it stood. */
export type Doubt =
  /** Another bank's key signed it. */
  | 'foreign'
  /** Of a payment that this link did not keep, and not a success: an orphan's end harms nothing. */
  | 'orphan'
  /** Amount or currency differ from what was issued. */
  | 'mismatch'
  /** A success of a payment that this link did not keep. */
  | 'unknownPayment'
  /** A second success on one link. */
  | 'paidTwice';

/** What the link knows of its payment. `review` wants people; only a clean SUCCESS outranks it. */
export interface Settlement {
  readonly outcome?: FinalStatus;
  /** The word that decided. */
  readonly evidence?: RailReport;
  readonly review?: { readonly doubt: Doubt; readonly evidence: RailReport };
  /** Words that changed nothing, counted for ops. */
  readonly ignored: Readonly<Partial<Record<Doubt | 'replay', number>>>;
}

export const UNSETTLED: Settlement = { ignored: {} };

/**
 * The outcome rule: final words only, from the bank that issued, about what was issued; SUCCESS outranks every other final
 * word, however late, and nothing outranks SUCCESS. The same word again changes nothing.
 *
 * A word signed by another bank is no word at all (it is counted): were it to send the payment to review, one bank could
 * hold up another's.
 */
export function settle(known: Settlement, issued: readonly Issued[], report: RailReport, origin: string): Settlement {
  if (!isFinal(report.status)) return known;
  const payment = issued.find((one) => one.paymentId === report.paymentId);
  if (payment === undefined) return settleUnknown(known, issued, report, origin);
  if (payment.origin !== origin) return ignore(known, 'foreign');
  if (payment.amount.minor !== report.amount.minor || payment.amount.currency !== report.amount.currency) {
    return known.outcome === 'SUCCESS' ? ignore(known, 'mismatch') : review(known, 'mismatch', report);
  }
  if (known.outcome === 'SUCCESS') {
    const again = known.evidence?.paymentId === report.paymentId;
    return report.status === 'SUCCESS' && !again ? review(known, 'paidTwice', report) : ignore(known, 'replay');
  }
  if (report.status !== 'SUCCESS' && known.outcome !== undefined) return ignore(known, 'replay');
  const { review: open, ...rest } = known;
  // A clean success answers every doubt but one: money that came twice stays twice.
  const answered = report.status === 'SUCCESS' && open?.doubt !== 'unknownPayment';
  return {
    ...rest,
    ...(open === undefined || answered ? {} : { review: open }),
    outcome: report.status,
    evidence: report,
  };
}

function settleUnknown(known: Settlement, issued: readonly Issued[], report: RailReport, origin: string): Settlement {
  if (!issued.some((one) => one.origin === origin)) return ignore(known, 'foreign');
  return report.status === 'SUCCESS' ? review(known, 'unknownPayment', report) : ignore(known, 'orphan');
}

function review(known: Settlement, doubt: Doubt, evidence: RailReport): Settlement {
  return known.review === undefined ? { ...known, review: { doubt, evidence } } : ignore(known, doubt);
}

function ignore(known: Settlement, why: Doubt | 'replay'): Settlement {
  return { ...known, ignored: { ...known.ignored, [why]: (known.ignored[why] ?? 0) + 1 } };
}
