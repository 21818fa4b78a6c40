import type { Payment } from './payment';
import type { MessageFailure } from './payment-link.contract';

/** The activity that sends the link. */
export const LINK_SEND = 'link';

/** What the channel took and failed later. */
export class SendFailures {
  ofLink: MessageFailure | undefined;
  /** Of the notice that is being sent: heard before the answer to that send. */
  private early: MessageFailure | undefined;

  hear(payment: Payment, failure: MessageFailure): void {
    if (failure.activityId === LINK_SEND) this.ofLink = failure;
    if (failure.activityId !== payment.noticeSend) return;
    if (payment.notification === 'Sending') {
      this.early = failure;
    } else if (payment.told !== undefined) {
      payment.takenBack = failure;
      payment.told = undefined;
    }
  }

  /** Of the send that has just been answered. */
  takeEarly(noticeSend: string | undefined): MessageFailure | undefined {
    const { early } = this;
    this.early = undefined;
    return early?.activityId === noticeSend ? early : undefined;
  }
}
