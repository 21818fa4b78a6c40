import { decimalsOf } from '../money';
import { isCalculation, readContinuation } from './continuation';
import { readMoreMoney } from './more-money';
import { readMoreUnit } from './more-units';
import { type Digits, inMajor, NUMBER, readNumber, toMinor } from './number';
import { readLastPayer, readPayer } from './payer';
import { closersOf, QUOTES } from './quote';
import { readSpoken } from './spoken';
import { readUnit, type Unit } from './unit';

/** One way to read the beginning of a command: a number, and what follows it. */
export interface Reading {
  readonly digits: Digits;
  readonly rest: string;
}

type AmountProblem = 'TwoReadings' | 'WrongCurrency' | 'AmountUnclear';
export type AmountResult =
  | { readonly kind: 'amount'; readonly reading: Reading }
  | { readonly kind: 'doubt'; readonly problem: AmountProblem; readonly readings: readonly Reading[] }
  /** No number, or one glued to something else. */
  | { readonly kind: 'none' };

const TOKEN = /^\d[\d.,]*/;
/** Groups of three with decimals at most; and without, where the last group turns out to be glued to a word. */
const GROUPS = [/^((?: \d{3})+)(?:[.,](\d+))?/, /^((?: \d{3})+)(?= )/] as const;
/** After a currency: the punctuation of a sentence, and then nothing, a space, a quote or a tag. */
const SENTENCE_END = new RegExp(`^[.,:!]*(?=$|[ #${QUOTES}])`, 'u');

/** What stands behind a number. `text` begins at the unit, `rest` after it where it is a currency. */
interface End {
  readonly unit?: Unit;
  readonly afterUnit: string;
  readonly text: string;
  readonly rest: string;
}

/**
 * @returns undefined where the number is glued to something: then it is no amount. A currency may be glued to it
 * (`100lei`, `100€`), for that has no other reading; a word that multiplies (`5k`) or an unknown one may not.
 */
function endOf(after: string, currency?: string): End | undefined {
  const glued = after !== '' && !after.startsWith(' ');
  const text = after.trimStart();
  const found = readUnit(text, glued ? undefined : currency);
  const sentenceEnd = found === undefined ? undefined : SENTENCE_END.exec(found.after)?.[0];
  const said = found?.unit.kind === 'currency' && sentenceEnd !== undefined;
  if (glued && (!said || /^de /i.test(text))) return undefined;
  const afterUnit = found?.after.slice(sentenceEnd?.length ?? 0) ?? '';
  return { ...(found && { unit: found.unit }), afterUnit, text, rest: said ? afterUnit.trimStart() : text };
}

/** Whether a line is meant as an amount with anything after it. Needs no currency: routing has none. */
export function beginsWithAmount(text: string): boolean {
  const unsigned = text.replace(/^[-−–]/u, '');
  const token = TOKEN.exec(unsigned)?.[0];
  return token !== undefined && readNumber(token, '').length > 0 && endOf(unsigned.slice(token.length)) !== undefined;
}

/** A number at which something stands that is no part of an amount, and that leaves the number as it is when it is taken away. */
export const nearNumber = (before: string, marks: string): RegExp =>
  new RegExp(`^(?:${before})?(${NUMBER})[${marks}]*(?=$|[ #]|[${QUOTES}](?!\\d))`, 'u');

/** A sign before the number, or behind it a full stop of a keyboard's or a list's bracket: no amount, but meant as one. */
const NEAR = nearNumber('\\p{Sc} ?', '.,!?)');

export function beginsNearAmount(text: string): boolean {
  const number = NEAR.exec(text)?.[1];
  return number !== undefined && readNumber(number, '').length > 0;
}

interface Context {
  readonly currency: string;
  /** A payer's phone may follow: then a space ends the amount, and a group of three after it is never part of it. */
  readonly phoneFollows: boolean;
  readonly grammar: number;
}

/** Reads the amount that a text begins with. What may be read as two amounts of money is doubt, never a guess. */
export function readAmount(text: string, context: Context): AmountResult {
  const { currency, phoneFollows } = context;
  const token = TOKEN.exec(text)?.[0] ?? '';
  const [digits, other] = readNumber(token, currency);
  const end = endOf(text.slice(token.length), currency);
  if (digits === undefined || end === undefined) return { kind: 'none' };
  const asTyped = { digits, rest: end.rest };
  if (other !== undefined) return either(asTyped, { digits: other, rest: end.rest }, currency);
  const grouped = digits.fraction === '' ? readGroups(digits, text.slice(token.length), currency) : undefined;
  if (grouped !== undefined) {
    const exact = /^[1-9]\d{0,2}$/.test(token);
    if (!phoneFollows && exact && endsAmount(grouped.end)) return settle(grouped.digits, grouped.end, context);
    if (phoneFollows || exact || /\D/.test(token)) {
      return either({ digits: grouped.digits, rest: grouped.end.rest }, asTyped, currency);
    }
  }
  return settle(digits, end, context);
}

function readGroups(digits: Digits, after: string, currency: string): { digits: Digits; end: End } | undefined {
  for (const pattern of GROUPS) {
    const [match, groups, fraction = ''] = pattern.exec(after) ?? [];
    const end = match === undefined ? undefined : endOf(after.slice(match.length), currency);
    if (groups !== undefined && end !== undefined) {
      return { digits: { whole: digits.whole + groups.replaceAll(' ', ''), fraction }, end };
    }
  }
  return undefined;
}

