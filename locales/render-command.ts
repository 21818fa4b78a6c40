import type { OutboundMessage } from '../channels/channel';
import { DESCRIPTION_AT_MOST, TAG_AT_MOST } from '../domain/command/note';
import type { Money } from '../domain/money';
import type { Say } from '../domain/say';
import { cut, join, plain } from './text';
import type { Voice } from './voice';

/** Enough to recognise one's own command by. */
const COMMAND_SHOWN = 200;
/** More than the longest command there is: a cut example would not work. */
const EXAMPLE_SHOWN = 500;
const EXAMPLES_SHOWN = 3;

/** The ICU selects of the locale files read `none` as "not known". */
const NONE = 'none';

export function amountOrNone(amount: Money | undefined, voice: Voice): string {
  return amount === undefined ? NONE : voice.amount(amount);
}

/** One sentence on what is wrong, then what would work: a seller copies rather than reads. */
export function renderBadCommand(bad: Extract<Say, { say: 'badCommand' }>, voice: Voice): OutboundMessage {
  const problem = voice.say(`badCommand.${bad.problem}`, {
    min: amountOrNone(bad.min, voice),
    max: amountOrNone(bad.max, voice),
    currency: bad.currency ?? NONE,
    longest: bad.problem === 'TagTooLong' ? TAG_AT_MOST : DESCRIPTION_AT_MOST,
  });
  const examples = bad.examples.slice(0, EXAMPLES_SHOWN).map((example) => cut(plain(example), EXAMPLE_SHOWN));
  // Where limits left one of two readings, it may be the one that was not meant.
  const several = bad.problem === 'TwoReadings' && examples.length > 1;
  const lead = voice.say(several ? 'badCommand.readings' : 'badCommand.example');
  return { kind: 'text', body: join('\n', [problem, ...(examples.length === 0 ? [] : [lead, ...examples])]) };
}

export function renderConfirm(confirm: Extract<Say, { say: 'confirm' }>, voice: Voice): OutboundMessage {
  const body = join('\n', [
    voice.say(`confirm.${confirm.reason}`),
    cut(plain(confirm.command), COMMAND_SHOWN),
    voice.say('confirm.question'),
  ]);
  return { kind: 'buttons', body, buttons: [{ id: confirm.confirmId, title: voice.say('confirm.button') }] };
}
