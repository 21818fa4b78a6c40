import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { ConversationSignal } from '../activities/conversations';
import type { Contact } from '../domain/inbound';
import type { Conversation } from './conversation-entity';
import { releaseFormer } from './conversation-former';
import type {
  Address,
  ConversationTask,
  FormerSeller,
  Heritage,
  NumberLeft,
  Predecessor,
  Successor,
} from './conversation-state';
import { leavesNothingBehind } from './patches';

/** What was once sent or owed here, and what an earlier chat leaves, is the successor's, whoever writes here now. */
const OF_THE_PAST: readonly ConversationSignal['signal'][] = ['owed', 'messageFailed', 'handedOver'];

/**
 * True: the chat goes on elsewhere, and so does this. After a change of number what the person does here stays here: it may be
 * somebody else by now.
 */
export function passOn(conversation: Conversation, signal: ConversationSignal['signal'], argument: unknown): boolean {
  const { movedTo } = conversation.state;
  if (movedTo?.done !== true || (movedTo.why === 'moved' && !OF_THE_PAST.includes(signal))) return false;
  conversation.put({ do: 'pass', signal, argument, to: movedTo });
  return true;
}

/** True: another chat's heritage is passed on. One from the very chat that this one went on in comes back to stay. */
export function passHeritage(conversation: Conversation, heritage: Heritage): boolean {
  const { movedTo } = conversation.state;
  if (movedTo?.done !== true || movedTo.conversationId === heritage.from || !leavesNothingBehind()) return false;
  return passOn(conversation, 'handedOver', heritage);
}

/** Says it where this chat goes on, or went on when it heard of it: the number may have come to somebody since. */
export async function pass(
  conversation: Conversation,
  { to, signal, argument }: Extract<ConversationTask, { do: 'pass' }>,
): Promise<void> {
  const { movedTo } = conversation.state;
  if (movedTo === undefined && (to === undefined || !leavesNothingBehind())) return;
  const there = to ?? movedTo;
  if (there !== undefined) await tellOther(conversation, there, { signal, argument });
}

/**
 * The person writes here with the number that they moved to: WhatsApp's id stayed, and so does this chat, or what was handed
 * over is passed on like any other word of the same person's.
 */
export function comeBack(conversation: Conversation, { phone }: Contact): void {
  const { state } = conversation;
  const { movedTo } = state;
  if (movedTo === undefined || phone === undefined || phone !== movedTo.contact.phone) return;
  if (movedTo.done) state.movedTo = { ...movedTo, why: 'joined' };
  else delete state.movedTo;
  conversation.publish();
}

/** The person is known by a better id: all of it is that chat's from now on. */
export async function join(conversation: Conversation, to: Address): Promise<void> {
  if (conversation.state.movedTo?.done === true || to.conversationId === conversation.id) return;
  await handOver(conversation, { ...to, why: 'joined', done: true, at: new Date().toISOString() });
}

/**
 * The number changed. Whoever has it now must not read what was owed to the one before, so the chat stands still until the
 * bank knows the new number as the same seller's.
 */
export async function leave(conversation: Conversation, to: Address): Promise<void> {
  const { state } = conversation;
  if (state.movedTo?.done === true || to.conversationId === conversation.id) return;
  conversation.freeze();
  const posUserId = state.frozen?.posUserId;
  const at = new Date().toISOString();
  state.movedTo = { ...to, why: 'moved', done: false, at, ...(posUserId === undefined ? {} : { posUserId }) };
  await leadOn(conversation, to);
  if (posUserId === undefined) return;
  const argument: Predecessor = { conversationId: conversation.id, contact: state.contact, posUserId };
  await tellOther(conversation, to, { signal: 'succeeded', argument });
}

/** A chat that is named by the person's id goes with the person: that of the number has to know whose it was. */
export async function leaveNumber(conversation: Conversation, { number, to }: NumberLeft): Promise<void> {
  const { seller, frozen, movedTo } = conversation.state;
  const posUserId = seller?.posUserId ?? frozen?.posUserId ?? movedTo?.posUserId;
  if (posUserId === undefined || number.conversationId === conversation.id) return;
  const argument: FormerSeller = { ...to, posUserId, why: 'moved', done: true, at: new Date().toISOString() };
  await tellOther(conversation, number, { signal: 'sellerLeft', argument });
}

/** Whoever waits for the seller to be known here waits there from now on. */
async function leadOn(conversation: Conversation, to: Address): Promise<void> {
  const { predecessors = [] } = conversation.state;
  if (predecessors.length === 0 || !leavesNothingBehind()) return;
  delete conversation.state.predecessors;
  for (const argument of predecessors) await tellOther(conversation, to, { signal: 'succeeded', argument });
}

