import { judgeLate } from '../domain/late-words';
import type { LateWords } from '../domain/late-words';
import type { Debt } from '../domain/outcome';
import type { ConversationState } from './conversation-state';
import { tellsEachLateWord } from './patches';

/** A payment is known for a month after its end; a seller has fewer that are paid so late. */
const LATE = 500;

type Told = Pick<ConversationState, 'lateTold'>;

/** Late news that this chat told before. */
export function isToldLate({ lateTold = {} }: Told, { notice }: Debt): boolean {
  return (lateTold[notice.linkId] ?? 0) >= notice.seq;
}

/** Kept beyond the debt itself: whoever once saw the callback can send it again for as long as the payment is known. */
export function rememberLate(state: { lateTold?: ConversationState['lateTold'] }, over: readonly Debt[]): void {
  const late = over.filter((debt) => debt.late === true).map(({ notice }) => [notice.linkId, notice.seq] as const);
  if (late.length === 0) return;
  state.lateTold = Object.fromEntries([...Object.entries(state.lateTold ?? {}), ...late].slice(-LATE));
}

/**
 * Late news as it is to be told beside what else came late about the same link; undefined: it is none. Whoever brings it knows
 * only the ended run, and gives every late word of a link the same seq.
 */
export function withWords(state: Told & { lateWords?: ConversationState['lateWords'] }, debt: Debt): Debt | undefined {
  const { notice, word } = debt;
  if (word === undefined) return debt;
  const known = state.lateWords?.[notice.linkId];
  // Of what was told before words were kept, this may be a replay.
  if (known === undefined && isToldLate(state, debt)) return undefined;
  const news = judgeLate(known, word, notice);
  if (news === undefined || (known !== undefined && !tellsEachLateWord())) return undefined;
  state.lateWords = remember(state.lateWords, notice.linkId, news.words);
  return { ...debt, notice: news.notice };
}

function remember(all: ConversationState['lateWords'] = {}, linkId: string, words: LateWords) {
  const { [linkId]: _, ...others } = all;
  return Object.fromEntries([...Object.entries(others), [linkId, words] as const].slice(-LATE));
}
