import type { OutboundMessage } from '../channels/channel';
import type { Money } from '../domain/money';
import type { Notice, NoticeOutcome } from '../domain/say';
import { fit } from './fit';
import { LIMITS } from './limits';
import { SYMBOLS } from './payment-details';
import { headlineOf, noticeBody, shortReference } from './render-notice';
import { join } from './text';
import type { Voice } from './voice';

/** More than this are counted, and only the newest of them shown one by one. */
const SHOWN_SINGLY = 10;

type Hint = 'unpaid' | 'unconfirmed' | 'paidTwice';

/** What to do next, said once for all lines that need it; also the order in which outcomes are counted. */
const HINTS: Readonly<Record<NoticeOutcome, Hint | undefined>> = {
  paid: undefined,
  paidAfterAll: undefined,
  paidTwice: 'paidTwice',
  unconfirmed: 'unconfirmed',
  review: 'unconfirmed',
  rtpUnknown: 'unconfirmed',
  failed: 'unpaid',
  declined: 'unpaid',
  expired: 'unpaid',
  cancelled: undefined,
};
const OUTCOMES = Object.keys(HINTS) as readonly NoticeOutcome[];

/** One sum a currency: amounts of two currencies are never added up. */
function sums(notices: readonly Notice[]): readonly Money[] {
  const byCurrency = new Map<string, number>();
  for (const { amount } of notices) {
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0) + amount.minor);
  }
  return [...byCurrency].map(([currency, minor]) => ({ currency, minor }));
}

function totals(notices: readonly Notice[], voice: Voice): string[] {
  return OUTCOMES.flatMap((outcome) => {
    const of = notices.filter((notice) => notice.outcome === outcome);
    if (of.length === 0) return [];
    const total = sums(of).map(voice.amount).join(' + ');
    return [`${SYMBOLS[outcome]} ${voice.say(`notices.total.${outcome}`, { count: of.length, total })}`];
  });
}

function hints(notices: readonly Notice[], voice: Voice): string[] {
  const needed = new Set(notices.map(({ outcome }) => HINTS[outcome]).filter((hint) => hint !== undefined));
  return [...needed].map((hint) => voice.say(`notices.hint.${hint}`));
}

function newestFirst(notices: readonly Notice[]): readonly Notice[] {
  return [...notices].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.seq - one.seq);
}

/**
 * Debts, told together: each message costs, and one seller takes no more than one in six seconds.
 * @throws Error if there is nothing to tell: an empty message would be refused by the channel for ever.
 */
export function renderNotices(notices: readonly Notice[], voice: Voice): OutboundMessage {
  const [newest, ...older] = newestFirst(notices);
  if (newest === undefined) throw new Error('There are no notices to tell: send nothing instead.');
  if (older.length === 0) return { kind: 'text', body: noticeBody(newest, voice, false) };
  const singly = [newest, ...older].slice(0, SHOWN_SINGLY);
  const body = fit(LIMITS.interactive - 1, singly.length, (length, count) => {
    const shown = singly.slice(0, count);
    const counted = shown.length < notices.length;
    return [
      ...(counted ? totals(notices, voice) : []),
      ...(counted && count > 0 ? [voice.say('notices.newest', { count })] : []),
      ...shown.map((notice) => join(' · ', [headlineOf(notice, voice, length), shortReference(notice)])),
      ...hints(notices, voice),
    ].join('\n');
  });
  return { kind: 'text', body };
}
