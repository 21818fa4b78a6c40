import type { Say } from '../domain/say';
import type { Deps } from './deps';
import { findSellerLink } from './seller-links';
import type { SellerLink } from './seller-links';

const RUNNING = 'PaymentId IS NOT NULL AND ExecutionStatus = "Running"';
const OPEN = 'IN ("AwaitingPayment", "Cancelled", "NeedsReview")';

/**
 * Where a link that is meant is looked for, in this order. Any that can be taken back is found: more than so many open ones no stall
 * has, and an answer has to come while somebody waits for it. Whatever else runs is over and listens for a late word; of those only
 * the newest are looked at, to say that it is over.
 */
const PLACES = [
  { where: `${RUNNING} AND PaymentState ${OPEN}`, most: 2_000 },
  { where: `${RUNNING} AND PaymentState NOT ${OPEN}`, most: 200 },
];

/** The link's messages: it may have been shown again. */
const shownBy = ({ linkMessageId, linkShownAgain = [] }: SellerLink['now']): readonly (string | undefined)[] => [
  linkMessageId,
  ...linkShownAgain,
];

/** Takes back the link whose message the seller replied to. Only the seller's own links are looked at. */
export const createCancelLink = ({ temporal }: Deps) => {
  return async function cancelLink(request: { readonly sellerId: string; readonly replyTo?: string }): Promise<Say> {
    const { sellerId, replyTo } = request;
    if (replyTo === undefined) return { say: 'cancelWhat' };
    const isMeant = ({ now }: SellerLink) => shownBy(now).includes(replyTo);
    for (const place of PLACES) {
      const meant = await findSellerLink(temporal, sellerId, place, isMeant);
      if (meant?.now.order === undefined) continue;
      const { linkId, order } = meant.now;
      const handle = temporal.workflow.getHandle(meant.workflowId);
      const answer = await handle.executeUpdate<'cancelled' | 'tooLate', []>('cancel');
      if (answer === 'tooLate') return { say: 'cancelTooLate' };
      return { say: 'cancelled', amount: order.amount, ...(linkId === undefined ? {} : { linkId }) };
    }
    return { say: 'cancelUnknown' };
  };
};
