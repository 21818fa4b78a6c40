import type { CommandProblem } from '../command';
import { decimalsOf, type Money, toDecimal } from '../money';
import type { Note } from './note';
import { QUOTE_FAMILIES } from './quote';

/** A payment as understood, before anything is asked of its amount. */
export interface Draft extends Note {
  readonly of: 'pay' | 'rtp';
  readonly amount: Money;
  readonly payer?: string;
}

/** What a text means: a payment, or why it is none with the payments that may have been meant, closest first. */
export type Understood =
  | { readonly kind: 'payment'; readonly draft: Draft }
  | { readonly kind: 'problem'; readonly problem: CommandProblem; readonly closest: readonly Draft[] };

/** The command that a seller would type for it. A quoted description is read the same whatever it says. */
export function write({ of, amount, payer, description, tag }: Draft): string {
  const decimal = toDecimal(amount).replace(/\.0+$/, '');
  return [
    of === 'pay' ? 'pay' : '/rtp',
    decimal,
    ...(payer === undefined ? [] : [payer]),
    ...(description === undefined ? [] : [quoted(description)]),
    ...(tag === undefined ? [] : [`#${tag}`]),
  ].join(' ');
}

function quoted(description: string): string {
  const family = QUOTE_FAMILIES.find((marks) => !Array.from(marks).some((mark) => description.includes(mark)));
  const open = family?.charAt(0) ?? '"';
  const inner = family === undefined ? description.replace(/["“”„‟]/gu, '') : description;
  return `${open}${inner}${family === '«»' ? '»' : family === '‹›' ? '›' : open}`;
}

/** A round amount for an example: a hundred of the currency, or the limit that is next to it. */
export function sampleAmount(currency: string, limits?: { readonly min: Money; readonly max: Money }): Money {
  const hundred = 100 * 10 ** decimalsOf(currency);
  const minor = Math.min(Math.max(hundred, limits?.min.minor ?? 1), limits?.max.minor ?? hundred);
  return { minor, currency };
}
