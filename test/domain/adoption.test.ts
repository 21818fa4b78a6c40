import { describe, expect, it } from '@jest/globals';
import type { RailReport } from '../../domain/payment';
import { adopt, settle, settleByHand, toIssued, UNSETTLED } from '../../domain/settlement';
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
    const known = settle(settleByHand(UNSETTLED, 'SUCCESS'), issued, word('SUCCESS'), OURS);
    expect(known).toMatchObject({ outcome: 'SUCCESS', evidence: { paymentId: 'p1' }, ignored: { replay: 1 } });
    expect(known.review).toBeUndefined();
    expect(settle(known, issued, word('SUCCESS', { paymentId: 'p2' }), OURS).review?.doubt).toBe('paidTwice');
  });

  it('who said "paid" are not overruled by any other word', () => {
    expect(settle(settleByHand(UNSETTLED, 'SUCCESS'), issued, word('EXPIRED'), OURS).outcome).toBe('SUCCESS');
  });
});
