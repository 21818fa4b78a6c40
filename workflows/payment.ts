import { condition, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { Locale } from '../domain/locale';
import type { Money } from '../domain/money';
import type { FinalStatus, NotificationState, PaymentState, RailReport, StuckReason } from '../domain/payment';
import type { Notice, NoticeOutcome, Say } from '../domain/say';
import type { Merchant, Seller } from '../domain/seller';
import { adopt, settle, toIssued, UNSETTLED, type Issued, type Requested, type Settlement } from '../domain/settlement';
import { Decision } from './decision';
import { decidedOn, LinkLife } from './link-life';
import { LinkMessages } from './link-messages';
import { clearMissing, takeWord } from './link-word';
import { MerchantList } from './merchant-list';
import { ObstacleList } from './obstacle-list';
import { factsOf, noticeOf } from './order-words';
import { outcomeRule, showsGravest, staysUnderReview, waitsWhenPaidTwice } from './patches';
import { PaymentDisplay } from './payment-display';
import type { PaymentLinkInput, PaymentLinkResult, PaymentLinkStatus, SellerAnswer } from './payment-link.contract';
import type { Step } from './payment-waits';
import { CORRECTED, stateOf, TOLD_AS } from './payment-words';
import { RtpFacts } from './rtp-facts';
import { attributes } from './search-attributes';
import { SendFailures } from './send-failures';

/** What is to be paid, to whom: known once the command is understood. */
export interface Order {
  readonly kind: 'pay' | 'rtp';
  readonly seller: Seller;
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly description?: string;
  readonly tag?: string;
  /** Of a request to pay, as typed. */
  readonly payer?: string;
  readonly chosenLocale?: Locale;
}

/** All that one payment knows. Signal handlers and steps write here; the story in payment-link.ts reads. */
export class Payment {
  state: PaymentState = 'Resolving';
  notification: NotificationState = 'None';
  order: Order | undefined;
  issued: Issued[] = [];
  settlement: Settlement = UNSETTLED;
  /** ISO 8601: money came first, by whoever's word. A day's takings are counted by it, whatever is told later. */
  paidAt: string | undefined;
  /** Told last. */
  told: Notice | undefined;
  readonly failures = new SendFailures();
  /** Built last: being told, owed, or told. */
  notice: Notice | undefined;
  /** The payment's time is over by far, and the rail has no final word. */
  unconfirmed = false;
  /** Nobody listens for a late word any more. */
  watchOver = false;
  /** What the portal knows of each payment. */
  readonly recorded = new Map<string, FinalStatus | 'CREATED'>();
  possiblyTwice = false;
  /** The seller knows that the bank or the rail is away. */
  delaySaid = false;
  /** The activity that sent the last notice. */
  noticeSend: string | undefined;
  /** Of the CAP record, known before the order is. */
  capLocale: Locale | undefined;
  /** The conversation owes older notices. */
  debtsFirst = false;
  sellerAnswer: SellerAnswer | undefined;
  readonly list = new MerchantList();
  /** The seller took the link back. */
  cancelled = false;
  readonly linkMessages = new LinkMessages();
  debtsPaid = false;
  pollWanted = false;
  readonly rtp = new RtpFacts();
  /** What a second look at the chat shows: the link, or what became of the request. */
  again: (() => Say) | undefined;
  /** How often operators had it sent again. */
  resent = 0;
  readonly link = new LinkLife();
  readonly decision = new Decision();
  /** Later taps on the button that made this payment, by message id. */
  readonly taps: string[] = [];
  readonly obstacles = new ObstacleList(showsGravest);
  private readonly display: PaymentDisplay;

  constructor(readonly input: PaymentLinkInput) {
    this.display = new PaymentDisplay(input);
  }

  get linkId(): string {
    return this.input.linkId;
  }

  get payment(): Issued | undefined {
    return this.issued.at(-1);
  }

  /** Takes a word of the rail; what it means is the outcome rule's to say. */
  hear(report: RailReport, origin: string): void {
    const { requested, early } = this.rtp;
    const kept = this.issued.some(({ paymentId }) => paymentId === report.paymentId);
    if ((this.payment === undefined && requested === undefined) || (this.link.opening && !kept)) {
      early.push({ report, origin });
      return;
    }
    if (takeWord(this, report, origin)) return;
    const found = requested && this.payment === undefined ? adopt(requested, report, origin) : undefined;
    if (found !== undefined) this.keep(found);
    const issued = this.payment === undefined && requested ? [toIssued(requested, '')] : this.issued;
    const before = this.settlement;
    this.settlement = settle(before, issued, report, origin, outcomeRule);
    this.display.logIgnored(before, this.settlement);
    this.judge(before);
  }

  /** What the rail's words come to by now. */
  judge(before: Settlement): void {
    const { outcome, review } = this.settlement;
    if (outcome === 'SUCCESS') this.paidAt ??= new Date().toISOString();
    if (outcome !== before.outcome || review !== before.review) this.decision.lapse();
    // Money on top of what people have seen to is news again, though it has the same name.
    if (before.outcome === 'SUCCESS' && before.review && review !== before.review) this.told = undefined;
    if (outcome !== undefined) this.state = stateOf(outcome, this.cancelled);
    if (outcome !== undefined && review === undefined) this.clearDoubts();
    if (review === undefined || this.decision.covers(review)) return;
    if (outcome !== 'SUCCESS' || this.link.validUntil !== undefined) this.state = 'NeedsReview';
    if (outcome === 'SUCCESS') this.decision.awaited ||= waitsWhenPaidTwice();
    this.stuck(outcome === 'SUCCESS' ? 'PaidTwice' : 'AmountMismatch');
  }

  /** The rail has spoken, or people have, and nothing about it is doubtful any more. */
  clearDoubts(): void {
    clearMissing(this);
    if (this.obstacles.has('AmountMismatch') && showsGravest()) this.clear('AmountMismatch');
    if (this.decision.settledBy !== undefined) this.clear('PaidTwice');
  }

  /** The rail made this payment. Its words may have come before its answer did. */
  keep(issued: Issued): void {
    this.issued.push(issued);
    this.clear('RtpOutcomeUnknown');
    const { outcome, review } = this.settlement;
    const waits = outcome === undefined && !this.cancelled;
    if (waits && (review === undefined || !staysUnderReview())) this.state = 'AwaitingPayment';
    this.hearEarly();
  }

  /** The answer to a request to pay was lost: whatever the rail says about it is taken for the answer. */
  lose(requested: Requested): void {
    this.rtp.requested = requested;
    this.state = 'RtpUnknown';
    this.stuck('RtpOutcomeUnknown');
    this.hearEarly();
  }

  hearEarly(): void {
    for (const { report, origin } of this.rtp.early.splice(0)) this.hear(report, origin);
  }

  /** What the seller ought to know by now. */
  get fact(): NoticeOutcome | undefined {
    const { outcome, review } = this.settlement;
    if (outcome === 'SUCCESS') {
      if (review !== undefined) return 'paidTwice';
      const before = this.told?.outcome;
      return before !== undefined && CORRECTED.includes(before) ? 'paidAfterAll' : 'paid';
    }
    if (review !== undefined) return 'review';
    if (this.cancelled) return 'cancelled';
    if (outcome !== undefined) return TOLD_AS[outcome];
    if (this.rtp.requested !== undefined && this.payment === undefined) return 'rtpUnknown';
    return this.unconfirmed ? 'unconfirmed' : undefined;
  }

  /** A fact that the seller does not know yet. */
  get untold(): NoticeOutcome | undefined {
    return this.fact === this.told?.outcome ? undefined : this.fact;
  }

  /** The seller knows the best outcome there is, so does the portal, and no better one can come. */
  get over(): boolean {
    const { outcome, review } = this.settlement;
    const freed = this.order?.kind !== 'rtp' || this.rtp.payerTold === outcome;
    const known = this.untold === undefined && this.unrecorded === undefined && freed;
    const { payment } = this;
    const decided = payment !== undefined && decidedOn(this.settlement, payment, payment) !== undefined;
    if (outcome === undefined || !known || !this.link.rests(payment, decided)) return false;
    if (outcome === 'SUCCESS') return !this.decision.awaited;
    return review === undefined && this.watchOver && this.link.rested;
  }

  /** The final word on one of the payments: the rail's, or people's. */
  wordOn(issued: Issued): FinalStatus | undefined {
    if (this.link.validUntil === undefined) return this.settlement.outcome;
    return this.link.endOf(issued) ?? decidedOn(this.settlement, issued, this.payment);
  }

  /** The first payment of which the portal does not know what we know. */
  get unrecorded(): Issued | undefined {
    return this.issued.find((one) => this.recorded.get(one.paymentId) !== (this.wordOn(one) ?? 'CREATED'));
  }

  /** The next fact, as it is told; the same fact keeps its notice. */
  nextNotice(outcome: NoticeOutcome, order: Order): Notice {
    const seq = (this.notice?.seq ?? 0) + 1;
    this.notice = noticeOf(order, { linkId: this.linkId, seq, outcome, at: new Date().toISOString() });
    return this.notice;
  }

  markTold(notice: Notice, how: NotificationState): void {
    this.told = notice;
    this.notification = this.possiblyTwice && how !== 'Undeliverable' ? 'PossiblyTwice' : how;
    this.clearChannel();
    this.publish();
  }

  /** The conversation told, or gave up, what it owed; an older notice than the newest does not count. */
  toldByConversation(seq: number, how: NotificationState, dropped = false): void {
    this.failures.paid(seq);
    if (this.notice?.seq !== seq || this.told === this.notice) return;
    this.markTold(this.notice, how);
    if (how === 'Undeliverable' && !dropped) this.stuck('NoticeUndeliverable');
  }

  /** A message went out: whatever stood in the channel's way is over. */
  clearChannel(): void {
    this.showChange(() => this.obstacles.removeOfChannel());
  }

  /** Moves on, visibly: in the details at once, in the attributes where `pairs` or a wait deserve an upsert. */
  enter(state: PaymentState): void {
    this.state = state;
    this.show();
  }

  /** @param error the last one, in words of ours: no personal data */
  stuck(reason: StuckReason, error?: string): void {
    this.showChange(() => this.obstacles.add(reason, error));
  }

  /** Over: the obstacle named, or any. Nothing is written where nothing was wrong. */
  clear(reason?: StuckReason): void {
    this.showChange(() => this.obstacles.remove(reason));
  }

  /** The details show all that is in the way; an upsert is spent where another one is the gravest now. */
  private showChange(change: () => boolean): void {
    const [before] = this.obstacles.all;
    if (!change()) return;
    const [gravest] = this.obstacles.all;
    if (gravest?.reason === before?.reason) {
      this.show();
      return;
    }
    this.publish([
      { key: attributes.stuckReason, value: gravest?.reason ?? null },
      { key: attributes.stuckSince, value: gravest === undefined ? null : new Date(gravest.since) },
    ]);
  }

  /** One upsert costs one Action, so each step gathers what it has to say. */
  publish(pairs: readonly SearchAttributeUpdatePair[] = []): void {
    upsertSearchAttributes([
      { key: attributes.paymentState, value: this.state },
      { key: attributes.notificationState, value: this.notification },
      ...pairs,
    ]);
    this.show();
  }

  show(): void {
    this.display.show(this);
  }

  /** Shows what a passing step waits for, for as long as it lasts. */
  during<T>(step: Step, wait: Promise<T>): Promise<T> {
    return this.display.during(this, step, wait);
  }

  /**
   * Waits for a fact, at most until `at` (ms since the epoch). The time being over is no error: look at the fact.
   *
   * @param summary what the timer is for, as the UI shows it
   */
  async until(fact: () => boolean, at: number, summary: string): Promise<void> {
    const left = at - Date.now();
    if (fact() || left <= 0) return;
    await condition(fact, left, { summary });
  }

  status(): PaymentLinkStatus {
    return {
      linkId: this.linkId,
      state: this.state,
      notification: this.notification,
      issued: this.issued,
      ...this.decision.facts(this.settlement),
      ...this.obstacles.facts(),
      ...(this.notice === undefined ? {} : { notice: this.notice }),
      ...this.linkMessages.facts(),
      ...factsOf(this.order, this.paidAt),
      ...this.link.facts(this.issued, this.settlement, this.cancelled),
    };
  }

  result(): PaymentLinkResult {
    return {
      state: this.state,
      notification: this.notification,
      issued: this.issued,
      settlement: this.settlement,
      ...this.failures.told(this),
      ...(this.list.chosenBy === undefined ? {} : { chosenBy: this.list.chosenBy }),
      ...factsOf(this.order, this.paidAt),
      ...this.rtp.result(),
      ...this.decision.result(),
    };
  }

  /** Started at, by the server's clock, in ms. */
  get startedAt(): number {
    return workflowInfo().startTime.getTime();
  }
}
