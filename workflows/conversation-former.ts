import type { Debt } from '../domain/outcome';
import type { Notice } from '../domain/say';
import { isAnothers, leftLately, wentTo } from '../domain/whose';
import type { Conversation } from './conversation-entity';
import type { FormerSeller } from './conversation-state';
import { endsUnwritten, tellsSellersApart } from './patches';
import type { MessageFailure } from './payment-link.contract';

const isRecent = ({ at }: Pick<FormerSeller, 'at'>): boolean => leftLately(at, Date.now());

/** The seller who gave this number up last. A chat that was left before that was kept shows it where it stood still. */
const leaverOf = ({ movedTo, frozen }: Conversation['state']): string | undefined =>
  movedTo?.posUserId ?? (movedTo?.why === 'moved' ? frozen?.posUserId : undefined);

/**
 * The number has come to somebody: to the one who had it before, or to another. Where the other went on is kept, for what is owed to
 * that one goes there.
 *
 * @param posUserId undefined: nobody knows to whom
 */
export function makeWay({ state }: Conversation, posUserId?: string): void {
  const { movedTo, formerSellers = [] } = state;
  const leaver = leaverOf(state);
  delete state.movedTo;
  const others = formerSellers.filter((former) => former.posUserId !== posUserId && former.posUserId !== leaver);
  const hasLeft = movedTo?.why === 'moved' && leaver !== undefined && leaver !== posUserId;
  const left = hasLeft && tellsSellersApart();
  const all = left ? [...others, { ...movedTo, posUserId: leaver }] : others;
  if (all.length > 0 || state.formerSellers !== undefined) state.formerSellers = all;
}

/** Of whoever is named by an id: their chat does not bear the number's name, but this one does. */
export function rememberLeaver(conversation: Conversation, former: FormerSeller): void {
  const { state } = conversation;
  const others = (state.formerSellers ?? []).filter(({ posUserId }) => posUserId !== former.posUserId);
  state.formerSellers = [...others, former];
  conversation.publish();
}

/**
 * Sellers for whom the bank's word is not taken: it may know a number for longer than its seller has it. `everybody`: the bank is not
 * asked at all, since nobody knows who gave the number up.
 */
export function doubted(conversation: Conversation): readonly string[] | 'everybody' {
  const { state } = conversation;
  if (state.movedTo === undefined && (state.formerSellers ?? []).length === 0) return [];
  if (!tellsSellersApart()) return state.movedTo === undefined ? [] : 'everybody';
  if (state.movedTo?.why === 'joined') return 'everybody';
  if (state.movedTo?.done === true && !isRecent(state.movedTo)) makeWay(conversation);
  const leaver = leaverOf(state);
  if (state.movedTo !== undefined && leaver === undefined) return 'everybody';
  const gone = (state.formerSellers ?? []).filter((former) => !former.done || isRecent(former));
  return [...(leaver === undefined ? [] : [leaver]), ...gone.map(({ posUserId }) => posUserId)];
}

/** A stranger who owes and chose nothing, in a chat that nobody left lately: nobody misses it. */
export function isForgettable({ state }: Conversation): boolean {
  const { seller, debts, locale, movedTo, formerSellers = [], lastInboundAt } = state;
  if (movedTo !== undefined) return !isRecent(movedTo);
  if (seller !== undefined || debts.length > 0) return false;
  // Whoever never wrote here chose it on another line.
  if (locale !== undefined && !(lastInboundAt === undefined && endsUnwritten())) return false;
  return !(formerSellers.some(isRecent) && tellsSellersApart());
}

/** It is not told to whoever writes here now. */
export const isForAnother = ({ state }: Conversation, { posUserId }: Pick<Notice, 'posUserId'>): boolean =>
  isAnothers(posUserId, state) && tellsSellersApart();

/** Given up once `posUserId` turns out to have the number: all but what is theirs, or of somebody whose chat is known to go on. */
export function isHopeless(conversation: Conversation, { notice }: Debt, posUserId: string): boolean {
  const { formerSellers = [] } = conversation.state;
  const waits = notice.posUserId === posUserId || formerSellers.some((one) => one.posUserId === notice.posUserId);
  return !(waits && tellsSellersApart());
}

/** True: it is passed on to where its seller went on. */
export function passToFormer(conversation: Conversation, debt: Debt): boolean {
  const to = wentTo(debt.notice.posUserId, conversation.state.formerSellers);
  if (to !== undefined) conversation.put({ do: 'pass', signal: 'owed', argument: debt, to });
  return to !== undefined;
}

/** What was sent to a seller who has left is known there only. */
export function passFailure(conversation: Conversation, failure: MessageFailure): void {
  const { recent, formerSellers = [] } = conversation.state;
  if (recent.some(({ activityId }) => activityId === failure.activityId)) return;
  for (const to of formerSellers) {
    if (to.done && tellsSellersApart())
      conversation.put({ do: 'pass', signal: 'messageFailed', argument: failure, to });
  }
}

/** The bank knows where a seller went on who left before somebody else came: what is owed to that one goes there. */
export function releaseFormer(conversation: Conversation, posUserId: string): void {
  const { state } = conversation;
  const known = state.formerSellers?.map((one) => (one.posUserId === posUserId ? { ...one, done: true } : one));
  if (known === undefined) return;
  state.formerSellers = known;
  state.debts = state.debts.filter((debt) => !passToFormer(conversation, debt));
  conversation.publish();
}
