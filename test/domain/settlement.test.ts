import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RailReport } from '../../domain/payment';
import { settle, settleByHand, TODAY, UNSETTLED } from '../../domain/settlement';
import type { Issued, Settlement } from '../../domain/settlement';

const OURS = 'https://bank.test';
const issued = (paymentId: string): Issued => ({
  paymentId,
  origin: OURS,
  amount: { minor: 10_000, currency: 'MDL' },
  checkoutPage: `${OURS}/checkout/${paymentId}`,
  issuedAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-11-23T10:05:00.000Z',
});
const links = [issued('p1'), issued('p2')];
const word = (status: RailReport['status'], changes: Partial<RailReport> = {}): RailReport => ({
  paymentId: 'p1',
  orderId: 'link',
  status,
  amount: { minor: 10_000, currency: 'MDL' },
  ...changes,
});
const hear = (words: readonly (readonly [RailReport, string])[]): Settlement =>
  words.reduce((known, [report, origin]) => settle(known, links, report, origin), UNSETTLED);

describe('the outcome', () => {
  it.each(['CREATED', 'PENDING'] as const)('%s is no final word', (status) => {
    expect(hear([[word(status), OURS]])).toEqual(UNSETTLED);
  });

  it('of an expired payment is corrected by a late SUCCESS', () => {
    expect(
      hear([
        [word('EXPIRED'), OURS],
        [word('SUCCESS'), OURS],
      ]).outcome,
    ).toBe('SUCCESS');
  });

  it('SUCCESS is never taken back', () => {
    expect(
      hear([
        [word('SUCCESS'), OURS],
        [word('FAILED'), OURS],
      ]).outcome,
    ).toBe('SUCCESS');
  });

  it('keeps the first of two other final words', () => {
    expect(
      hear([
        [word('DECLINED'), OURS],
        [word('EXPIRED'), OURS],
      ]).outcome,
    ).toBe('DECLINED');
  });

  it('the same word twice is applied once', () => {
    const once = hear([[word('SUCCESS'), OURS]]);
    expect(
      hear([
        [word('SUCCESS'), OURS],
        [word('SUCCESS'), OURS],
      ]),
    ).toEqual({ ...once, ignored: { replay: 1 } });
  });

  it('an orphan’s EXPIRED harms nothing', () => {
    expect(hear([[word('EXPIRED', { paymentId: 'orphan' }), OURS]])).toEqual({ ignored: { orphan: 1 } });
  });

  it('a second success on one link is money twice', () => {
    const twice = hear([
      [word('SUCCESS'), OURS],
      [word('SUCCESS', { paymentId: 'p2' }), OURS],
    ]);
    expect(twice).toMatchObject({ outcome: 'SUCCESS', review: { doubt: 'paidTwice' } });
  });

  it('an orphan’s success is money twice, whichever word comes first', () => {
    const orphan = word('SUCCESS', { paymentId: 'orphan' });
    expect(
      hear([
        [orphan, OURS],
        [word('SUCCESS'), OURS],
      ]),
    ).toMatchObject({ outcome: 'SUCCESS', review: {} });
    expect(
      hear([
        [word('SUCCESS'), OURS],
        [orphan, OURS],
      ]),
    ).toMatchObject({ outcome: 'SUCCESS', review: {} });
  });
});

describe('two words about another amount', () => {
  const other = { amount: { minor: 9_900, currency: 'MDL' } };
  const expired = word('EXPIRED', other);
  const paid = word('SUCCESS', other);
  const evidenceOf = (...words: readonly RailReport[]) =>
    hear(words.map((report) => [report, OURS] as const)).review?.evidence;

  it('leave people the one that says that money came, whichever came first', () => {
    expect(evidenceOf(expired, paid)).toBe(paid);
    expect(evidenceOf(paid, expired)).toBe(paid);
  });

  it('leave people the first, where both say that money came, or neither does', () => {
    expect(evidenceOf(paid, word('SUCCESS', { amount: { minor: 1, currency: 'MDL' } }))).toBe(paid);
    expect(evidenceOf(expired, word('FAILED', other))).toBe(expired);
  });

  it('leave the first to a run that went by that', () => {
    const known = hear([[expired, OURS]]);
    expect(settle(known, links, paid, OURS, { ...TODAY, prefersPaid: () => false })).toEqual({
      ...known,
      ignored: { mismatch: 1 },
    });
  });
});

