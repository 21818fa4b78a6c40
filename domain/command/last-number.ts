import { decimalsOf } from '../money';
import { COVERED } from './bare';
import { UNNAMED } from './naming-words';
import { instead, isPrice, minorOf, type More, pattern, type Place, type Typed } from './price';
import { toMinor } from './number';

const TOTALS = [
  'total|totalul|sum[ăa]|preț(?:ul)?|preţ(?:ul)?|pret(?:ul)?|de plat[ăa]',
  'итого|всего|сумма|в сумме|цена|стоимость|к оплате|разом|усього|всього|ціна',
  'altogether|sum|price|to pay|somme|prix|en tout|à payer',
  'gesamt|insgesamt|zusammen|summe|preis|zu zahlen',
].join('|');
const LAST = String.raw`(?=[.,:!?]*(?:$| ?${COVERED}))`;

/** `2 кофе итого 100`, `2 buc - total: 1000`. */
const TOTAL = pattern(
  String.raw`(?: ?[,:]| [-–—])? ?(?<![\p{L}\p{M}])(?:[îi]n |en )?(?:${TOTALS})(?: de| of)?(?: ?[:=]| ?[-–—])? `,
  LAST,
);
/** `2 cafele 100 în total` */
const TOTAL_BEHIND = pattern(' ', String.raw`(?= (?:[îi]n |en )?(?:${TOTALS})${LAST})`);
/** `2 cafele: 90`, `2 cafele, 90`, `2 кофе - 100`. */
const PARTED = pattern(String.raw`(?!^)(?: ?[:,] |(?<!\d) ?[:,]| [-–—] ?)${UNNAMED}`, LAST);
const ENDING = pattern(` ${UNNAMED}`, LAST);

/**
 * Looks for a price without a currency at the end of a bare text: `2 cafele: 90` is two lei to the grammar. One that is smaller
 * than the amount is none (`100 masa: 7`), nor is the number of an order or a phone.
 */
export function lastNumber(typed: Typed, text: string): More {
  const { currency, currencySaid, phoneBehind = false } = typed;
  if (currencySaid) return undefined;
  const own = toMinor(typed.digits, currency);
  const find = (expression: RegExp, fits: (minor: number, place: Place) => boolean): Place | undefined =>
    [...text.matchAll(expression)]
      .map((match) => ({ token: match[1] ?? '', from: match.index, to: match.index + match[0].length }))
      .find((place) => {
        const minor = minorOf(place.token, currency);
        return minor !== undefined && isPrice(minor, place.token, currency) && fits(minor, place);
      });
  const place =
    find(TOTAL, (minor) => minor !== own) ??
    find(TOTAL_BEHIND, (minor) => minor !== own) ??
    find(PARTED, (minor) => minor > own) ??
    find(ENDING, (minor, { token, from }) => {
      const afterNumber = /\d$/.test(text.slice(0, from));
      return minor > own && (phoneBehind || isWrittenOut(token, afterNumber, currency));
    });
  return place && instead(typed, place);
}

/** `99.90`, `1 250`, `1.250,00`: all decimals, or thousands apart, are written of money; but `069 123 456` is a phone. */
function isWrittenOut(token: string, afterNumber: boolean, currency: string): boolean {
  const decimals = decimalsOf(currency);
  const inGroups = !afterNumber && /^\d{1,3}(?:[ .,]\d{3})+/.test(token);
  return inGroups || (decimals > 0 && new RegExp(`[.,]\\d{${String(decimals)}}$`).test(token));
}
