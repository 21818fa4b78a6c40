import type { LinkFacts, NotOpened } from '../domain/lasting-link';
import { truthOf } from '../domain/lasting-link';
import { isFinal } from '../domain/payment';
import type { FinalStatus, RailReport } from '../domain/payment';
import type { Issued, Settlement } from '../domain/settlement';

interface Word {
  readonly status: FinalStatus;
  readonly report: RailReport;
  readonly origin: string;
}

/** What a payment knows of the link that it is, where that outlives its rail payments; of any other link, nothing. */
export class LinkLife {
  /** The line lets links outlive their payments. */
  mayLast = false;
  /** ms since the epoch; undefined: the link lives as long as its one payment. */
  private until: number | undefined;
  /** The link's own page. */
  page: string | undefined;
  /** A customer's wish for a next payment is being fulfilled. */
  opening = false;
  /** Customers who wait for the rail's answer. */
  asking = 0;
  /** An attempt to make a payment got no answer: one may be payable until then, in ms. */
  unansweredUntil: number | undefined;
  /** Attempts in a row that came to no payment. */
  failures = 0;
  /** The last one did; `until`: in ms, no other is made before. */
  pause: { readonly until: number; readonly why: NotOpened } | undefined;
  /** When customers last made us ask the rail, in ms, and how often. */
  asked = { at: 0, times: 0 };
  /** The link makes no payment any more and none can be paid: from here on EXPIRED is the link's own. */
  closed = false;
  /** Nobody listens for a late word on its later payments any more. */
  watchOver = false;
  /** The rail never said what became of them, for as long as we asked. */
  readonly givenUp = new Set<string>();
  /** The rail's last final word on each payment. */
  private readonly words = new Map<string, Word>();
  /** What people decided became of a payment. */
  private readonly decided = new Map<string, FinalStatus>();

  begin(until: number, page: string): void {
    this.until = until;
    this.page = page;
  }

  get validUntil(): number | undefined {
    return this.until;
  }

  /**
   * Takes a final word. Undefined: the link's outcome is for it to touch; else that is all it says, and it is either news of
   * the newest payment, or none: a callback of an earlier one that came again.
   */
  takes(issued: readonly Issued[], report: RailReport, origin: string): 'news' | 'none' | undefined {
    const payment = this.until === undefined ? undefined : truthOf(issued, report, origin);
    if (payment === undefined) return undefined;
    if (this.words.has(payment.paymentId) && report.status !== 'SUCCESS') return this.closed ? undefined : 'none';
    if (isFinal(report.status)) this.words.set(payment.paymentId, { status: report.status, report, origin });
    if (report.status !== 'EXPIRED' || this.closed) return undefined;
    return payment === issued.at(-1) ? 'news' : 'none';
  }

  /** The rail's last final word on a payment. */
  wordOn({ paymentId }: Issued): Word | undefined {
    return this.words.get(paymentId);
  }

  /** People have the last word on a payment, unless the rail calls it paid. */
  decide(paymentId: string, outcome: FinalStatus): void {
    this.decided.set(paymentId, outcome);
  }

  /** What became of a payment. */
  endOf({ paymentId }: Issued): FinalStatus | undefined {
    const word = this.words.get(paymentId)?.status;
    return word === 'SUCCESS' ? word : (this.decided.get(paymentId) ?? word);
  }

  /** Nobody listens any more. */
  get rested(): boolean {
    return this.until === undefined || this.watchOver;
  }

  /**
   * No payment of the link is under way, as far as can be known, and no customer waits for an answer.
   *
   * @param decided people said what became of the newest
   */
  rests(newest: Issued | undefined, decided: boolean): boolean {
    if (this.until === undefined || newest === undefined) return true;
    const known = decided || this.words.has(newest.paymentId) || this.givenUp.has(newest.paymentId);
    return !this.opening && this.asking === 0 && known;
  }

  facts(issued: readonly Issued[], settlement: Settlement, cancelled: boolean): { link?: LinkFacts } {
    if (this.until === undefined) return {};
    const newest = issued.at(-1);
    const word = newest && this.wordOn(newest)?.status;
    const { outcome, review } = settlement;
    const link: LinkFacts = {
      validUntil: new Date(this.until).toISOString(),
      payments: issued.length,
      inReview: review !== undefined,
      cancelled,
      ...(newest?.checkoutPage === undefined ? {} : { newest: newestOf(newest, newest.checkoutPage, word) }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(this.unansweredUntil === undefined ? {} : { unansweredUntil: new Date(this.unansweredUntil).toISOString() }),
      ...(this.pause && { pause: { ...this.pause, until: new Date(this.pause.until).toISOString() } }),
    };
    return { link };
  }
}

const newestOf = ({ expiresAt }: Issued, checkoutPage: string, word: FinalStatus | undefined) => ({
  checkoutPage,
  expiresAt,
  ...(word === undefined ? {} : { word }),
});

/** What people decided holds for the payment that was in doubt; where the rail never spoke, for the newest. */
export function decidedOn(
  { byHand, evidence, outcome }: Settlement,
  { paymentId }: Issued,
  newest: Issued | undefined,
): FinalStatus | undefined {
  return byHand === true && paymentId === (evidence ?? newest)?.paymentId ? outcome : undefined;
}
