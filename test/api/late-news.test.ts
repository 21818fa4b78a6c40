import { describe, expect, it } from '@jest/globals';
import { lateNews } from '../../api/intake/late-news';
import type { RailReport } from '../../domain/payment';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const ORIGIN = 'https://bank-a.example';
const AT = '2026-11-23T10:00:00.000Z';
const amount = { minor: 10_000, currency: 'MDL' };
const first = { paymentId: 'p1', origin: ORIGIN, amount, checkoutPage: 'https://x', issuedAt: AT, expiresAt: AT };
const second = { ...first, paymentId: 'p2' };
const notice = { linkId: LINK, seq: 3, outcome: 'expired', amount, at: AT } as const;
const ended: PaymentLinkResult = { state: 'Expired', notification: 'Sent', issued: [first], notice };
const success: RailReport = { paymentId: 'p1', orderId: LINK, status: 'SUCCESS', amount };

const news = (result: PaymentLinkResult | undefined, report: Partial<RailReport> = {}, origin = ORIGIN) =>
  lateNews(LINK, result, { report: { ...success, ...report }, origin }, AT);
const paidBy = (report: RailReport): PaymentLinkResult => ({
  ...ended,
  state: 'Paid',
  issued: [first, second],
  settlement: { outcome: 'SUCCESS', evidence: report, ignored: {} },
});

describe('what the rail says after the end', () => {
  it('corrects what the seller was told, when it is a SUCCESS', () => {
    expect(news(ended)).toEqual({ ...notice, seq: 4, outcome: 'paidAfterAll' });
  });

  it('is plain good news where the seller was told nothing', () => {
    const { notice: _, ...untold } = ended;
    expect(news(untold)).toEqual({ linkId: LINK, seq: 1, outcome: 'paid', amount, at: AT });
  });

  it.each(['FAILED', 'DECLINED', 'EXPIRED', 'PENDING'] as const)('is no news when it is %s', (status) => {
    expect(news(ended, { status })).toBeUndefined();
    expect(news(undefined, { status })).toBeUndefined();
  });

  it('is no news when it repeats the SUCCESS that decided', () => {
    expect(news(paidBy(success))).toBeUndefined();
  });

  it('is a second payment when another one of the link succeeds', () => {
    expect(news(paidBy(success), { paymentId: 'p2' })).toMatchObject({ outcome: 'paidTwice', seq: 4 });
  });

  it('is one more where people have seen to a second payment already, and a third succeeds', () => {
    const review = { doubt: 'paidTwice', evidence: { ...success, paymentId: 'p2' } } as const;
    const settlement = { outcome: 'SUCCESS', evidence: success, review, byHand: true, ignored: {} } as const;
    const known: PaymentLinkResult = { ...paidBy(success), settlement };
    expect(news(known, { paymentId: 'orphan' })).toMatchObject({ outcome: 'paidTwice' });
    expect(news(known, { paymentId: 'p2' })).toBeUndefined();
    expect(news(known)).toBeUndefined();
  });

  it('is money on top where people called the newest payment paid, and one before it succeeds', () => {
    const settlement = { outcome: 'SUCCESS', byHand: true, ignored: {} } as const;
    const known: PaymentLinkResult = { ...paidBy(success), settlement };
    expect(news(known)).toMatchObject({ outcome: 'paidTwice' });
    expect(news(known, { paymentId: 'p2' })).toBeUndefined();
  });

  it('is no news when it repeats one of several that people have seen to', () => {
    const [two, three] = ['p2', 'p3'].map((paymentId) => ({ ...success, paymentId }));
    if (two === undefined || three === undefined) throw new Error('There are two');
    const review = { doubt: 'paidTwice', evidence: three } as const;
    const settlement = { outcome: 'SUCCESS', evidence: success, review, byHand: true, ignored: {} } as const;
    const known: PaymentLinkResult = { ...paidBy(success), settlement: { ...settlement, seenTo: [two, three] } };
    expect(news(known, two)).toBeUndefined();
    expect(news(known, three)).toBeUndefined();
    expect(news(known, { paymentId: 'p4' })).toMatchObject({ outcome: 'paidTwice' });
  });

  it.each<[string, Partial<RailReport>]>([
    ['amount', { amount: { minor: 1, currency: 'MDL' } }],
    ['currency', { amount: { minor: 10_000, currency: 'EUR' } }],
    ['payment', { paymentId: 'orphan' }],
  ])('is for people to look at when the %s is another', (_, change) => {
    expect(news(ended, change)).toMatchObject({ outcome: 'review', amount });
  });

  it("is nothing when another bank's key signed it", () => {
    expect(news(ended, {}, 'https://bank-b.example')).toBeUndefined();
  });

  it('is told also where people were looking already', () => {
    const review = { doubt: 'mismatch', evidence: success } as const;
    const known = { ...ended, state: 'NeedsReview', settlement: { review, ignored: {} } } as const;
    expect(news(known)).toMatchObject({ outcome: 'paidAfterAll' });
    expect(news(known, { paymentId: 'orphan' })).toBeUndefined();
  });

  describe('about a request to pay whose answer was lost', () => {
    const requested = { orderId: LINK, origin: ORIGIN, amount, issuedAt: AT, expiresAt: AT };
    const settledAs = (outcome: 'SUCCESS' | 'FAILED'): PaymentLinkResult => ({
      ...ended,
      state: outcome === 'SUCCESS' ? 'Paid' : 'Failed',
      issued: [],
      requested,
      settlement: { outcome, byHand: true, ignored: {} },
    });

    it('corrects people who said that it failed', () => {
      expect(news(settledAs('FAILED'))).toMatchObject({ outcome: 'paidAfterAll', amount });
    });
    it('is no news where people said that it was paid', () => {
      expect(news(settledAs('SUCCESS'))).toBeUndefined();
    });
    it('is for people to look at when it is about another amount', () => {
      expect(news(settledAs('FAILED'), { amount: { minor: 1, currency: 'MDL' } })).toMatchObject({ outcome: 'review' });
    });
    it("is nothing when another bank's key signed it", () => {
      expect(news(settledAs('FAILED'), {}, 'https://bank-b.example')).toBeUndefined();
    });
  });

  it('is judged by the state alone where no settlement was kept', () => {
    expect(news({ ...ended, state: 'Paid' })).toBeUndefined();
    expect(news({ ...ended, state: 'Paid' }, { paymentId: 'orphan' })).toMatchObject({ outcome: 'paidTwice' });
  });
});
