import { afterEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { createCancelLink } from '../../activities/cancel-link';
import { createDayTotals } from '../../activities/day-totals';
import type { Deps } from '../../activities/deps';
import { createListLinks } from '../../activities/list-links';
import type { PaymentState } from '../../domain/payment';
import type { Notice, NoticeOutcome } from '../../domain/say';
import type { PaymentLinkStatus } from '../../workflows/payment-link.contract';
import { line, ORIGIN } from '../support/builders';

/** 00:30 of 24 November in Chișinău. */
const NOW = new Date('2026-11-23T22:30:00Z');
const ago = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();

interface Played extends Partial<PaymentLinkStatus> {
  readonly running?: boolean;
  /** What its `cancel` update answers. */
  readonly cancel?: 'cancelled' | 'tooLate';
}

const queries: string[] = [];
const updates: string[] = [];
/** Payments that were asked how they stand, or read when they were over. */
const looked: string[] = [];
afterEach(() => {
  queries.length = 0;
  updates.length = 0;
  looked.length = 0;
});

/** Whether a query that names states wants this one. */
function isWanted(query: string, { state = 'AwaitingPayment' }: Played): boolean {
  const [, not, states] = /PaymentState (NOT )?IN \(([^)]+)\)/.exec(query) ?? [];
  return states === undefined || query.includes('OR') || states.includes(`"${state}"`) === (not === undefined);
}

/** Temporal with these payments of the seller's: asked by query where they run, by their result where they are over. */
function depsWith(payments: Readonly<Record<string, Played>>): Deps {
  const of = (id: string) => payments[id] ?? {};
  const workflow = {
    list: ({ query }: { query: string }) => {
      queries.push(query);
      const running = query.includes('ExecutionStatus = "Running"') && !query.includes('OR');
      const listed = Object.entries(payments).filter(
        ([, one]) => ((one.running ?? true) || !running) && isWanted(query, one),
      );
      return listed.map(([workflowId, { running: runs = true }], nth) => ({
        workflowId,
        startTime: new Date(NOW.getTime() - nth * 1_000),
        status: { name: runs ? 'RUNNING' : 'COMPLETED' },
      }));
    },
    count: () => Promise.resolve({ count: Object.keys(payments).length }),
    getHandle: (id: string) => ({
      query: () => {
        looked.push(id);
        return Promise.resolve(of(id));
      },
      result: () => Promise.resolve(of(id)),
      executeUpdate: (name: string) => {
        updates.push(`${name} ${id}`);
        return Promise.resolve(of(id).cancel);
      },
    }),
  };
  return { temporal: { workflow } as unknown as Client, now: () => NOW, lines: [line] } as unknown as Deps;
}

const order = (minor: number, currency = 'MDL', tag?: string) => ({
  merchantId: `m-${currency}`,
  merchantName: `Shop ${currency}`,
  amount: { minor, currency },
  ...(tag === undefined ? {} : { tag }),
});
const notice = (outcome: NoticeOutcome, at: string, minor = 10_000, currency = 'MDL'): Notice => ({
  linkId: 'a',
  seq: 1,
  outcome,
  amount: { minor, currency },
  at,
});
const paid = (minutes: number, minor: number, more: Played & { currency?: string; tag?: string } = {}): Played => {
  const { currency = 'MDL', tag, ...rest } = more;
  const known = { order: order(minor, currency, tag), paidAt: ago(minutes) };
  return { state: 'Paid', ...known, notice: notice('paid', ago(minutes), minor, currency), ...rest };
};

