import type { OpenQuestion } from '../domain/payer';
import type { Obstacle } from './payment-link.contract';
import type { Conversation } from './conversation-entity';
import { debtsDeadline } from './debts';
import { adviceOn } from './stuck-advice';

const iso = (ms: number): string => new Date(ms).toISOString();
/** The newest of many. */
const SHOWN = 5;
const refOf = (linkId: string): string => `…${linkId.slice(-6)}`;

/** Markdown for the Temporal UI, without personal data: a seller's id, ids of payments, times. */
export function describeConversation(conversation: Conversation, stuck: Obstacle | undefined): string {
  const { lastInboundAt, seller, movedTo } = conversation.state;
  if (movedTo !== undefined) {
    return `This chat went on as \`${movedTo.conversationId}\` at ${movedTo.at}.\n\n**Waits for:** what still comes here, and passes it on.`;
  }
  return [
    `Seller ${seller?.posUserId ?? 'not resolved'}, last wrote ${lastInboundAt ?? 'never'}; the window ${windowOf(conversation)}.`,
    `**Waits for:** ${waitsOf(conversation).join(' And for ')}`,
    `**Next:** ${nextOf(conversation)}`,
    ...owedBy(conversation),
    ...toldTwiceBy(conversation),
    ...(stuck === undefined ? [] : [adviceOn('Stuck', stuck)]),
    `**You may:** ${mayOf(conversation)}`,
  ].join('\n\n');
}

function windowOf({ state, windowEndsAt }: Conversation): string {
  if (state.windowSaidClosed) return 'is closed, as the channel said';
  return windowEndsAt === 0 ? 'was never open' : `is open until ${iso(windowEndsAt)}`;
}

function waitsOf({ state }: Conversation): readonly string[] {
  const { inbox, debts, question, frozen } = state;
  return [
    ...(inbox.length > 0 ? [`its own answers: ${inbox.length} messages or wishes are in line.`] : []),
    ...(question === undefined ? [] : [`the seller’s ${answerOf(question)}, until ${question.until}.`]),
    ...(frozen === undefined ? [] : [`the bank to know this number as the seller’s, since ${frozen.since}.`]),
    ...(debts.length === 0 ? [] : ['a usable template, or the seller’s next message: notices are owed.']),
    'the seller’s next message.',
  ];
}

const answerOf = (question: OpenQuestion): string =>
  question.kind === 'shop' ? 'choice of a merchant' : `answer for ${refOf(question.linkId)}`;

function nextOf(conversation: Conversation): string {
  const { state, input } = conversation;
  if (state.debts.length > 0)
    return `what is owed is looked at again at ${iso(debtsDeadline(conversation))} at the latest.`;
  if (state.seller !== undefined || state.locale !== undefined) return 'nothing by itself: a seller’s chat lasts.';
  return `it ends when nobody writes for ${String(input.timings.strangerIdle / 3_600_000)} hours.`;
}

function owedBy({ state }: Conversation): readonly string[] {
  if (state.debts.length === 0) return [];
  const rows = state.debts.map(({ notice, why, code, since, notBefore }) => {
    const last = code === undefined ? why : `${why} (code ${String(code)})`;
    const next = notBefore === undefined ? '' : `, tried again at ${notBefore}`;
    return `- ${notice.outcome} of ${refOf(notice.linkId)} \`${notice.linkId}\`, ${last} since ${since}${next}`;
  });
  return [`**Owed:**\n${rows.join('\n')}`];
}

function toldTwiceBy({ state: { toldTwice = [] } }: Conversation): readonly string[] {
  if (toldTwice.length === 0) return [];
  const rows = toldTwice.slice(-SHOWN).map(({ linkId, at }) => `- ${refOf(linkId)} \`${linkId}\` at ${at}`);
  return [`**Told twice, perhaps, when it was over:**\n${rows.join('\n')}`];
}

function mayOf({ state }: Conversation): string {
  const held =
    state.debts.length === 0 ? [] : ['`resend <payment>` tries a held notice again, `drop <payment>` gives it up'];
  const known = state.seller === undefined ? [] : [`\`forget --seller ${state.seller.posUserId}\` erases`];
  const may = [...held, '`locale <payment> ro|ru|en|fr|de` changes the language', ...known];
  return `${may.join('; ')}: \`npm run ops -- …\`.`;
}
