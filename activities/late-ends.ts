import type { LateEnd } from '../domain/late-words';
import { paymentLinkWorkflowId } from '../workflows/payment-link.contract';
import type { SellerLink } from './seller-links';

/** What a chat remembers of links that were over when the rail spoke: their own runs can't tell any more. */
export type LateEnds = readonly LateEnd[];

/** A link as it stands since then. One that was paid before stays so: what came on top goes back. */
export function withLate(link: SellerLink, late: LateEnds): SellerLink {
  const end = late.find(({ linkId }) => paymentLinkWorkflowId(linkId) === link.workflowId);
  const { now } = link;
  if (end === undefined || now.state === 'Paid') return link;
  const { outcome, at } = end;
  const notice = now.notice && { notice: { ...now.notice, outcome, at } };
  if (outcome === 'review') return { ...link, now: { ...now, ...notice, state: 'NeedsReview' } };
  return { ...link, now: { ...now, ...notice, state: 'Paid', paidAt: at } };
}
