import type { Money } from './money';
import type { FinalStatus, RailReport } from './payment';
import { isFinal } from './payment';

/** A payment on the rail that this link made; a link has one or more, never two payable at once. */
export interface Issued {
  readonly paymentId: string;
  /** The bank's endpoint it was issued at: only this bank's key speaks for it. */
  readonly origin: string;
  readonly amount: Money;
  /** Where the customer pays; a request to pay has no page. */
  readonly checkoutPage?: string;
  /** ISO 8601 */
  readonly issuedAt: string;
  /** ISO 8601 */
  readonly expiresAt: string;
}

/** One that the customer pays on a page. */
export interface IssuedLink extends Issued {
  readonly checkoutPage: string;
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

/** A word that wants people. */
export interface Review {
  readonly doubt: Doubt;
  readonly evidence: RailReport;
}

/** What the link knows of its payment. `review` wants people; only a clean SUCCESS outranks it. */
export interface Settlement {
  readonly outcome?: FinalStatus;
  /** The word that decided. */
  readonly evidence?: RailReport;
  readonly review?: Review;
  /** Other money that came while people had that to see to: theirs next. */
  readonly also?: readonly Review[];
  /** Operators decided: the rail never spoke, or not so that it could be believed. */
  readonly byHand?: true;
  /** The doubt that operators decided over: the same word again opens it no more. */
  readonly overruled?: Review;
  /** Of money that came on top: words that people have seen to. */
  readonly seenTo?: readonly RailReport[];
  /** Words that changed nothing, counted for ops. */
  readonly ignored: Readonly<Partial<Record<Doubt | 'replay', number>>>;
}

export const UNSETTLED: Settlement = { ignored: {} };

/** What a run that began by an earlier rule has to ask before it goes by today's; each is asked only where the two differ. */
export interface Rule {
  /** A success takes the place of another word that people look at; else they keep the first. */
  readonly prefersPaid: () => boolean;
  /** Money that comes on top after people have seen to other such money is theirs to see to again; else it is counted. */
  readonly opensAgain: () => boolean;
  /** Operators who call a link paid of which the rail never spoke mean its newest payment; else any of them. */
  readonly meansNewest: () => boolean;
  /** Money of another payment is for people to see to, whatever else they look at; else it is counted, or a success hides it. */
  readonly keepsMoney: () => boolean;
}

export const TODAY: Rule = {
  prefersPaid: () => true,
  opensAgain: () => true,
  meansNewest: () => true,
  keepsMoney: () => true,
};

/**
 * The outcome rule: final words only, from the bank that issued, about what was issued; SUCCESS outranks every other final
 * word, however late, and nothing outranks SUCCESS. The same word again changes nothing.
 *
 * A word signed by another bank is no word at all (it is counted): were it to send the payment to review, one bank could
 * hold up another's.
 */
export function settle(
  known: Settlement,
  issued: readonly Issued[],
  report: RailReport,
  origin: string,
  rule = TODAY,
): Settlement {
  if (!isFinal(report.status)) return known;
  const payment = issued.find((one) => one.paymentId === report.paymentId);
  if (payment === undefined) return settleUnknown(known, issued, report, origin, rule);
  if (payment.origin !== origin) return ignore(known, 'foreign');
  if (payment.amount.minor !== report.amount.minor || payment.amount.currency !== report.amount.currency) {
    return known.outcome === 'SUCCESS'
      ? settleOdd(known, report, issued.at(-1), rule)
      : review(known, 'mismatch', report, rule);
  }
  if (known.outcome === 'SUCCESS') return settlePaid(known, report, payment === issued.at(-1), rule);
  if (report.status !== 'SUCCESS' && known.outcome !== undefined) return ignore(known, 'replay');
  const { review: open, also = [], ...rest } = known;
  const left = [...(open === undefined ? [] : [open]), ...also].filter((one) => !isAnswered(one, report, rule));
  return { ...rest, ...inTurn(left), outcome: report.status, evidence: report };
}

/** People see to one word after the other. */
const inTurn = ([review, ...also]: readonly Review[]): Pick<Settlement, 'review' | 'also'> => ({
  ...(review === undefined ? {} : { review }),
  ...(also.length > 0 && { also }),
});

/** A clean success answers every doubt but that about other money: what came twice stays twice. */
function isAnswered({ doubt, evidence }: Review, report: RailReport, rule: Rule): boolean {
  if (report.status !== 'SUCCESS' || doubt === 'unknownPayment') return false;
  return evidence.status !== 'SUCCESS' || evidence.paymentId === report.paymentId || !rule.keepsMoney();
}

/**
 * What operators found out at the bank stands until the rail says better: only a SUCCESS changes it. Money that came twice stays
 * known as such; what they decide there is that it was seen to.
 */
export function settleByHand(known: Settlement, outcome: FinalStatus): Settlement {
  const { review, also = [], ...rest } = known;
  if (review === undefined) return known.outcome === undefined ? { ...rest, outcome, byHand: true } : known;
  if (known.outcome === 'SUCCESS') {
    return { ...rest, review, ...inTurn(also), byHand: true, seenTo: [...(known.seenTo ?? []), review.evidence] };
  }
  return { ...rest, ...inTurn(also), outcome, byHand: true, evidence: review.evidence, overruled: review };
}

/** A request to pay whose answer was lost, as it would have been issued. */
export interface Requested extends Omit<Issued, 'paymentId' | 'checkoutPage'> {
  readonly orderId: string;
}

/**
 * The payment that a lost request turns out to have made: the first signed word about this order, amount and currency, from
 * the bank that was asked. Undefined: it is about something else.
 */
export function adopt(requested: Requested, report: RailReport, origin: string): Issued | undefined {
  const { orderId, amount } = requested;
  const fits =
    origin === requested.origin &&
    report.orderId === orderId &&
    report.amount.minor === amount.minor &&
    report.amount.currency === amount.currency;
  return fits ? toIssued(requested, report.paymentId) : undefined;
}

/** @param paymentId as the rail, or the bank's people, name it */
export function toIssued({ orderId: _, ...issued }: Requested, paymentId: string): Issued {
  return { ...issued, paymentId };
}

/** Where operators said that it was paid, the rail's first word for the newest payment is the evidence that was missing. */
function settlePaid(known: Settlement, report: RailReport, isNewest: boolean, rule: Rule): Settlement {
  if (report.status !== 'SUCCESS') return ignore(known, 'replay');
  const { evidence, byHand } = known;
  const missing = evidence === undefined && byHand === true && (isNewest || !rule.meansNewest());
  if (!missing && evidence?.paymentId !== report.paymentId) return review(known, 'paidTwice', report, rule);
  return byHand === true ? { ...ignore(known, 'replay'), evidence: report } : ignore(known, 'replay');
}

/** A word about another amount, after it was paid: of another payment it is money on top. */
function settleOdd(known: Settlement, report: RailReport, newest: Issued | undefined, rule: Rule): Settlement {
  const paidBy = known.evidence?.paymentId ?? newest?.paymentId;
  const onTop = report.status === 'SUCCESS' && report.paymentId !== paidBy && rule.keepsMoney();
  return onTop ? review(known, 'paidTwice', report, rule) : ignore(known, 'mismatch');
}

function settleUnknown(
  known: Settlement,
  issued: readonly Issued[],
  report: RailReport,
  origin: string,
  rule: Rule,
): Settlement {
  if (!issued.some((one) => one.origin === origin)) return ignore(known, 'foreign');
  // Operators took this very payment for the link's.
  if (known.outcome === 'SUCCESS' && known.evidence?.paymentId === report.paymentId) return ignore(known, 'replay');
  return report.status === 'SUCCESS' ? review(known, 'unknownPayment', report, rule) : ignore(known, 'orphan');
}

function review(known: Settlement, doubt: Doubt, evidence: RailReport, rule: Rule): Settlement {
  const { overruled, seenTo = [], review: before, also = [] } = known;
  const judged = overruled === undefined ? seenTo : [...seenTo, overruled.evidence];
  if (judged.some((one) => saysTheSame(one, evidence))) return ignore(known, doubt);
  const found: Review = { doubt, evidence };
  if (before === undefined) return { ...known, review: found };
  if (seenTo.some((one) => saysTheSame(one, before.evidence)))
    return rule.opensAgain() ? { ...known, review: found } : ignore(known, doubt);
  // That money came is what people have to know, whichever word opened the review.
  if (before.evidence.status !== 'SUCCESS' && evidence.status === 'SUCCESS' && rule.prefersPaid())
    return { ...known, review: found };
  const isMore = [before, ...also].every((one) => isOtherMoney(one.evidence, evidence)) && rule.keepsMoney();
  return isMore ? { ...known, also: [...also, found] } : ignore(known, doubt);
}

const isOtherMoney = (known: RailReport, word: RailReport): boolean =>
  word.status === 'SUCCESS' && known.paymentId !== word.paymentId;

function ignore(known: Settlement, why: Doubt | 'replay'): Settlement {
  return { ...known, ignored: { ...known.ignored, [why]: (known.ignored[why] ?? 0) + 1 } };
}

/** Two words about one payment that differ in nothing that decides. */
export const saysTheSame = (one: RailReport, other: RailReport): boolean =>
  one.paymentId === other.paymentId &&
  one.status === other.status &&
  one.amount.minor === other.amount.minor &&
  one.amount.currency === other.amount.currency;
