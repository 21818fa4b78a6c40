import type { RailReport } from '../../domain/payment';
import type { Notice, NoticeOutcome } from '../../domain/say';
import { adopt, settle, toIssued, UNSETTLED, type Issued, type Settlement } from '../../domain/settlement';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';

/** Newer than any notice of a payment whose own last one is unknown. */
const AFTER_ALL = 1_000_000;

/**
 * What the seller is still to be told when the rail speaks after a payment's end. Only a SUCCESS can be news then: it
 * outranks every other end, and may mean that a customer has paid twice or paid something else.
 *
 * @param result undefined where the payment ended without one: people have to look
 * @param at ISO 8601
 */
export function lateNews(
  linkId: string,
  result: PaymentLinkResult | undefined,
  { report, origin }: { readonly report: RailReport; readonly origin: string },
  at: string,
): Notice | undefined {
  if (report.status !== 'SUCCESS') return undefined;
  if (result === undefined) return { linkId, seq: AFTER_ALL, outcome: 'review', amount: report.amount, at };
  const known = result.settlement ?? knownFrom(result);
  const issued = issuedOf(result, report, origin);
  const outcome = newsOf(known, settle(known, issued, report, origin), result.notice !== undefined);
  if (outcome === undefined) return undefined;
  const amount = issued[0]?.amount ?? report.amount;
  return { amount, ...result.notice, linkId, seq: (result.notice?.seq ?? 0) + 1, outcome, at };
}

/** A request to pay whose answer was lost, and that people settled, is found by what the rail says of it even now. */
function issuedOf({ issued, requested }: PaymentLinkResult, report: RailReport, origin: string): readonly Issued[] {
  if (issued.length > 0 || requested === undefined) return issued;
  return [adopt(requested, report, origin) ?? toIssued(requested, '')];
}

function newsOf(known: Settlement, now: Settlement, toldBefore: boolean): NoticeOutcome | undefined {
  if (now.outcome === 'SUCCESS' && known.outcome !== 'SUCCESS') return toldBefore ? 'paidAfterAll' : 'paid';
  if (now.review === undefined) return undefined;
  // Yet another payment, of a run that was paid twice already.
  if (known.review !== undefined) return known.outcome === 'SUCCESS' && isMore(known, now) ? 'paidTwice' : undefined;
  // As the payment itself would say it: whatever is doubtful beside a SUCCESS is money that came on top.
  return now.outcome === 'SUCCESS' ? 'paidTwice' : 'review';
}

const isMore = (known: Settlement, now: Settlement): boolean => now.review !== known.review || now.also !== known.also;

/** Of a run that kept no settlement: a paid one was paid by its only payment, if it had just one. */
function knownFrom({ state, issued }: PaymentLinkResult): Settlement {
  const [payment, ...others] = issued;
  if (state !== 'Paid' || payment === undefined) return UNSETTLED;
  const { paymentId, amount } = payment;
  const evidence: RailReport = { paymentId, orderId: '', status: 'SUCCESS', amount };
  return { ...UNSETTLED, outcome: 'SUCCESS', ...(others.length === 0 ? { evidence } : {}) };
}
