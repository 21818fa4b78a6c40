import type { Settlement } from '../domain/settlement';
import type { PaymentLinkStatus, Proposal, SettledBy } from './payment-link.contract';

/** What operators said of a payment; empty for nearly all. */
export class Decision {
  /** The first of two words. */
  proposal: Proposal | undefined;
  settledBy: SettledBy | undefined;
  /** The run does not end before people have seen to it. */
  awaited = false;
  /** What the last decision was about. */
  private about: Settlement['review'];

  take(settledBy: SettledBy, about: Settlement['review']): void {
    const { proposal } = this;
    this.settledBy = { ...settledBy, ...(proposal === undefined ? {} : { proposed: proposal }) };
    this.about = about;
    this.proposal = undefined;
    this.awaited = false;
  }

  /** The facts are others now: what was proposed was about those before. */
  lapse(): void {
    this.proposal = undefined;
  }

  /** People have judged just this. */
  covers(review: Settlement['review']): boolean {
    return this.settledBy !== undefined && review === this.about;
  }

  /** As the status shows it. */
  facts({ review, also }: Settlement): Pick<PaymentLinkStatus, 'review' | 'also' | 'proposal' | 'settledBy'> {
    const { proposal } = this;
    return {
      ...(review === undefined ? {} : { review }),
      ...(also === undefined ? {} : { also }),
      ...(proposal === undefined ? {} : { proposal }),
      ...this.result(),
    };
  }

  /** What stays when the run is over. */
  result(): Pick<PaymentLinkStatus, 'settledBy'> {
    return this.settledBy === undefined ? {} : { settledBy: this.settledBy };
  }
}
