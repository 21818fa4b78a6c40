import { decimalsOf } from '../money';
import type { Digits } from './number';
import { readUnit } from './unit';

/** The rest of an amount in a smaller unit: `100 lei 50`, `100 lei și 50 bani`, `100 50 bani`. */
const MINOR_PART = /^(?:(?:și|şi|si|и|and|et|und) )?(\d{1,3})(?: ?([\p{L}\p{M}]+))?(?=$|[ #.,:!])/iu;
const NUMBERS_ALONE = /^[\d.,]+(?: [\d.,]+)*$/;
/** `2 x 50`, `100 - 150`, `20 %`, `14 : 30`, `2 по 50`: spaced out, what would be no amount if written together. */
const CALCULATION = /^(?:%|‰|(?:[-+*/:=.,×÷·^−–—~@&]|[xх]|ori|по|à|je) ?\d)/iu;

export function isCalculation(text: string): boolean {
  return CALCULATION.test(text);
}

/**
 * Looks whether a bare text after an amount may as well be more of the amount. The grammar takes such a text for the
 * description; a person means money by some of them, so these are refused instead of guessed.
 * @returns the other reading; `unclear` where it can't be computed; undefined where the text is a description.
 */
export function readContinuation(
  digits: Digits,
  rest: string,
  { currency, currencySaid }: { readonly currency: string; readonly currencySaid: boolean },
): { readonly digits: Digits; readonly rest: string } | 'unclear' | undefined {
  if (isCalculation(rest)) return 'unclear';
  const decimals = decimalsOf(currency);
  const untilTag = /^[^#]*/.exec(rest)?.[0].trimEnd() ?? '';
  const behind = (length: number) => rest.slice(length).trimStart();

  const [match, part = '', word = ''] = MINOR_PART.exec(rest) ?? [];
  const minorSaid = readUnit(word)?.unit.kind === 'minor';
  const alone = word === '' && currencySaid && match === untilTag && /[1-9]/.test(part);
  if (match !== undefined && digits.fraction === '' && part.length <= decimals && (minorSaid || alone)) {
    return { digits: { ...digits, fraction: part.padStart(decimals, '0') }, rest: behind(match.length) };
  }
  if (minorSaid) return 'unclear';
  if (currencySaid || !NUMBERS_ALONE.test(untilTag)) return undefined;
  return isOwnNumber(untilTag) ? undefined : joined(digits, untilTag, decimals, behind(untilTag.length));
}

/** Too long for a slip of the space bar: an order number or a phone. */
export function isOwnNumber(text: string): boolean {
  return /^\d{7,}$/.test(text);
}

function joined(digits: Digits, more: string, decimals: number, rest: string): ReturnType<typeof readContinuation> {
  if (/\D/.test(more)) return 'unclear';
  const fraction = digits.fraction + more;
  const differs = /[1-9]/.test(more);
  if (fraction.length <= decimals && differs) return { digits: { ...digits, fraction }, rest };
  return digits.fraction === ''
    ? { digits: { whole: (digits.whole + more).replace(/^0+(?=\d)/, ''), fraction: '' }, rest }
    : undefined;
}
