import type { LinkFacts } from '../../domain/lasting-link';
import type { LinkPage, OpenedLink } from '../../workflows/payment-link.contract';

interface Facts extends Partial<Pick<LinkFacts, 'outcome' | 'inReview' | 'cancelled' | 'payments' | 'pause'>> {
  readonly word?: NonNullable<LinkFacts['newest']>['word'];
  /** Of the newest payment's time, in ms. */
  readonly leftMs?: number;
  readonly merchant?: string;
  readonly description?: string;
}

/** What a link's page is made of, where nothing is said about it: its one payment has just been made. */
export function pageOf(now: Date, facts: Facts = {}): LinkPage {
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
  const { word, outcome, leftMs = 300_000 } = facts;
  return {
    link: {
      validUntil: at(6 * 3_600_000),
      payments: facts.payments ?? 1,
      newest: {
        checkoutPage: 'https://ecomm.bank-a.example/checkout/payment-1',
        expiresAt: at(leftMs),
        ...(word === undefined ? {} : { word }),
      },
      inReview: facts.inReview ?? false,
      cancelled: facts.cancelled ?? false,
      ...(outcome === undefined ? {} : { outcome }),
      ...(facts.pause === undefined ? {} : { pause: facts.pause }),
    },
    merchant: facts.merchant ?? 'Cafea Centru',
    amount: { minor: 10_000, currency: 'MDL' },
    description: facts.description ?? 'Cafea',
    line: { country: 'MD', defaultLocale: 'ro', timeZone: 'Europe/Chisinau', displayNumber: '+37369002773' },
  };
}

export const openedLink = (page: LinkPage): OpenedLink => page;
