import { describe, expect, it } from '@jest/globals';
import type { FinalStatus, RailReport } from '../../domain/payment';
import { adopt, settle, settleByHand, toIssued, TODAY, UNSETTLED } from '../../domain/settlement';
import type { Requested } from '../../domain/settlement';

const OURS = 'https://bank.test';
const requested: Requested = {
  orderId: 'link',
  origin: OURS,
  amount: { minor: 10_000, currency: 'MDL' },
  issuedAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-11-23T10:05:00.000Z',
};
const word = (status: RailReport['status'], changes: Partial<RailReport> = {}): RailReport => ({
  paymentId: 'p1',
  orderId: 'link',
  status,
  amount: { minor: 10_000, currency: 'MDL' },
  ...changes,
});

describe('a request to pay whose answer was lost', () => {
  it.each(['PENDING', 'SUCCESS', 'DECLINED'] as const)('is found by the first word about it (%s)', (status) => {
    const { orderId: _, ...rest } = requested;
    expect(adopt(requested, word(status), OURS)).toEqual({ ...rest, paymentId: 'p1' });
  });

  it.each([
    ['another order', { orderId: 'other' }, OURS],
    ['another amount', { amount: { minor: 10_001, currency: 'MDL' } }, OURS],
    ['another currency', { amount: { minor: 10_000, currency: 'EUR' } }, OURS],
    ['another bank', {}, 'https://other.test'],
  ])('is not found in a word about %s', (_, changes, origin) => {
    expect(adopt(requested, word('SUCCESS', changes), origin)).toBeUndefined();
  });
});

describe('operators', () => {
  const issued = [toIssued(requested, 'p1'), toIssued(requested, 'p2')];

  it('decide where the rail never spoke, and only there', () => {
    expect(settleByHand(UNSETTLED, 'FAILED')).toEqual({ ignored: {}, outcome: 'FAILED', byHand: true });
    const known = settle(UNSETTLED, issued, word('DECLINED'), OURS);
    expect(settleByHand(known, 'SUCCESS')).toBe(known);
  });

  it('who said "failed" are corrected by a SUCCESS', () => {
    const known = settle(settleByHand(UNSETTLED, 'FAILED'), issued, word('SUCCESS'), OURS);
    expect(known).toMatchObject({ outcome: 'SUCCESS', evidence: { paymentId: 'p1' } });
    expect(known.review).toBeUndefined();
  });

  it('who said "paid" are right when the rail says so too: it was not paid twice', () => {
    const newest = word('SUCCESS', { paymentId: 'p2' });
    const known = settle(settleByHand(UNSETTLED, 'SUCCESS'), issued, newest, OURS);
    expect(known).toMatchObject({ outcome: 'SUCCESS', evidence: newest, ignored: { replay: 1 } });
    expect(known.review).toBeUndefined();
    expect(settle(known, issued, word('SUCCESS'), OURS).review?.doubt).toBe('paidTwice');
  });

  it('who said "paid" spoke of the newest payment: one before it that is paid is money on top', () => {
    const byHand = settleByHand(UNSETTLED, 'SUCCESS');
    const twice = settle(byHand, issued, word('SUCCESS'), OURS);
    expect(twice.review).toMatchObject({ doubt: 'paidTwice', evidence: { paymentId: 'p1' } });
    expect(settle(twice, issued, word('SUCCESS', { paymentId: 'p2' }), OURS).review).toBe(twice.review);
    const anyOf = { ...TODAY, meansNewest: () => false };
    expect(settle(byHand, issued, word('SUCCESS'), OURS, anyOf).review).toBeUndefined();
  });

  it('who said "paid" are not overruled by any other word', () => {
    expect(settle(settleByHand(UNSETTLED, 'SUCCESS'), issued, word('EXPIRED'), OURS).outcome).toBe('SUCCESS');
  });

  describe('over a word that did not fit', () => {
    const doubted = word('SUCCESS', { amount: { minor: 9_900, currency: 'MDL' } });
    const orphan = word('SUCCESS', { paymentId: 'p9' });
    const over = (doubt: RailReport, outcome: FinalStatus) =>
      settleByHand(settle(UNSETTLED, issued, doubt, OURS), outcome);

    it.each([
      ['another amount', doubted],
      ['another payment', orphan],
    ])('(%s) are not asked again when the rail repeats it', (_, doubt) => {
      for (const outcome of ['SUCCESS', 'FAILED'] as const) {
        const known = over(doubt, outcome);
        expect(known).toMatchObject({ outcome, byHand: true });
        const again = settle(known, issued, doubt, OURS);
        expect([again.outcome, again.review]).toEqual([outcome, undefined]);
      }
    });

    it('and called another payment paid hear of it when the first one is paid too', () => {
      const known = settle(over(orphan, 'SUCCESS'), issued, word('SUCCESS'), OURS);
      expect(known.review).toMatchObject({ doubt: 'paidTwice', evidence: { paymentId: 'p1' } });
    });

    it('and called it failed are asked again about any other word that does not fit', () => {
      const other = word('SUCCESS', { amount: { minor: 1, currency: 'MDL' } });
      expect(settle(over(doubted, 'FAILED'), issued, other, OURS).review?.evidence).toBe(other);
    });
  });

  describe('who have seen to money that came twice', () => {
    const second = word('SUCCESS', { paymentId: 'p2' });
    const third = word('SUCCESS', { paymentId: 'p3' });
    const paid = settle(UNSETTLED, issued, word('SUCCESS'), OURS);
    const seenTo = settleByHand(settle(paid, issued, second, OURS), 'SUCCESS');

    it('are asked again about a third payment', () => {
      const again = settle(seenTo, issued, third, OURS);
      expect(again).toMatchObject({ outcome: 'SUCCESS', review: { evidence: third } });
    });

    it('are not asked again about any that they have seen to', () => {
      const both = settleByHand(settle(seenTo, issued, third, OURS), 'SUCCESS');
      for (const heard of [word('SUCCESS'), second, third]) {
        expect(settle(both, issued, heard, OURS).review).toBe(both.review);
      }
    });

    it('see to a third that came before they had seen to the second, and to each once', () => {
      const waiting = [second, third, third].reduce((known, heard) => settle(known, issued, heard, OURS), paid);
      expect(waiting).toMatchObject({ review: { evidence: second }, also: [{ evidence: third }] });
      const next = settleByHand(waiting, 'SUCCESS');
      expect(next).toMatchObject({ review: { evidence: third }, seenTo: [second] });
      const both = settleByHand(next, 'SUCCESS');
      expect(both).toMatchObject({ review: { evidence: third }, seenTo: [second, third] });
      expect(both.also).toBeUndefined();
      for (const heard of [second, third]) expect(settle(both, issued, heard, OURS).review).toBe(both.review);
    });

    it('are not asked about the third in a run that only counted it', () => {
      const counts = { ...TODAY, opensAgain: () => false };
      expect(settle(seenTo, issued, third, OURS, counts)).toEqual({ ...seenTo, ignored: { unknownPayment: 1 } });
    });
  });
});
