import type { Command } from '../command';
import { cleanLines, READ_AT_MOST } from './clean';
import { type Draft, sampleAmount, type Understood, write } from './draft';
import { GRAMMAR } from './grammar';
import { beginsPayment, type OtherKind, readHead } from './route';
import { type Rules, understand } from './understand';

/**
 * What a message asks for, without knowing whose it is. `payment` is whatever is meant as one, malformed or not, and
 * gets a payment or a clear answer from {@link parseCommand}; `14:30`, `069123456` or `2x50` alone are talk.
 * Never throws; reads a bounded part of the text.
 *
 * @param grammar by which the asker began to read; absent: the newest
 */
export function routeOf(text: string, grammar = GRAMMAR): 'payment' | OtherKind | 'talk' {
  return readHead(cleanLines(text).join(' '), grammar).kind;
}

/**
 * Reads a message as a command. Where two readings differ in money it is refused, never guessed; each refusal carries
 * commands that would work under the same rules, closest to what was meant. Never throws.
 */
export function parseCommand(text: string, given: Omit<Rules, 'grammar'> & Partial<Rules>): Command {
  const rules = { grammar: GRAMMAR, ...given };
  const lines = cleanLines(rules.grammar > 1 ? text : text.replaceAll('\t', ' '));
  const head = readHead(lines.join(' '), rules.grammar);
  if (head.kind !== 'payment') return { kind: head.kind };
  const understood = oneOnly(readPayment(lines.join(' '), rules), { lines, of: head.of, rules, text });
  if (understood.kind === 'problem') {
    const examples = examplesOf(understood.closest, head.of, rules);
    return { kind: 'refused', of: head.of, problem: understood.problem, examples };
  }
  const { of, ...payment } = understood.draft;
  return of === 'pay' ? { kind: of, ...payment } : { kind: of, ...payment };
}

/** @param of where the command's word stands on a line of its own; else the line itself says it */
function readPayment(line: string, rules: Rules, of?: 'pay' | 'rtp'): Understood {
  const head = readHead(line, rules.grammar);
  if (head.kind !== 'payment') return { kind: 'problem', problem: 'AmountMissing', closest: [] };
  const understood = understand(head.body, { of: of ?? head.of, rules });
  // `pay100`: no number is glued to anything, not even to the command.
  return head.glued && understood.kind === 'payment'
    ? { kind: 'problem', problem: 'AmountUnclear', closest: [understood.draft] }
    : understood;
}

/** One payment per message, and nothing behind the part that is read. */
function oneOnly(
  understood: Understood,
  message: {
    readonly lines: readonly string[];
    readonly of: 'pay' | 'rtp';
    readonly rules: Rules;
    readonly text: string;
  },
): Understood {
  const payments = message.lines.filter((line) => beginsPayment(line, message.of));
  const [first, second] = payments;
  if (first !== undefined && second !== undefined) {
    const closest = draftsOf(readPayment(first, message.rules, message.of));
    return { kind: 'problem', problem: 'SeveralPayments', closest };
  }
  if (understood.kind === 'payment' && first !== undefined && message.rules.grammar > 1) {
    const [alone] = draftsOf(readPayment(first, message.rules, message.of));
    if (alone !== undefined && alone.amount.minor !== understood.draft.amount.minor)
      return { kind: 'problem', problem: 'TwoReadings', closest: [understood.draft, alone] };
  }
  return understood.kind === 'payment' && message.text.length > READ_AT_MOST
    ? { kind: 'problem', problem: 'DescriptionTooLong', closest: [understood.draft] }
    : understood;
}

function draftsOf(understood: Understood): readonly Draft[] {
  return understood.kind === 'payment' ? [understood.draft] : understood.closest;
}

/** Reading an example again is what proves that it works and means the payment it was made for. */
function examplesOf(closest: readonly Draft[], of: 'pay' | 'rtp', rules: Rules): readonly string[] {
  const works = (draft: Draft) => {
    const again = Number.isSafeInteger(draft.amount.minor) ? readPayment(write(draft), rules) : undefined;
    return again?.kind === 'payment' && write(again.draft) === write(draft);
  };
  const found = [...new Set(closest.filter(works).map(write))];
  if (found.length > 0) return found;
  const plain: Draft = { of, amount: sampleAmount(rules.currency, rules.limits) };
  const noted = closest.map((draft) => ({ ...draft, amount: plain.amount })).find(works);
  return [write(noted ?? plain)];
}
