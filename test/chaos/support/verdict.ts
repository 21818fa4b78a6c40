import type { SimPayment } from '../../../sandbox/rail/payment';
import { isFinalStatus } from '../../../sandbox/rail/payment';
import type { Account, Told } from './account';

/** What a payment's own run shows of itself, for what only it can know: that it is stuck, or that it may have said it twice. */
export interface RunView {
  readonly linkId: string;
  readonly status: string;
  readonly state?: string | undefined;
  readonly stuck?: string | undefined;
  readonly notification?: string | undefined;
}

export interface Verdict {
  /** Nothing is to be expected any more. */
  readonly done: boolean;
  /** What must never be. */
  readonly wrong: readonly string[];
  /** What may be, and is counted. */
  readonly counted: readonly Counted[];
}

export type Counted = 'orphan' | 'possiblyTwice' | 'corrected' | 'rtpUnknown' | 'notAccepted';

const FINAL: readonly Told[] = ['paid', 'paidAfterAll', 'failed', 'declined', 'expired'];
const TOLD_AS: Readonly<Record<string, Told>> = { FAILED: 'failed', DECLINED: 'declined', EXPIRED: 'expired' };

/**
 * Judges one command by the promises: one payment, one final notice, no second request, nothing stuck without a word.
 * @param toldTwice linkIds that their chats say were possibly told twice
 */
export function judge(account: Account, runs: ReadonlyMap<string, RunView>, toldTwice: ReadonlySet<string>): Verdict {
  const { command, payments, orphans, links, notices } = account;
  if (!account.accepted) return { done: false, wrong: [], counted: ['notAccepted'] };
  const own = account.linkIds.flatMap((linkId) => runs.get(linkId) ?? []);
  const wrong: string[] = [];
  const counted: Counted[] = orphans.map(() => 'orphan');
  const twiceShown = own.some(({ linkId, notification }) => notification === 'PossiblyTwice' || toldTwice.has(linkId));

  const addresses = new Set(links.map(({ address }) => address));
  if (addresses.size > 1) wrong.push(`${addresses.size} different links were sent`);
  if (payments.length > 1) wrong.push(`${payments.length} payments may be paid`);
  for (const repeated of repeats(links.map(({ key }) => key))) {
    if (twiceShown) counted.push('possiblyTwice');
    else wrong.push(`the link went out twice and nothing shows it (${repeated})`);
  }
  for (const { linkId, status, state } of own) {
    if (status !== 'RUNNING' && status !== 'COMPLETED') wrong.push(`${linkId} ended as ${status} in ${state ?? '?'}`);
  }

  const [payment] = payments;
  const final = notices.filter(({ told }) => FINAL.includes(told));
  // The answer to the request was lost, and perhaps the one callback as well: then people find out, and the run says so.
  const unknown = final.length === 0 && notices.some(({ told }) => told === 'rtpUnknown');
  if (unknown) counted.push('rtpUnknown');
  if (unknown && own.some(({ status, stuck }) => status === 'RUNNING' && stuck !== 'RtpOutcomeUnknown')) {
    wrong.push('is told as unknown, and people are not asked to find out');
  }
  const expected = payment === undefined ? undefined : lastWord(payment);
  const heard = final.filter(({ told }) => isSame(told, expected));
  if (heard.some(({ told }) => told === 'paidAfterAll')) counted.push('corrected');
  if (heard.length > 1) {
    if (twiceShown) counted.push('possiblyTwice');
    else wrong.push(`"${heard.map(({ told }) => told).join('", "')}" was told ${heard.length} times`);
  }
  const contradicted = final.filter(({ told }) => !isSame(told, expected) && !mayPrecede(told, expected, command.fate));
  if (contradicted.length > 0 && expected !== undefined) {
    wrong.push(`told ${contradicted.map(({ told }) => told).join(', ')}, and the rail says ${expected}`);
  }
  if (notices.some(({ told }) => told === 'other')) wrong.push('was called doubtful, and nothing is');
  return { done: heard.length > 0 || unknown, wrong, counted };
}

/** The rail's final word; undefined: there is none. */
function lastWord({ status }: SimPayment): Told | undefined {
  if (!isFinalStatus(status)) return undefined;
  return status === 'SUCCESS' ? 'paid' : TOLD_AS[status];
}

const isSame = (told: Told, expected: Told | undefined): boolean =>
  told === expected || (told === 'paidAfterAll' && expected === 'paid');

/** Only "expired" is followed by something better, and only where the customer paid after all. */
const mayPrecede = (told: Told, expected: Told | undefined, fate: string): boolean =>
  told === 'expired' && expected === 'paid' && fate === 'payAfterExpiry';

function repeats(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
