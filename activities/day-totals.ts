import type { Line } from '../domain/line';
import { addMoney } from '../domain/money';
import type { Money } from '../domain/money';
import type { Say } from '../domain/say';
import { isSameDay } from './calendar';
import type { Deps } from './deps';
import { withLate } from './late-ends';
import type { LateEnds } from './late-ends';
import { currentLine } from './lines';
import { paymentLinkWorkflowId } from '../workflows/payment-link.contract';
import { readSellerLinks } from './seller-links';
import type { SellerLink } from './seller-links';

/** More than any stall sells in a day; an answer has to come while somebody waits for it. */
const MOST = 2_000;
const DAY = 86_400_000;

interface Asked {
  readonly sellerId: string;
  readonly line: Line;
  readonly late?: LateEnds;
}

type Totals = Extract<Say, { say: 'today' }>['totals'][number];

/**
 * What the seller was paid since midnight, whenever the links were made: counted from the payments themselves, so that nothing
 * is counted twice or lost on the way to a counter. A payment belongs to the day on which we learned of the money, as its notice
 * says: the rail's own `paymentDate` also stands on payments that nobody paid, and its poll is not signed.
 */
export const createDayTotals = (deps: Deps) => {
  return async function dayTotals(request: Asked): Promise<Say> {
    const { late = [] } = request;
    const now = deps.now();
    const { timeZone } = currentLine(deps, request.line);
    const since = new Date(now.getTime() - DAY).toISOString();
    const where = `PaymentState IN ("Paid", "NeedsReview") AND (ExecutionStatus = "Running" OR CloseTime > "${since}")`;
    const ofToday = late.filter(({ at }) => isSameDay(new Date(at), now, timeZone));
    const found = await readSellerLinks(deps.temporal, request.sellerId, { where: orAny(where, ofToday), most: MOST });
    const links = found.map((link) => withLate(link, late));
    const today = links.filter(({ now: link }) => {
      // What is told later, as that it came twice, moves no money into another day.
      const at = link.paidAt ?? link.notice?.at;
      return at !== undefined && isSameDay(new Date(at), now, timeZone);
    });
    return { say: 'today', totals: totalsOf(today) };
  };
};

/** Also those that ended days ago in another state, and were paid today. */
function orAny(where: string, late: LateEnds): string {
  if (late.length === 0) return where;
  const ids = late.map(({ linkId }) => `"${paymentLinkWorkflowId(linkId)}"`);
  return `((${where}) OR WorkflowId IN (${ids.join(', ')}))`;
}

function totalsOf(links: readonly SellerLink[]): readonly Totals[] {
  const groups = new Map<string, SellerLink[]>();
  for (const link of links) {
    const { order } = link.now;
    if (order === undefined) continue;
    const key = JSON.stringify([order.merchantId, order.amount.currency]);
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  return [...groups.values()].map(totalOf);
}

function totalOf(links: readonly SellerLink[]): Totals {
  const orders = links.flatMap(({ now }) =>
    now.order === undefined ? [] : [{ ...now.order, state: now.state, told: now.notice?.outcome }],
  );
  // Paid twice is paid once: what came on top goes back.
  const paid = orders.filter(({ state, told }) => state === 'Paid' || told === 'paidTwice');
  const currency = orders[0]?.amount.currency ?? '';
  const sum = (amounts: readonly Money[]) => amounts.reduce(addMoney, { minor: 0, currency });
  const tags = [...new Set(paid.map(({ tag }) => tag))].map((tag) => {
    const tagged = paid.filter((order) => order.tag === tag).map(({ amount }) => amount);
    return { total: sum(tagged), count: tagged.length, ...(tag === undefined ? {} : { tag }) };
  });
  // The best-selling first; what has no tag is the rest.
  const ranked = tags.sort(
    (a, b) => Number(a.tag === undefined) - Number(b.tag === undefined) || b.total.minor - a.total.minor,
  );
  return {
    merchant: orders[0]?.merchantName ?? '',
    total: sum(paid.map(({ amount }) => amount)),
    count: paid.length,
    tags: ranked,
    inReview: orders.length - paid.length,
  };
}
