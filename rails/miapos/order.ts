import type { Locale } from '../../domain/locale';
import { toDecimal, type Money } from '../../domain/money';
import type { PaymentOrder } from '../rail';

/** miaPOS says no limit; what a command may hold (140) is far below what banking apps cut. */
const LONGEST_TEXT = 140;

/** The checkout page speaks three of our five languages. */
const LANGUAGES: Readonly<Record<Locale, 'ro' | 'ru' | 'en'>> = { ro: 'ro', ru: 'ru', en: 'en', fr: 'en', de: 'en' };

/**
 * Text for a field of the rail. Its signature joins values with semicolons, so none may come from us; control and
 * bidirectional marks would let a description pass for something else in the payer's banking app.
 */
export function toRailText(text: string, otherwise: string): string {
  const plain = text
    .replace(/;/g, ',')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Bidi_Control}/gu, '')
    .trim();
  return plain === '' ? otherwise : Array.from(plain).slice(0, LONGEST_TEXT).join('');
}

/** As a JSON number: the nearest double to two decimals is spelt with those two. */
const toNumber = (amount: Money): number => Number(toDecimal(amount));

/** What a link and a request to pay have in common. */
export function orderBody(terminalId: string, order: PaymentOrder): Record<string, unknown> {
  return {
    terminalId,
    orderId: order.orderId,
    amount: toNumber(order.amount),
    currency: order.amount.currency,
    payDescription: toRailText(order.description, order.orderId),
    callbackUrl: order.callbackUrl,
  };
}

/** What only a checkout page needs. On a phone it leads straight into the banking app, as the vendor recommends. */
export function pageBody({ locale, successUrl, failUrl }: PaymentOrder): Record<string, unknown> {
  return {
    paymentType: 'qr',
    language: LANGUAGES[locale],
    directRedirect: true,
    ...(successUrl === undefined ? {} : { successUrl }),
    ...(failUrl === undefined ? {} : { failUrl }),
  };
}
