import type { LinkPage, OpenedLink } from '../../workflows/payment-link.contract';

/**
 * What the page of a link asks of Temporal. Every method throws `TemporalUnavailable` where nobody can say, and answers
 * undefined for a link that is none, or has no page: both look alike from outside.
 */
export interface LinkPages {
  /** One call of Temporal; also for a link that is over. */
  read(linkId: string): Promise<LinkPage | undefined>;
  /** The customer wants to pay: a next payment, if it comes to that. `nothing`: the link is over, or it would change nothing. */
  open(linkId: string): Promise<OpenedLink | 'nothing'>;
  /** The customer comes back: the rail is asked. `nothing`: it was asked a moment ago, or has spoken. */
  back(linkId: string): Promise<LinkPage | 'nothing'>;
}
