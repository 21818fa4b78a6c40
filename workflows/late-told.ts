import type { Debt } from '../domain/outcome';
import type { ConversationState } from './conversation-state';

/** A payment is known for a month after its end; a seller has fewer that are paid so late. */
const LATE = 500;

/** Late news that this chat told before. */
export function isToldLate({ lateTold = {} }: Pick<ConversationState, 'lateTold'>, { notice }: Debt): boolean {
  return (lateTold[notice.linkId] ?? 0) >= notice.seq;
}

/** Kept beyond the debt itself: whoever once saw the callback can send it again for as long as the payment is known. */
export function rememberLate(state: { lateTold?: ConversationState['lateTold'] }, over: readonly Debt[]): void {
  const late = over.filter((debt) => debt.late === true).map(({ notice }) => [notice.linkId, notice.seq] as const);
  if (late.length === 0) return;
  state.lateTold = Object.fromEntries([...Object.entries(state.lateTold ?? {}), ...late].slice(-LATE));
}