/** The bank knows the new number: the same seller gets all of it, or what is left of it here since somebody else came. */
export async function release(conversation: Conversation, posUserId?: string): Promise<void> {
  const { movedTo } = conversation.state;
  const isLeaver = (movedTo?.posUserId ?? posUserId) === posUserId || posUserId === undefined;
  if (movedTo?.done === false && isLeaver) await handOver(conversation, { ...movedTo, done: true });
  else if (posUserId !== undefined) releaseFormer(conversation, posUserId);
}

/** Lets go the chats that wait for this seller to be known here. Another seller's never hand anything over. */
export async function releasePredecessors(conversation: Conversation, posUserId: string): Promise<void> {
  const { predecessors = [] } = conversation.state;
  delete conversation.state.predecessors;
  for (const predecessor of predecessors) {
    const isOther = predecessor.conversationId !== conversation.id;
    if (isOther && predecessor.posUserId === posUserId)
      await tellOther(conversation, predecessor, { signal: 'released', argument: { posUserId } });
  }
}

async function handOver(conversation: Conversation, to: Successor): Promise<void> {
  const { locale, merchant, question, debts, seen, recent, lastInboundAt, seller, greeted, asked } = conversation.state;
  const { frozen, predecessors = [], lateTold, lateWords, toldTwice, requests } = conversation.state;
  const joined = to.why === 'joined';
  const argument: Heritage = {
    from: conversation.id,
    debts,
    recent,
    ...(locale === undefined ? {} : { locale }),
    ...(merchant === undefined ? {} : { merchant }),
    ...(question === undefined ? {} : { question }),
    ...(lateTold === undefined ? {} : { lateTold }),
    ...(lateWords === undefined ? {} : { lateWords }),
    ...(toldTwice === undefined ? {} : { toldTwice }),
    // After a change of number the window is closed until the person writes from the new one.
    ...(joined ? { seen, greeted, asked, predecessors } : {}),
    ...(joined && seller !== undefined ? { seller } : {}),
    ...(joined && requests !== undefined ? { requests } : {}),
    ...(joined && frozen !== undefined ? { frozen } : {}),
    ...(joined && lastInboundAt !== undefined ? { lastInboundAt } : {}),
  };
  // Before the first await: what comes meanwhile is passed on, behind the heritage.
  conversation.retire(to);
  await tellOther(conversation, to, { signal: 'handedOver', argument });
}

/** Takes what an earlier chat of the same person left. What this one has already is newer. */
export function inherit(conversation: Conversation, heritage: Heritage): void {
  const { state } = conversation;
  const { from, debts, recent, lastInboundAt, lateWords, seen = [], asked = [], greeted = false, ...others } = heritage;
  const { predecessors = [], requests = [], ...known } = others;
  // The chat under the new number turned out to be this one: the person kept the id.
  if (state.movedTo?.conversationId === from) delete state.movedTo;
  // Whoever is resolved here is not frozen by what was there, nor is a frozen one known by it.
  const barred = state.seller !== undefined ? 'frozen' : state.frozen !== undefined ? 'seller' : undefined;
  for (const [name, value] of Object.entries(known)) {
    if (name !== barred && !(name in state)) Object.assign(state, { [name]: value });
  }
  state.seen = [...seen, ...state.seen];
  state.recent = [...recent, ...state.recent];
  state.asked = [...asked, ...state.asked];
  if (requests.length > 0) state.requests = [...requests, ...(state.requests ?? [])];
  state.greeted ||= greeted;
  if (lateWords !== undefined) state.lateWords = { ...lateWords, ...state.lateWords };
  if (lastInboundAt !== undefined) conversation.heardAt(lastInboundAt);
  for (const debt of debts) conversation.owe(debt);
  if (predecessors.length > 0) awaitKnown(conversation, predecessors);
  conversation.publish();
}

/** Those who waited at an earlier chat wait here, where the seller is not known yet, or where this one goes on. */
function awaitKnown(conversation: Conversation, predecessors: readonly Predecessor[]): void {
  const { state } = conversation;
  if (!leavesNothingBehind()) {
    state.predecessors ??= predecessors;
    return;
  }
  for (const from of predecessors) {
    if (state.movedTo !== undefined)
      conversation.put({ do: 'pass', signal: 'succeeded', argument: from, to: state.movedTo });
    else if (state.seller !== undefined) conversation.put({ do: 'succeed', from });
    else state.predecessors = [...(state.predecessors ?? []), from];
  }
}

/** Tells another chat something, started if need be. */
export async function tellOther(
  { input }: Conversation,
  to: Address,
  word: Pick<ConversationSignal, 'signal' | 'argument'>,
): Promise<void> {
  const { tellConversation } = proxyActivities<Pick<Activities, 'tellConversation'>>({
    startToCloseTimeout: '10 seconds',
  });
  const { line, timings } = input;
  const request = { conversationId: to.conversationId, input: { line, contact: to.contact, timings }, ...word };
  await tellConversation.executeWithOptions({ summary: `Tell another chat: ${word.signal}` }, [request]);
}
