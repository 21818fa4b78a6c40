import { beginsWithAmount, beginsNearAmount } from './amount';
import { GRAMMAR } from './grammar';
import { PHONE_LINE } from './payer';

const OTHER_KINDS = ['lang', 'help', 'list', 'today', 'merchant', 'cancel', 'start'] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

/** What a message begins with. `body` is what follows the command word; `glued` when nothing stood between. */
export type Head =
  | { readonly kind: 'payment'; readonly of: 'pay' | 'rtp'; readonly body: string; readonly glued: boolean }
  | { readonly kind: OtherKind | 'talk' };

/** ASCII on purpose: with the `u` flag, letter case would fold the long s and the Kelvin sign in. */
const WORD = /^\/?[a-z]+/i;
/** More of a word: `payment`, `pay's`, `pay-as-you-go`, `/pay@bot` are no commands. */
const MORE_OF_WORD = /^(?:['’@-]?[\p{L}\p{M}]|_)/u;

/** Reads the head of a cleaned message. */
export function readHead(text: string, grammar = GRAMMAR): Head {
  const word = WORD.exec(text)?.[0] ?? '';
  const behind = text.slice(word.length);
  const command = MORE_OF_WORD.test(behind) ? '' : word.toLowerCase();
  if (command === 'pay' || command === '/pay' || command === '/rtp') {
    const glued = behind !== '' && !behind.startsWith(' ');
    return { kind: 'payment', of: command === '/rtp' ? 'rtp' : 'pay', body: behind.trim(), glued };
  }
  const other = OTHER_KINDS.find((kind) => command === `/${kind}`);
  if (other !== undefined && !/^\p{N}/u.test(behind)) return { kind: other };
  const isPayment = beginsWithAmount(text) || (grammar > 1 && beginsNearAmount(text));
  return isPayment ? { kind: 'payment', of: 'pay', body: text, glued: false } : { kind: 'talk' };
}

/** Whether a line of a message is a payment of its own; a payer's phone on its own line is none. */
export function beginsPayment(line: string, of: 'pay' | 'rtp'): boolean {
  const head = readHead(line);
  if (head.kind !== 'payment') return false;
  return beginsWithAmount(head.body) && !(of === 'rtp' && PHONE_LINE.test(line));
}
