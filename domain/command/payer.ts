import { bareOf, COVERED } from './bare';
import { closersOf } from './quote';

/** A payer's phone at the beginning of a text, if there is one. It has a shape only: validity is judged outside. */
type PayerResult =
  | { readonly kind: 'payer'; readonly payer: string; readonly rest: string }
  | { readonly kind: 'none'; readonly rest: string }
  /** Looks like a phone and is none, or may be one in two ways; `phone` where one can be made of it. */
  | { readonly kind: 'doubt'; readonly phone?: string; readonly rest: string };

/** Digits, then what people put between them; `+373 (69) 123-456`, but also a date. */
const PHONELIKE = /^\+?\(?\d[\d().,/-]*(?: [\d().,/-]+)*/;
/** One piece: the only form that a bare description may follow. */
const PLAIN = /^\+?\d{7,15}$/;
/** A line of its own under `/rtp <amount>`. */
export const PHONE_LINE = /^\d{7,15}(?: |$)/;
/** Written in groups: a plus, or groups as people speak a phone. */
const SPACED = /^(?:\+\d{1,4}(?: \d{1,10})+|\d{1,4}(?: \d{1,4})+)$/;
/** E.164 has at most 15 digits; no country's numbers are shorter than seven with their code. */
const LENGTH = { min: 7, max: 15 };

function isLong(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= LENGTH.min && digits <= LENGTH.max;
}

/**
 * A phone in one piece is taken as it is. One in groups (`+373 69 123 456`) only where a quote, a tag or the end
 * follows: in `069 12 34 56 7 cafele` nobody can tell where it ends. Dashes, dots and brackets make it unclear without
 * a plus, for `01-02-2026` is a date.
 */
export function readPayer(text: string): PayerResult {
  const typed = PHONELIKE.exec(text)?.[0] ?? '';
  const first = /^[^ ]*/.exec(typed)?.[0] ?? '';
  const behind = (length: number) => text.slice(length);
  if (PLAIN.test(first) && /^(?: |$|#)/.test(behind(first.length))) {
    return { kind: 'payer', payer: first, rest: behind(first.length).trimStart() };
  }
  const rest = behind(typed.length).trimStart();
  const phone = typed.replace(/[^+\d]/g, '');
  const holdsAnother = typed !== first && typed.split(' ').some(isLong);
  const ends = rest === '' || rest.startsWith('#') || closersOf(rest[0]) !== undefined;
  const shaped = SPACED.test(typed) || /^\+[\d() -]+$/.test(typed);
  const goesOn = typed.split(' ').slice(0, -1).some(isLong);
  if (shaped && ends && isLong(typed) && !goesOn) return { kind: 'payer', payer: phone, rest };
  if (
    typed.startsWith('+') ||
    (isLong(typed) && (SPACED.test(typed) || isLong(first) || ends)) ||
    /^\d{7,}/.test(first)
  ) {
    return { kind: 'doubt', rest, ...(!holdsAnother && { phone }) };
  }
  return { kind: 'none', rest: text };
}

/** At the end of a text, in one piece or in groups as people speak a phone. */
const LAST = new RegExp(String.raw` (\+\d[\d ]{5,}\d|0\d{1,3}(?: \d{2,4})+|\d{7,15})(?=$| ?${COVERED})`, 'u');

/** A payer's phone that stands behind all other words: `2 cafele 100 069123456`. */
export function readLastPayer(text: string): { readonly payer: string; readonly rest: string } | undefined {
  const found = LAST.exec(bareOf(text));
  const read = found?.[1] === undefined ? undefined : readPayer(found[1]);
  if (found === null || read?.kind !== 'payer') return undefined;
  const rest = `${text.slice(0, found.index)}${text.slice(found.index + found[0].length)}`;
  return { payer: read.payer, rest };
}
