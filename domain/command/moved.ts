import { bareOf } from './bare';
import { readCurrency } from './more-units';
import { NUMBER, readNumber } from './number';

/** Digits with whatever is glued to them. */
const NUMBERS = /[^ _]*\d[^ _]*/gu;
const CLEAN = new RegExp(`^[-−–:+]?(${NUMBER})[.,:!?]?$`, 'u');
const PHONE = /^(?:\+\d{7,15}|0\d{6,14})$/;

/**
 * What may be offered to somebody whose amount does not stand in front. A seller copies rather than reads, so the example names
 * their own number, or none of theirs: `pay 100 "cafea 250"` would cost 150.
 * @returns the text with its one number moved to the front; `none` where it has several, or one that is glued to something;
 * undefined where there is nothing in it that is or may be money
 */
export function moveAmountUp(text: string, currency: string): string | undefined {
  const found = [...bareOf(text).matchAll(NUMBERS)].filter(([token]) => !PHONE.test(token));
  const [only, second] = found;
  if (only === undefined) return namesCurrency(text, currency) ? 'none' : undefined;
  const number = CLEAN.exec(only[0])?.[1] ?? '';
  if (second !== undefined || readNumber(number, currency).length !== 1) return 'none';
  const before = text.slice(0, only.index).replace(/^[\s:,.!?–−-]+/u, '');
  return `${number} ${`${before}${text.slice(only.index + only[0].length)}`.trim()}`.trim();
}

const namesCurrency = (text: string, currency: string): boolean =>
  bareOf(text)
    .split(' ')
    .some((word) => readCurrency(word, currency) !== undefined);
