import { decimalsOf, type Money } from '../money';
import { type AmountResult, nearNumber, readAmount, type Reading } from './amount';
import { type Draft, sampleAmount, type Understood } from './draft';
import { moveAmountUp } from './moved';
import { cut, DESCRIPTION_AT_MOST, readNote } from './note';
import { NUMBER, readNumber, toMinor } from './number';
import { readPayer } from './payer';
import { closersOf } from './quote';

export interface Rules {
  /** ISO 4217: the merchant's. */
  readonly currency: string;
  /** Both inclusive and in the merchant's currency; absent: any positive amount. */
  readonly limits?: { readonly min: Money; readonly max: Money };
  /** By which grammar a run began to read. */
  readonly grammar: number;
}

interface Task {
  readonly of: 'pay' | 'rtp';
  readonly rules: Rules;
}

/** A sign in front, punctuation behind, or a quote or tag without a space before it. */
const MENDABLE = nearNumber('[+\\p{Sc}]? ?', '.,:!?)');
/** Two numbers, and the mark behind the first that a mend takes away: `100, 200`, `1. 250`. */
const PARTED = new RegExp(`^[+\\p{Sc}]? ?(${NUMBER})[.,:!?)]+ (?=\\d)`, 'u');
const MINUS = /^[-−–](?=\d)/u;

/** Reads what follows the command word. The first problem that is found is told; an amount's come first. */
export function understand(body: string, task: Task): Understood {
  const result = readAmount(body.replace(MINUS, ''), contextOf(task));
  if (result.kind === 'none') return withoutAmount(body, task);
  if (MINUS.test(body))
    return { kind: 'problem', problem: 'AmountNegative', closest: closestTo(readingsOf(result), task) };
  if (result.kind === 'doubt') {
    return { kind: 'problem', problem: result.problem, closest: closestTo(readingsOf(result), task) };
  }
  return judgeAmount(result.reading, task) ?? complete(result.reading, task);
}

const contextOf = ({ of, rules: { currency, grammar } }: Task) => ({
  currency,
  phoneFollows: of === 'rtp',
  grammar,
});

type Found = Exclude<AmountResult, { kind: 'none' }>;
const readingsOf = (result: Found): readonly Reading[] =>
  result.kind === 'amount' ? [result.reading] : result.readings;

function closestTo(readings: readonly Reading[], task: Task): readonly Draft[] {
  // One for each: two examples of the same amount would hide that the amounts are what differs.
  return readings.flatMap((reading) => draftsOf(complete(reading, task)).slice(0, 1));
}

function draftsOf(understood: Understood): readonly Draft[] {
  return understood.kind === 'payment' ? [understood.draft] : understood.closest;
}

/** A number is missing, or glued to something. What can be mended without touching the number is offered mended. */
function withoutAmount(body: string, task: Task): Understood {
  const problem =
    /^[^ ]*\p{N}/u.test(body) && !body.startsWith('#') && closersOf(body[0]) === undefined
      ? 'AmountUnclear'
      : 'AmountMissing';
  const mended = mend(body);
  const better = mended === body ? moveAmountUp(body, task.rules.currency) : mended;
  const amount = sampleAmount(task.rules.currency, task.rules.limits);
  if (better === undefined)
    return { kind: 'problem', problem, closest: [{ of: task.of, amount, ...readNote(body).note }] };
  return { kind: 'problem', problem, closest: better === 'none' ? [] : understandMended(better, body, task) };
}

const mend = (body: string): string => body.replace(MENDABLE, '$1 ').replace(/ {2,}/g, ' ').trim();

/** @param body as it was typed: a mark that parted two numbers never makes one of them, each is offered alone */
function understandMended(mended: string, body: string, task: Task): readonly Draft[] {
  const result = readAmount(mended, contextOf(task));
  if (result.kind === 'none') return [];
  const [parted = '', first = ''] = PARTED.exec(body) ?? [];
  const [alone] = readNumber(first, task.rules.currency);
  if (alone === undefined || !readingsOf(result).some(({ digits }) => goesOn(digits.whole, alone.whole))) {
    return closestTo(readingsOf(result), task);
  }
  const second = readAmount(mend(body.slice(parted.length)), contextOf(task));
  return second.kind === 'amount' ? closestTo([{ digits: alone, rest: '' }, second.reading], task) : [];
}

const goesOn = (number: string, from: string): boolean => number.length > from.length && number.startsWith(from);

function judgeAmount(reading: Reading, task: Task): Understood | undefined {
  const { currency, limits } = task.rules;
  const minor = toMinor(reading.digits, currency);
  const instead = (problem: Extract<Understood, { kind: 'problem' }>['problem'], other?: number): Understood => ({
    kind: 'problem',
    problem,
    closest: draftsOf(complete(reading, task)).map((draft) => ({
      ...draft,
      amount: other === undefined ? sampleAmount(currency, limits) : { minor: other, currency },
    })),
  });
  if (Number.isNaN(minor)) {
    const { whole, fraction } = reading.digits;
    const cut = toMinor({ whole, fraction: fraction.slice(0, decimalsOf(currency)) }, currency);
    return instead('TooManyDecimals', cut);
  }
  if (minor === 0) return instead('AmountZero');
  if (!Number.isSafeInteger(minor)) return instead('AmountTooLarge', limits?.max.minor);
  if (limits !== undefined && minor < limits.min.minor) return instead('BelowMinimum', limits.min.minor);
  if (limits !== undefined && minor > limits.max.minor) return instead('AboveMaximum', limits.max.minor);
  return undefined;
}

/** Reads what stands beside the amount, whatever the amount is worth. */
function complete({ digits, rest }: Reading, { of, rules }: Task): Understood {
  const minor = toMinor(digits, rules.currency);
  const draft = { of, amount: { minor, currency: rules.currency } };
  const payer = of === 'rtp' ? readPayer(rest) : { kind: 'none' as const, rest };
  const { note, problem } = readNote(payer.rest);
  if (payer.kind === 'doubt') {
    // A phone in a description would be shown to strangers: only what may be no phone is offered as one.
    const text = cut(/^[^#+]*/.exec(rest)?.[0] ?? '', DESCRIPTION_AT_MOST);
    const noted = { ...draft, ...note };
    const others = text === '' ? noted : { ...noted, description: text };
    const withPhone = payer.phone === undefined ? [] : [{ ...noted, payer: payer.phone }];
    return { kind: 'problem', problem: 'PayerUnclear', closest: [...withPhone, others] };
  }
  const full = { ...draft, ...(payer.kind === 'payer' && { payer: payer.payer }), ...note };
  return problem === undefined ? { kind: 'payment', draft: full } : { kind: 'problem', problem, closest: [full] };
}