describe('/cancel', () => {
  const open = (more: Played = {}): Played => ({
    state: 'AwaitingPayment',
    linkMessageId: 'wamid.link',
    order: order(10_000),
    cancel: 'cancelled',
    ...more,
  });
  const cancel = (payments: Record<string, Played>, replyTo?: string, sellerId = 'pos-0001') =>
    createCancelLink(depsWith(payments))({ sellerId, ...(replyTo === undefined ? {} : { replyTo }) });

  it('takes back the link that was replied to, and no other', async () => {
    const links = {
      other: open({ linkMessageId: 'wamid.other' }),
      meant: open({ order: order(7_500), linkId: 'meant' }),
    };
    const answer = await cancel(links, 'wamid.link');
    expect(answer).toEqual({ say: 'cancelled', amount: { minor: 7_500, currency: 'MDL' }, linkId: 'meant' });
    expect(updates).toEqual(['cancel meant']);
  });

  it('asks which one, and touches none, where it replies to nothing', async () => {
    expect(await cancel({ meant: open() })).toEqual({ say: 'cancelWhat' });
    expect([...queries, ...updates]).toEqual([]);
  });

  it('is too late where the payment says so', async () => {
    expect(await cancel({ meant: open({ cancel: 'tooLate' }) }, 'wamid.link')).toEqual({ say: 'cancelTooLate' });
  });

  it('takes back a link by any message that shows it', async () => {
    const meant = open({ linkShownAgain: ['wamid.once-more', 'wamid.again'] });
    expect(await cancel({ meant }, 'wamid.again')).toMatchObject({ say: 'cancelled' });
    expect(updates).toEqual(['cancel meant']);
  });

  it('takes back a link however many were made after it, and looks no further than it has to', async () => {
    const named = (prefix: string, count: number, one: (nth: number) => Played) =>
      Object.fromEntries(Array.from({ length: count }, (_, nth) => [`${prefix}-${String(nth)}`, one(nth)]));
    const other = (nth: number) => open({ linkMessageId: `wamid.${String(nth)}` });
    const over = (nth: number) => ({ ...other(nth), state: 'Expired' as const });
    const links = {
      ...named('over', 300, over),
      ...named('newer', 300, other),
      meant: open(),
      ...named('older', 300, other),
    };
    expect(await cancel(links, 'wamid.link')).toMatchObject({ say: 'cancelled' });
    expect(updates).toEqual(['cancel meant']);
    expect(looked.filter((id) => id.startsWith('over'))).toEqual([]);
    expect(looked.filter((id) => id.startsWith('older')).length).toBeLessThan(20);
  });

  it('says that a link is over which has expired, and one that people look at', async () => {
    for (const state of ['Expired', 'NeedsReview', 'Paid'] as const) {
      expect(await cancel({ meant: open({ state, cancel: 'tooLate' }) }, 'wamid.link')).toEqual({
        say: 'cancelTooLate',
      });
    }
  });

  it('says that it knows no open link by another message, and never that the payment is over', async () => {
    expect(await cancel({ over: open({ running: false }) }, 'wamid.link')).toEqual({ say: 'cancelUnknown' });
    expect(await cancel({ meant: open() }, 'wamid.chat')).toEqual({ say: 'cancelUnknown' });
    expect(updates).toEqual([]);
  });

  it('looks among this seller’s links only, whatever is in the id', async () => {
    await cancel({ meant: open() }, 'wamid.link', 'pos" OR SellerId != "');
    expect(queries).toEqual([expect.stringContaining('SellerId = "pos\\" OR SellerId != \\""')]);
  });
});

