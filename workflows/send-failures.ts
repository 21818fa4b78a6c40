import { stuckBy } from '../domain/stuck';
import type { Debt, Sent } from '../domain/outcome';
import type { Payment } from './payment';
import { hearsLaterLinks, tellsCopiesApart } from './patches';
import type { MessageFailure, PaymentLinkResult } from './payment-link.contract';
import { refusalOf } from './saying';

/** The activity that sends the link. */
export const LINK_SEND = 'link';
/** The one that sends it again by itself. */
export const ONCE_MORE = `${LINK_SEND}-once-more`;

/** Any that sends it after the first: by itself, for a second tap, or for operators. */
const isLaterLink = (activityId: string): boolean => activityId.startsWith(`${LINK_SEND}-`);

/**
 * After silence a message goes out once more under the same key: that the other copy failed says nothing of the one that was taken.
 *
 * @param taken of the message that the send came to, by the channel's id; undefined where that is not known, or not yet
 */
export function isOfOtherCopy({ messageId }: MessageFailure, taken: string | undefined): boolean {
  return messageId !== undefined && taken !== undefined && messageId !== taken && tellsCopiesApart();
}

/** What the channel took and failed later. */
export class SendFailures {
  ofLink: MessageFailure | undefined;
  /** The channel took the last notice and took it back. */
  takenBack: Pick<MessageFailure, 'why' | 'code' | 'at'> | undefined;
  /** The conversation owes this notice: newer news goes to it too, or the old would be told after the new. */
  owing: Debt | undefined;
  /** The conversation was handed a notice: what it told may come back to it, so all newer news goes to it too. */
  handedOver = false;
  /** Of the notice that is being sent: heard before the answer to that send. */
  private early: MessageFailure | undefined;
  /** Later sends of the link that the channel took and failed: it may say so before the answer to the send is heard. */
  private readonly lost = new Map<string, MessageFailure>();

  /** What each send came to, by the channel's id. */
  private readonly taken = new Map<string, string>();

  keep(activityId: string, sent: Sent): void {
    if (sent.result === 'sent' && sent.messageId !== undefined) this.taken.set(activityId, sent.messageId);
  }

  hear(payment: Payment, failure: MessageFailure): void {
    if (isOfOtherCopy(failure, this.taken.get(failure.activityId))) return;
    if (failure.activityId === LINK_SEND) this.ofLink = failure;
    if (isLaterLink(failure.activityId) && payment.state === 'AwaitingPayment' && hearsLaterLinks()) {
      this.lost.set(failure.activityId, failure);
      this.showLost(payment, failure.activityId);
    }
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

  isLost(activityId: string): boolean {
    return this.lost.has(activityId);
  }

  /** The link is not in the chat, and it is not sent by itself any more: people are shown why. */
  showLost(payment: Payment, activityId: string): void {
    const failure = this.lost.get(activityId);
    if (failure === undefined) return;
    payment.notification = 'Undeliverable';
    payment.stuck(stuckBy(failure.why), refusalOf(failure));
  }

  /** What was told last, and by which message. */
  told({ told, noticeSend = '' }: Payment): Pick<PaymentLinkResult, 'notice' | 'toldAs'> {
    const toldAs = this.taken.get(noticeSend);
    return { ...(told !== undefined && { notice: told }), ...(toldAs !== undefined && { toldAs }) };
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
