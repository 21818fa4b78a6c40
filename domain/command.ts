import type { Money } from './money';

export { GRAMMAR } from './command/grammar';
export { parseCommand, routeOf } from './command/parse';
export { isThanks } from './command/thanks';

/** Why a command makes no payment; each has its copy and an example that would work. */
export type CommandProblem =
  | 'AmountMissing'
  | 'AmountUnclear'
  | 'TwoReadings'
  | 'AmountZero'
  | 'AmountNegative'
  | 'AmountTooLarge'
  | 'TooManyDecimals'
  | 'BelowMinimum'
  | 'AboveMaximum'
  | 'WrongCurrency'
  | 'DescriptionTooLong'
  | 'TagTooLong'
  | 'TagUnclear'
  | 'SeveralTags'
  | 'SeveralPayments'
  | 'PayerUnclear';

/** A message, understood. `talk` is no command at all. */
export type Command =
  | { readonly kind: 'pay'; readonly amount: Money; readonly description?: string; readonly tag?: string }
  | {
      readonly kind: 'rtp';
      readonly amount: Money;
      /** As typed, digits with an optional plus; its validity is judged outside. */
      readonly payer?: string;
      readonly description?: string;
      readonly tag?: string;
    }
  | {
      readonly kind: 'refused';
      readonly of: 'pay' | 'rtp';
      readonly problem: CommandProblem;
      readonly examples: readonly string[];
    }
  | { readonly kind: 'lang' | 'help' | 'list' | 'today' | 'merchant' | 'cancel' | 'start' }
  | { readonly kind: 'talk' };
