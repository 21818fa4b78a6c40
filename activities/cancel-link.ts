import type { Say } from '../domain/say';
import type { Deps } from './deps';
import { readSellerLinks } from './seller-links';
import type { SellerLink } from './seller-links';

/** As many links as a seller may have open at once and still mean one of them. */
const MOST = 200;

/** The link's messages: it may have been shown again. */
const shownBy = ({ linkMessageId, linkShownAgain = [] }: SellerLink['now']): readonly (string | undefined)[] => [
  linkMessageId,
  ...linkShownAgain,
];

/** Takes back the link whose message the seller replied to. Only the seller's own links are looked at. */
export const createCancelLink = (deps: Deps) => {
  return async function cancelLink(request: { readonly sellerId: string; readonly replyTo?: string }): Promise<Say> {
    if (request.replyTo === undefined) return { say: 'cancelWhat' };
    const links = await readSellerLinks(deps.temporal, request.sellerId, {
      where: 'PaymentId IS NOT NULL AND ExecutionStatus = "Running"',
      most: MOST,
    });
    const meant = links.find(({ now }) => shownBy(now).includes(request.replyTo));
    if (meant?.now.order === undefined) return { say: 'cancelUnknown' };
    const handle = deps.temporal.workflow.getHandle(meant.workflowId);
    const answer = await handle.executeUpdate<'cancelled' | 'tooLate', []>('cancel');
    if (answer === 'tooLate') return { say: 'cancelTooLate' };
    const { linkId, order } = meant.now;
    return { say: 'cancelled', amount: order.amount, ...(linkId === undefined ? {} : { linkId }) };
  };
};
