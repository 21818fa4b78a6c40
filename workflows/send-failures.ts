import type { Debt } from '../domain/outcome';
import type { Payment } from './payment';
import type { MessageFailure } from './payment-link.contract';

/** The activity that sends the link. */
export const LINK_SEND = 'link';

/** What the channel took and failed later. */
export class SendFailures {
  ofLink: MessageFailure | undefined;
  /** The channel took the last notice and took it back. */
  takenBack: Pick<MessageFailure, 'why' | 'code'> | undefined;
  /** The conversation owes this notice: newer news goes to it too, or the old would be told after the new. */
  owing: Debt | undefined;
  /** The conversation was handed a notice: what it told may come back to it, so all newer news goes to it too. */
  handedOver = false;
  /** Of the notice that is being sent: heard before the answer to that send. */
  private early: MessageFailure | undefined;

  hear(payment: Payment, failure: MessageFailure): void {
    if (failure.activityId === LINK_SEND) this.ofLink = failure;
    if (failure.activityId !== payment.noticeSend) return;
    if (payment.notification === 'Sending') {
      this.early = failure;
    } else if (payment.told !== undefined) {
      this.takenBack = failure;
      payment.told = undefined;
    }
  }

  handOver(debt: Debt): void {
    this.owing = debt;
    this.handedOver = true;
  }

  /** The conversation told, or gave up, what it owed. */
  paid(seq: number): void {
    if (this.owing !== undefined && this.owing.notice.seq <= seq) this.owing = undefined;
  }

  /** Of the send that has just been answered. */
  takeEarly(noticeSend: string | undefined): MessageFailure | undefined {
    const { early } = this;
    this.early = undefined;
    return early?.activityId === noticeSend ? early : undefined;
  }
}
