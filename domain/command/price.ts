import { decimalsOf } from '../money';
import { COVERED } from './bare';
import { isOwnNumber } from './continuation';
import { readCurrency } from './more-units';
import { type Digits, inMajor, NUMBER, readNumber, toMinor } from './number';

/** An amount and the bare text behind it. */
export interface Typed {
  readonly digits: Digits;
  readonly rest: string;
  readonly currency: string;
  readonly currencySaid: boolean;
  /** A payer's phone stood behind the text, where an amount needs no sign of its own. */
  readonly phoneBehind?: boolean;
}

type Reading = Pick<Typed, 'digits' | 'rest'>;
/** What else a person may mean by the text after an amount. */
export type More = readonly Reading[] | 'unclear' | 'foreign' | undefined;

/** A number in a text, and where it stands with what belongs to it. */
export interface Place {
  readonly token: string;
  readonly from: number;
  readonly to: number;
}

/** Groups of three are one number here too, as they are in front: `12 500`. */
const GROUPED = String.raw`[1-9]\d{0,2}(?: \d{3}){1,4}(?:[.,]\d+)?`;
export const WHOLE = `(${GROUPED}|${NUMBER})(?![.,]?\\d)`;
const ENDS = `(?=$|[ ${COVERED}.,!?%])`;
/** A price ends the text, or has a currency behind it, which is looked at where its beginning is caught. */
export const PRICE = String.raw`(?=$| ?(?:[${COVERED}.,!?%]|:(?!\d))|( |(?=[\p{L}\p{Sc}])))`;
export const pattern = (before: string, after = ENDS): RegExp => new RegExp(before + WHOLE + after, 'giu');

export interface Price extends Place {
  /** In minor units; absent: it can't be read. */
  readonly minor?: number;
  readonly currencySaid: boolean;
  /** With a third number in the text nobody can say what is meant. */
  readonly alone: boolean;
}

/** The first price that an expression finds in a bare text. */
export function findPrice(text: string, expression: RegExp, currency: string): Price | undefined {
  for (const { 0: match, 1: token = '', 2: blank, index } of text.matchAll(expression)) {
    const behind = text.slice(index + match.length);
    const currencySaid = readCurrency(behind.trimStart(), currency) !== undefined;
    if (blank !== undefined && !currencySaid) continue;
    const minor = minorOf(token, currency);
    const alone = !behind.startsWith('%') && !/\d/.test(text.slice(0, index) + behind);
    return { token, from: index, to: index + match.length, currencySaid, alone, ...(minor !== undefined && { minor }) };
  }
  return undefined;
}

export function minorOf(token: string, currency: string): number | undefined {
  const [digits, other] = readNumber(token.replaceAll(' ', ''), currency);
  const minor = digits === undefined || other !== undefined ? NaN : toMinor(digits, currency);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** In the currency itself: from here on it is rather a phone in groups, `69 123 456`. */
const LARGEST = 10_000_000;

/** Whether a number without a currency may be a price, and no phone or long number of an order. */
export const isPrice = (minor: number, token: string, currency: string): boolean =>
  minor < LARGEST * 10 ** decimalsOf(currency) && !isOwnNumber(token);

/** Another amount, taken out of the text; the number in front then counts what is sold. */
export function instead({ digits, rest, currency }: Typed, { token, from, to }: Place): More {
  const minor = minorOf(token, currency);
  if (minor === undefined) return 'unclear';
  const left = `${shown(digits)} ${rest.slice(0, from).trimEnd()} ${rest.slice(to).trimStart()}`;
  return [{ digits: digitsOf(minor, currency), rest: left.replace(/ {2,}/g, ' ').trim() }];
}

/** Another amount, that all of the text led to. */
export function whole({ digits, rest, currency }: Typed, minor: number): More {
  if (!Number.isSafeInteger(minor) || minor < 0) return 'unclear';
  return [{ digits: digitsOf(minor, currency), rest: `${shown(digits)} ${rest}` }];
}

const digitsOf = (minor: number, currency: string): Digits =>
  inMajor({ whole: String(minor), fraction: '' }, decimalsOf(currency));

const shown = ({ whole: number, fraction }: Digits): string => (fraction === '' ? number : `${number}.${fraction}`);
