import type { Reserved } from '../activities/reserve-payer';
import type { PayerGiven } from '../domain/payer';
import type { RequestNews } from '../domain/payer-limits';
import type { RailReport } from '../domain/payment';
import type { Requested } from '../domain/settlement';
import type { PayerConfirmed } from './payment-link.contract';

/** What a payment knows of the request to pay that it is; empty for a link. */
export class RtpFacts {
  /** The seller's answer to the question of who shall pay. */
  given: PayerGiven | undefined;
  /** The answer may be meant for another request. */
  unsure = false;
  /** The seller saw the masked payer and wants the request sent. */
  confirmed: PayerConfirmed | undefined;
  /** When the seller last answered a question about it, in ms. */
  answeredAt: number | undefined;
  reserved: Reserved | undefined;
  /** The answer to the request was lost: what a word about it has to fit. */
  requested: Requested | undefined;
  /** What the payer's memory was told last. */
  payerTold: RequestNews | undefined;
  /** Words of the rail that came before it was known what was issued. */
  early: { readonly report: RailReport; readonly origin: string }[] = [];

  /** What stays in the payment's result: no personal data. */
  result(): { readonly requested?: Requested } {
    return this.requested === undefined ? {} : { requested: this.requested };
  }
}
