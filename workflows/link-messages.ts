import type { Sent } from '../domain/outcome';
import type { Say } from '../domain/say';
import type { PaymentLinkStatus } from './payment-link.contract';

/** So many are known, the first and the last ones. */
const MOST = 20;

/** The messages that show a payment's link: a reply to any of them names the payment. */
export class LinkMessages {
  private readonly ids: string[] = [];

  /** A request to pay is shown again too, and can't be taken back. */
  keep({ say }: Say, sent: Sent): void {
    if (say !== 'link' || sent.result !== 'sent' || sent.messageId === undefined) return;
    this.ids.push(sent.messageId);
    if (this.ids.length > MOST) this.ids.splice(1, 1);
  }

  facts(): Pick<PaymentLinkStatus, 'linkMessageId' | 'linkShownAgain'> {
    const [linkMessageId, ...linkShownAgain] = this.ids;
    if (linkMessageId === undefined) return {};
    return { linkMessageId, ...(linkShownAgain.length === 0 ? {} : { linkShownAgain }) };
  }
}