describe('money of another payment', () => {
  const odd = (paymentId: string) => word('SUCCESS', { paymentId, amount: { minor: 9_900, currency: 'MDL' } });
  const after = (...words: readonly RailReport[]) => hear(words.map((report) => [report, OURS] as const));

  it('is money on top, whatever its amount', () => {
    expect(after(word('SUCCESS'), odd('p2'))).toMatchObject({ review: { doubt: 'paidTwice', evidence: odd('p2') } });
    expect(after(word('SUCCESS'), odd('p1')).review).toBeUndefined();
    expect(after(word('SUCCESS'), { ...odd('p2'), status: 'FAILED' }).review).toBeUndefined();
  });

  it('stays for people to see to when the link is paid after it', () => {
    expect(after(odd('p2'), word('SUCCESS'))).toMatchObject({ outcome: 'SUCCESS', review: { evidence: odd('p2') } });
  });

  it('is answered by a clean word about itself, and whatever waited behind it is next', () => {
    const orphan = word('SUCCESS', { paymentId: 'orphan' });
    const waiting = after(odd('p1'), orphan);
    expect(waiting).toMatchObject({ review: { evidence: odd('p1') }, also: [{ evidence: orphan }] });
    const { review, also } = settle(waiting, links, word('SUCCESS'), OURS);
    expect([review?.evidence, also]).toEqual([orphan, undefined]);
  });

  it('is next for people where they decided over other money', () => {
    const orphan = word('SUCCESS', { paymentId: 'orphan' });
    const settled = settleByHand(after(odd('p1'), orphan), 'SUCCESS');
    expect(settled).toMatchObject({ outcome: 'SUCCESS', review: { doubt: 'unknownPayment', evidence: orphan } });
  });

  it('is as it was in a run that went by that', () => {
    const before = { ...TODAY, keepsMoney: () => false };
    const hearBefore = (...words: readonly RailReport[]) =>
      words.reduce((known, report) => settle(known, links, report, OURS, before), UNSETTLED);
    const orphan = word('SUCCESS', { paymentId: 'orphan' });
    expect(hearBefore(word('SUCCESS'), odd('p2'))).toMatchObject({ ignored: { mismatch: 1 } });
    expect(hearBefore(odd('p2'), word('SUCCESS')).review).toBeUndefined();
    expect(hearBefore(word('SUCCESS'), orphan, word('SUCCESS', { paymentId: 'p2' })).also).toBeUndefined();
  });
});

describe('any order of any words', () => {
  const words = fc.array(
    fc.tuple(
      fc.record({
        paymentId: fc.constantFrom('p1', 'p2', 'orphan'),
        orderId: fc.constant('link'),
        status: fc.constantFrom('CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED' as const),
        amount: fc.record({ minor: fc.constantFrom(10_000, 1), currency: fc.constantFrom('MDL', 'EUR') }),
      }),
      fc.constantFrom(OURS, 'https://other.test'),
    ),
    { maxLength: 12 },
  );
  const isClean = ([report, origin]: readonly [RailReport, string]) =>
    origin === OURS &&
    report.status === 'SUCCESS' &&
    report.paymentId !== 'orphan' &&
    report.amount.minor === 10_000 &&
    report.amount.currency === 'MDL';

  it('is a success exactly if one clean success is among them', () => {
    fc.assert(fc.property(words, (heard) => (hear(heard).outcome === 'SUCCESS') === heard.some(isClean)));
  });

  it('leaves no money of our bank unseen: it is the link’s, or people have it to see to', () => {
    fc.assert(
      fc.property(words, (heard) => {
        const { evidence, review, also = [] } = hear(heard);
        const seen = [evidence, review?.evidence, ...also.map((one) => one.evidence)].map((one) => one?.paymentId);
        const paid = heard.filter(([{ status }, origin]) => origin === OURS && status === 'SUCCESS');
        return paid.every(([{ paymentId }]) => seen.includes(paymentId));
      }),
    );
  });

  it('never leaves SUCCESS once reached', () => {
    fc.assert(
      fc.property(words, (heard) => {
        const states = heard.map((_, index) => hear(heard.slice(0, index + 1)).outcome === 'SUCCESS');
        return states.every((paid, index) => !paid || states.slice(index).every(Boolean));
      }),
    );
  });

  it('of another bank changes nothing but a count', () => {
    fc.assert(
      fc.property(words, (heard) => {
        const foreign = heard.map(([report]) => [report, 'https://other.test'] as const);
        const { outcome, review } = hear(foreign);
        return outcome === undefined && review === undefined;
      }),
    );
  });
});
