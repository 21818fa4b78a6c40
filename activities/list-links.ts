import type { Say } from '../domain/say';
import type { PaymentState } from '../domain/payment';
import type { Deps } from './deps';
import { withLate } from './late-ends';
import type { LateEnds } from './late-ends';
import { countSellerLinks, readSellerLinks } from './seller-links';
import type { SellerLink } from './seller-links';

const SHOWN = 10;

type ListSay = Extract<Say, { say: 'list' }>;
type Shown = ListSay['links'][number];

const SHOWN_AS: Partial<Record<PaymentState, Shown['state']>> = {
  AwaitingPayment: 'open',
  Paid: 'paid',
  Failed: 'failed',
  Declined: 'declined',
  Expired: 'expired',
  Cancelled: 'cancelled',
  NeedsReview: 'review',
  RtpUnknown: 'rtpUnknown',
};

/** The seller's newest links. The rail is asked first, so it also answers "did he pay?". */
export const createListLinks = (deps: Deps) => {
  return async function listLinks(request: { readonly sellerId: string; readonly late?: LateEnds }): Promise<Say> {
    const issued = 'PaymentId IS NOT NULL';
    const [count, links] = await Promise.all([
      countSellerLinks(deps.temporal, request.sellerId, issued),
      readSellerLinks(deps.temporal, request.sellerId, {
        where: issued,
        most: SHOWN,
        before: async (workflowId) => {
          await deps.temporal.workflow.getHandle(workflowId).executeUpdate('pollNow');
        },
      }),
    ]);
    return {
      say: 'list',
      count,
      links: links.flatMap((link) => shown(withLate(link, request.late ?? []), deps.now())),
    };
  };
};

function shown({ now: link, startedAt }: SellerLink, now: Date): Shown[] {
  const { order, state, issued, notice } = link;
  const as = SHOWN_AS[state];
  if (order === undefined || as === undefined) return [];
  const validUntil = link.link?.validUntil ?? issued.at(-1)?.expiresAt;
  const overdue = as === 'open' && validUntil !== undefined && Date.parse(validUntil) <= now.getTime();
  const { amount, description, tag } = order;
  const noted = { ...(description === undefined ? {} : { description }), ...(tag === undefined ? {} : { tag }) };
  if (as === 'open' && !overdue && validUntil !== undefined) return [{ amount, ...noted, state: as, validUntil }];
  return [{ amount, ...noted, state: overdue ? 'checking' : as, at: notice?.at ?? startedAt.toISOString() }];
}
