import { decimalsOf } from '../money';

/** A number as typed, once its separators are understood. Digits only; `fraction` may be empty. */
export interface Digits {
  readonly whole: string;
  readonly fraction: string;
}

/** A number as people write one, without the punctuation of a sentence behind it: a piece of a pattern. */
export const NUMBER = String.raw`\d(?:[\d.,]*\d)?`;

/** A zero in front of other digits makes a phone or a code, never an amount. */
const SHAPE = /^(?:0|[1-9]\d*)(?:[.,]\d+)*$/;

/**
 * What a run of digits, dots and commas may mean.
 * @returns nothing for what is no number (`10.12.2026`, `069123456`), and two readings where they differ in money
 * (`0,500`). Whether there is a reading at all does not depend on the currency, so that routing needs none.
 */
export function readNumber(token: string, currency: string): readonly Digits[] {
  if (!SHAPE.test(token)) return [];
  const parts = token.split(/[.,]/);
  const separators = token.replace(/\d/g, '');
  const whole = parts.slice(0, -1);
  const last = parts.at(-1) ?? '';
  if (separators === '') return [{ whole: token, fraction: '' }];
  if (separators.length === 1) return readSingle(whole.join(''), last, decimalsOf(currency));
  const first = separators.charAt(0);
  if (separators === first.repeat(separators.length)) {
    return isGrouped(parts) ? [{ whole: parts.join(''), fraction: '' }] : [];
  }
  const onlyLastDiffers = separators.slice(0, -1) === first.repeat(separators.length - 1);
  return onlyLastDiffers && isGrouped(whole) ? [{ whole: whole.join(''), fraction: last }] : [];
}

function readSingle(whole: string, last: string, decimals: number): readonly Digits[] {
  const mayGroup = last.length === 3 && whole.length <= 3 && decimals < 3;
  if (!mayGroup) return [{ whole, fraction: last }];
  if (whole !== '0') return [{ whole: whole + last, fraction: '' }];
  return [
    { whole, fraction: last.replace(/0+$/, '') },
    { whole: String(Number(last)), fraction: '' },
  ];
}

function isGrouped([first, ...others]: readonly string[]): boolean {
  return first !== undefined && first !== '0' && first.length <= 3 && others.every((part) => part.length === 3);
}

/** @returns minor units; NaN where the currency has fewer decimals; unsafe where the number is beyond all money. */
export function toMinor({ whole, fraction }: Digits, currency: string): number {
  const decimals = decimalsOf(currency);
  return fraction.length > decimals ? NaN : Number(whole + fraction.padEnd(decimals, '0'));
}

/** A number of minor units as one of the currency itself. */
export function inMajor({ whole, fraction }: Digits, decimals: number): Digits {
  const all = whole.padStart(decimals + 1, '0');
  return { whole: all.slice(0, all.length - decimals), fraction: all.slice(all.length - decimals) + fraction };
}