describe('/today', () => {
  const today = (payments: Record<string, Played>) =>
    createDayTotals(depsWith(payments))({ sellerId: 'pos-0001', line });

  it('begins at midnight in the zone of the line', async () => {
    const answer = await today({ since: paid(29, 100), before: paid(31, 900) });
    expect(answer).toMatchObject({ totals: [{ count: 1, total: { minor: 100 } }] });
  });

  it('counts money by the day it came, whatever is told about it later', async () => {
    const twice = notice('paidTwice', ago(1));
    const yesterday = paid(31, 900, { notice: twice });
    const now = paid(20, 700, { notice: twice, state: 'NeedsReview' as PaymentState });
    expect(await today({ yesterday, now })).toMatchObject({
      totals: [{ count: 1, total: { minor: 700 }, inReview: 0 }],
    });
  });

  it('keeps merchants and currencies apart, each with its tags by total, the untagged last', async () => {
    const answer = await today({
      b: paid(1, 1_000, { currency: 'JPY' }),
      a: paid(2, 200, { currency: 'JPY', tag: 'a' }),
      e: paid(2, 300, { currency: 'JPY', tag: 'e' }),
      c: paid(3, 1_250, { currency: 'KWD', tag: 'a' }),
      d: paid(4, 250, { currency: 'KWD', tag: 'a', running: false }),
    });
    expect(answer).toEqual({
      say: 'today',
      totals: [
        {
          merchant: 'Shop JPY',
          total: { minor: 1_500, currency: 'JPY' },
          count: 3,
          tags: [
            { tag: 'e', total: { minor: 300, currency: 'JPY' }, count: 1 },
            { tag: 'a', total: { minor: 200, currency: 'JPY' }, count: 1 },
            { total: { minor: 1_000, currency: 'JPY' }, count: 1 },
          ],
          inReview: 0,
        },
        {
          merchant: 'Shop KWD',
          total: { minor: 1_500, currency: 'KWD' },
          count: 2,
          tags: [{ tag: 'a', total: { minor: 1_500, currency: 'KWD' }, count: 2 }],
          inReview: 0,
        },
      ],
    });
  });

  it('counts what is paid today though its run had ended days ago, and once where it came twice', async () => {
    const ended = (minor: number): Played => ({
      state: 'Expired',
      order: order(minor),
      notice: notice('expired', ago(4_900), minor),
      running: false,
    });
    const e = { ...paid(5_000, 1_600), running: false };
    const links = { a: ended(100), b: ended(200), c: ended(400), d: ended(800), e };
    const late = [
      { linkId: 'a', outcome: 'paidAfterAll', at: ago(5) },
      { linkId: 'b', outcome: 'paidTwice', at: ago(5) },
      { linkId: 'c', outcome: 'review', at: ago(5) },
      { linkId: 'd', outcome: 'paidAfterAll', at: ago(35) },
      { linkId: 'e', outcome: 'paidTwice', at: ago(5) },
    ] as const;
    const named = Object.fromEntries(Object.entries(links).map(([id, link]) => [`payment-link/${id}`, link]));
    expect(await createDayTotals(depsWith(named))({ sellerId: 'pos-0001', line, late })).toMatchObject({
      totals: [{ count: 2, total: { minor: 300 }, inReview: 1 }],
    });
    const ids = ['a', 'b', 'c', 'e'].map((id) => `"payment-link/${id}"`).join(', ');
    expect(queries).toEqual([expect.stringMatching(/ AND \(\(PaymentState IN .+\) OR WorkflowId IN \(.+\)\)$/)]);
    expect(queries[0]).toContain(`WorkflowId IN (${ids})`);
  });

  it('shows what is under review apart from the total', async () => {
    const review: Played = { state: 'NeedsReview', order: order(900), notice: notice('review', ago(5), 900) };
    expect(await today({ review, good: paid(4, 100) })).toMatchObject({
      totals: [{ count: 1, total: { minor: 100 }, inReview: 1 }],
    });
  });
});

describe('/list', () => {
  const list = (payments: Record<string, Played>) => createListLinks(depsWith(payments))({ sellerId: 'pos-0001' });
  const issued = (expiresAt: string): Pick<PaymentLinkStatus, 'issued'> => ({
    issued: [
      { paymentId: 'p', origin: ORIGIN, amount: { minor: 10_000, currency: 'MDL' }, issuedAt: ago(9), expiresAt },
    ],
  });
  const open = (expiresAt: string): Played => ({
    state: 'AwaitingPayment',
    order: order(10_000),
    ...issued(expiresAt),
  });

  it('asks the rail about each that runs, and tells how long each has', async () => {
    const answer = await list({ open: open(ago(-4)), over: { ...paid(60, 100), ...issued(ago(50)), running: false } });
    expect(answer).toEqual({
      say: 'list',
      count: 2,
      links: [
        { amount: { minor: 10_000, currency: 'MDL' }, state: 'open', validUntil: ago(-4) },
        { amount: { minor: 100, currency: 'MDL' }, state: 'paid', at: ago(60) },
      ],
    });
    expect(updates).toEqual(['pollNow open']);
  });

  it('shows as paid what was told as paid after its run had ended', async () => {
    const expired = { state: 'Expired', order: order(100), ...issued(ago(5_000)), running: false } as const;
    const links = {
      'payment-link/a': { ...expired, notice: notice('expired', ago(4_900)) },
      'payment-link/b': expired,
    };
    const late = [{ linkId: 'a', outcome: 'paidAfterAll', at: ago(5) }] as const;
    expect(await createListLinks(depsWith(links))({ sellerId: 'pos-0001', late })).toMatchObject({
      links: [{ state: 'paid', at: ago(5) }, { state: 'expired' }],
    });
  });

  it('never says that a link waits whose time is over: the bank is being asked', async () => {
    expect(await list({ late: open(ago(1)) })).toMatchObject({ links: [{ state: 'checking' }] });
  });

  it('shows the newest ten, and the count of all', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, nth) => [`link-${String(nth)}`, open(ago(-4))]));
    const answer = await list(many);
    expect(answer).toMatchObject({ count: 12, links: { length: 10 } });
    expect(updates).toHaveLength(10);
  });
});
