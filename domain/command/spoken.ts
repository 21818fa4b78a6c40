import { readMoreUnit } from './more-units';
import type { Digits } from './number';
import { QUOTES } from './quote';
import { readUnit } from './unit';

const LOWER = /^ ?(?:(?:și|şi|si|и|and|et|und) )?([1-9]\d*)(?=$| )/iu;
const WORD_BEHIND = new RegExp(`^ [^#${QUOTES}]`, 'u');

/**
 * A number with a word that multiplies, and what is one with it to whoever says it: `2 mii 500`, `1 mie 2 sute 50`. What a
 * short number has behind it is counted by it: `1 mie 2 cafele` is a thousand.
 *
 * @param power of ten, of the word
 * @param after the text behind the word
 * @returns undefined where the words give no number: `5 mii 5 mii`, `2 mii 50 bani`
 */
export function readSpoken(
  digits: Digits,
  power: number,
  after: string,
): { readonly digits: Digits; readonly after: string } | undefined {
  const alone = { digits: shifted(digits, power), after };
  const [match = '', lower = ''] = LOWER.exec(after) ?? [];
  if (lower === '' || lower.length > power || digits.fraction !== '') return alone;
  const behind = after.slice(match.length);
  const next = readUnit(behind.trimStart()) ?? readMoreUnit(behind.trimStart());
  if (next === undefined && lower.length < power && WORD_BEHIND.test(behind)) return alone;
  const part =
    next === undefined || next.unit.kind === 'currency'
      ? { digits: { whole: lower, fraction: '' }, after: behind }
      : next.unit.kind === 'power' && next.unit.power < power
        ? readSpoken({ whole: lower, fraction: '' }, next.unit.power, next.after)
        : undefined;
  if (part === undefined || part.digits.whole.length > power) return undefined;
  const higher = alone.digits.whole.slice(0, alone.digits.whole.length - part.digits.whole.length);
  return { digits: { whole: higher + part.digits.whole, fraction: '' }, after: part.after };
}

function shifted({ whole, fraction }: Digits, power: number): Digits {
  const all = whole + fraction.padEnd(power, '0');
  return { whole: all.slice(0, whole.length + power).replace(/^0+(?=\d)/, ''), fraction: fraction.slice(power) };
}
