import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LinkFacts } from '../../domain/lasting-link';
import { MOST_PAYMENTS, pauseAfter, truthOf, validityOf, whatLinkShows } from '../../domain/lasting-link';
import { FINAL_STATUSES } from '../../domain/payment';
import { ORIGIN, report } from '../support/builders';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const at = (ms: number): string => new Date(NOW + ms).toISOString();

type Newest = NonNullable<LinkFacts['newest']>;
const newest = (leftMs: number, word?: Newest['word']): Newest => ({
  checkoutPage: `${ORIGIN}/checkout/payment-1`,
  expiresAt: at(leftMs),
  ...(word === undefined ? {} : { word }),
});
const link = (changes: Partial<LinkFacts> = {}): LinkFacts => ({
  validUntil: at(60 * MINUTE),
  payments: 1,
  newest: newest(-MINUTE, 'EXPIRED'),
  inReview: false,
  cancelled: false,
  ...changes,
});
const shows = (changes: Partial<LinkFacts>) => whatLinkShows(link(changes), NOW, MINUTE);

describe('a link that outlives its payment', () => {
  it('is one whose line lets links live longer than the merchant’s payments', () => {
    expect(validityOf({ linkValidityMs: 86_400_000 }, { linkTtlSeconds: 300 })).toBe(86_400_000);
    expect(validityOf({ linkValidityMs: 300_000 }, { linkTtlSeconds: 300 })).toBeUndefined();
    expect(validityOf({}, { linkTtlSeconds: 300 })).toBeUndefined();
  });

  it.each([
    ['leads to the checkout page while that has a minute to live', { newest: newest(MINUTE) }, 'checkout'],
    ['does not with less, and makes no second payment beside it', { newest: newest(MINUTE - 1) }, 'processing'],
    ['waits for the rail’s word when the payment’s time is over', { newest: newest(-MINUTE) }, 'processing'],
    ['can be paid again once the rail says EXPIRED', {}, 'payable'],
    ['shows that it is paid', { outcome: 'SUCCESS' }, 'paid'],
    ['shows that it failed', { outcome: 'FAILED' }, 'failed'],
    ['shows that it was declined as a failure', { outcome: 'DECLINED' }, 'failed'],
    ['is over at its own time', { validUntil: at(0) }, 'expired'],
    ['is over when its end was told', { outcome: 'EXPIRED' }, 'expired'],
    ['is closed when the seller took it back', { cancelled: true, newest: newest(MINUTE) }, 'cancelled'],
    ['is paid although the seller took it back', { cancelled: true, outcome: 'SUCCESS' }, 'paid'],
    ['sends nobody to pay what people look at', { inReview: true, newest: newest(MINUTE) }, 'checking'],
    ['shows that it is paid also where it was paid twice', { inReview: true, outcome: 'SUCCESS' }, 'paid'],
    ['makes no payment beside one that may exist', { unansweredUntil: at(1) }, 'processing'],
    ['makes one again when that is over for certain', { unansweredUntil: at(0) }, 'payable'],
    ['makes a limited number of payments', { payments: MOST_PAYMENTS }, 'exhausted'],
    ['makes the last of them', { payments: MOST_PAYMENTS - 1 }, 'payable'],
  ] as [string, Partial<LinkFacts>, string][])('%s', (_, changes, expected) => {
    expect(shows(changes)).toBe(expected);
  });

  it('is never payable beside a payment that the rail has not ended', () => {
    const facts = fc.record({
      validUntil: fc.integer({ min: -100, max: 100 }).map(at),
      payments: fc.nat(MOST_PAYMENTS + 1),
      newest: fc.integer({ min: -100, max: 100 }).map((left) => newest(left)),
      inReview: fc.boolean(),
      cancelled: fc.boolean(),
      outcome: fc.constantFrom(...FINAL_STATUSES, undefined),
    });
    fc.assert(
      fc.property(facts, fc.nat(100), ({ outcome, ...rest }, least) => {
        const known = { ...rest, ...(outcome === undefined ? {} : { outcome }) } as LinkFacts;
        expect(whatLinkShows(known, NOW, least)).not.toBe('payable');
      }),
    );
  });
});

describe('the rest after attempts that came to no payment', () => {
  const DAY = 24 * 60 * MINUTE;
  it('grows with each of them, up to a part of the link’s life', () => {
    const rests = [1, 2, 3, 4, 5, 6, 1_000, 10_000].map((failures) => pauseAfter(failures, 5_000, DAY));
    expect(rests).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 86_400, 86_400, 86_400]);
    expect(pauseAfter(9, 5_000, 10 * MINUTE)).toBe(5_000);
  });

  it.each([1, 7, 30, 90, 365])('leaves a bounded number of them to whoever presses for all of %i days', (days) => {
    let attempts = 0;
    for (let at = 0; at < days * DAY; at += pauseAfter(attempts, 5_000, days * DAY)) attempts += 1;
    expect(attempts).toBeGreaterThan(980);
    expect(attempts).toBeLessThan(1_020);
  });
});

describe('the payment that a final word is about', () => {
  const issued = [
    {
      paymentId: 'payment-1',
      origin: ORIGIN,
      amount: report('SUCCESS').amount,
      issuedAt: at(0),
      expiresAt: at(MINUTE),
    },
  ];
  it.each([
    ['is the one it names', report('EXPIRED'), ORIGIN, 'payment-1'],
    ['is none while the word is not final', report('PENDING'), ORIGIN, undefined],
    ['is none of another bank', report('EXPIRED'), 'https://other.bank.test', undefined],
    ['is none of another amount', report('EXPIRED', { amount: { minor: 1, currency: 'MDL' } }), ORIGIN, undefined],
    ['is none that the link did not keep', report('EXPIRED', { paymentId: 'payment-2' }), ORIGIN, undefined],
  ])('%s', (_, word, origin, expected) => {
    expect(truthOf(issued, word, origin)?.paymentId).toBe(expected);
  });
});