function endsAmount({ text, rest }: End): boolean {
  return rest !== text || rest === '' || rest.startsWith('#') || closersOf(rest[0]) !== undefined;
}

function settle(digits: Digits, end: End, context: Context): AmountResult {
  const { currency, grammar } = context;
  const { text, rest } = end;
  const more = end.unit === undefined && grammar > 1 ? readMoreUnit(text) : undefined;
  const { unit, after: afterUnit } = more ?? { unit: end.unit, after: end.afterUnit };
  const asTyped = { digits, rest };
  if (unit?.kind === 'currency') {
    if (!unit.codes.includes(currency))
      return doubt('WrongCurrency', [{ digits, rest: behindUnit(afterUnit, currency) }]);
    if (rest === text && (/^[.,:!]*\p{N}/u.test(afterUnit) || isCalculation(afterUnit)))
      return doubt('AmountUnclear', []);
  } else if (unit?.kind === 'minor' && decimalsOf(currency) === 0) {
    return doubt('WrongCurrency', [asTyped]);
  } else if (unit !== undefined) {
    const meant = scaled(digits, unit, afterUnit, currency);
    return meant === undefined ? doubt('AmountUnclear', []) : either(meant, asTyped, currency);
  }
  return settleText(asTyped, { ...context, currencySaid: rest !== text });
}

/** Whether the text behind an amount leaves it alone. */
function settleText(typed: Reading, said: Context & { readonly currencySaid: boolean }): AmountResult {
  const { currency, phoneFollows, grammar } = said;
  const payer = phoneFollows ? readPayer(typed.rest) : undefined;
  if (payer !== undefined && payer.kind !== 'none') {
    const { rest } = payer;
    const isAlone = !isCalculation(rest) && readMoreMoney({ ...typed, ...said, rest }) === undefined;
    return grammar === 1 || isAlone ? { kind: 'amount', reading: typed } : doubt('AmountUnclear', []);
  }
  const continued = readContinuation(typed.digits, typed.rest, said);
  if (continued !== undefined && continued !== 'unclear') {
    const found = either(continued, typed, currency);
    return found.kind === 'amount' && grammar > 1 ? settleText(continued, { ...said, currencySaid: true }) : found;
  }
  const atEnd = continued === undefined && phoneFollows && grammar > 1;
  const behindText = atEnd ? beforeLastPayer(typed, said) : undefined;
  if (behindText !== undefined) return behindText;
  // What was refused by the first grammar may be refused with better examples.
  const other = continued === undefined && grammar === 1 ? undefined : readMoreMoney({ ...typed, ...said });
  if (other === 'foreign') return doubt('WrongCurrency', []);
  const found = among(typeof other === 'object' ? [...other, typed] : [typed], currency);
  return found.kind === 'amount' && (continued ?? other) === 'unclear' ? doubt('AmountUnclear', []) : found;
}

/** `/rtp 2 cafele 100 069123456`: other money before a payer's phone, which is offered in its place behind the amount. */
function beforeLastPayer(typed: Reading, said: Context & { readonly currencySaid: boolean }): AmountResult | undefined {
  const last = readLastPayer(typed.rest);
  const other = last && readMoreMoney({ ...typed, ...said, rest: last.rest, phoneBehind: true });
  if (last === undefined || other === undefined) return undefined;
  if (typeof other !== 'object') return doubt(other === 'foreign' ? 'WrongCurrency' : 'AmountUnclear', []);
  const inPlace = ({ digits, rest }: Reading): Reading => ({ digits, rest: `${last.payer} ${rest}` });
  return among([...other.map(inPlace), inPlace({ ...typed, rest: last.rest })], said.currency);
}

/** `5 mii`, `50 bani`. @returns undefined where nobody can say how the number goes on */
function scaled(
  digits: Digits,
  unit: Exclude<Unit, { kind: 'currency' }>,
  after: string,
  currency: string,
): Reading | undefined {
  const number =
    unit.kind === 'minor'
      ? { digits: inMajor(digits, decimalsOf(currency)), after }
      : readSpoken(digits, unit.power, after);
  return number && { digits: number.digits, rest: behindUnit(number.after, currency) };
}

/** `5 mii de lei`: the currency may follow another unit. */
const behindUnit = (after: string, currency: string): string => endOf(` ${after.trimStart()}`, currency)?.rest ?? '';

const either = (reading: Reading, other: Reading, currency: string): AmountResult => among([reading, other], currency);

/** Readings of the same money are none to ask about: the first, which takes more of the text for the amount, is meant. */
function among(readings: readonly [...Reading[], Reading], currency: string): AmountResult {
  const amounts = readings.map(({ digits }) => toMinor(digits, currency));
  // What is no amount of this currency (NaN) differs from every other, and is the same as itself.
  const differing = readings.filter((_, at) => amounts.findIndex((one) => Object.is(one, amounts[at])) === at);
  return differing.length > 1 ? doubt('TwoReadings', differing) : { kind: 'amount', reading: readings[0] };
}

function doubt(problem: AmountProblem, readings: readonly Reading[]): AmountResult {
  return { kind: 'doubt', problem, readings };
}
