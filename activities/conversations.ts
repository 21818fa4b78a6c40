import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { chatIdsOf } from '../temporal/chat-ids';
import type { AnswerVerdict } from '../domain/answer-limit';
import type { Contact } from '../domain/inbound';
import { phoneVariants } from '../domain/phone-variants';
import { leftLately, wentTo } from '../domain/whose';
import { createStarts } from '../temporal/starts';
import { unless } from '../temporal/unless';
import type { ConversationInput, ConversationMemo } from '../workflows/conversation.contract';
import { attributes } from '../workflows/search-attributes';
import type { Deps } from './deps';

/** What a sender knows of the seller's chat. */
export interface ConversationView extends Partial<ConversationMemo> {
  /** ISO 8601 */
  readonly lastInboundAt?: string;
  /** Read of the chat that this one goes on in, after so many moves. */
  readonly moves?: number;
  /** Where the person is written to since the last of them. */
  readonly contact?: Contact;
}

type Reader = Pick<Deps, 'temporal'>;

/** Nobody changes phones more often while one payment lives. */
const FARTHEST = 5;

/**
 * Reads a conversation by describing it: no query, so no worker has to be free, and no event. It shows what the
 * conversation's workflow task has already done, so a payment brings its own message's time along.
 *
 * @param follow how far to where the chat goes on: only to the same person's, or after a change of number too
 * @param posUserId whose: another may have the number by now
 * @returns with the id of the chat that it was read of
 */
export async function readConversation(
  deps: Reader,
  conversationId: string,
  follow: 'joined' | 'moved' = 'joined',
  posUserId?: string,
): Promise<ConversationView & { readonly conversationId: string }> {
  let id = conversationId;
  let view = await read(deps, id);
  let contact: Contact | undefined;
  let moves = 0;
  for (; moves < FARTHEST; moves += 1) {
    const next = nextOf(view, posUserId);
    if (next == null || (follow === 'joined' && next.why === 'moved')) break;
    ({ contact, conversationId: id } = next);
    view = await read(deps, id);
  }
  return { ...view, conversationId: id, moves, ...(contact === undefined ? {} : { contact }) };
}

const nextOf = ({ formerSellers, movedTo }: ConversationView, posUserId?: string) =>
  wentTo(posUserId, formerSellers) ?? movedTo;

const JUST_READ_MS = 5_000;

/** What payments read of their chats a moment ago. Each is taken once: a second try looks anew. */
export interface ChatsJustRead {
  keep(linkId: string, view: ConversationView): void;
  take(linkId: string): ConversationView | undefined;
}

/** A payment's first step reads the chat; its first answer, which mostly follows within the second, need not do so again. */
export function createChatsJustRead(): ChatsJustRead {
  const views = new LRUCache<string, ConversationView>({ max: 1_000, ttl: JUST_READ_MS });
  return {
    keep: (linkId, view) => void views.set(linkId, view),
    take: (linkId) => {
      const view = views.get(linkId);
      views.delete(linkId);
      return view;
    },
  };
}

/** Whether two ids name one person's chat: a button that was sent before it moved is still the person's. */
export async function isSameChat(deps: Reader, earlier: string, now: string): Promise<boolean> {
  let id: string | undefined = earlier;
  for (let moves = 0; moves <= FARTHEST && id !== undefined; moves += 1) {
    if (id === now) return true;
    id = (await read(deps, id)).movedTo?.conversationId;
  }
  return false;
}

/**
 * Whether a seller gave this number up lately and went on in another chat: whoever has it now is somebody else, whatever the bank
 * still knows. Only a chat that bears the number's name remembers it.
 *
 * @param phone digits, country code first
 * @param asker the chat that asks: a seller who kept their id may have come back
 */
export async function gaveUpNumber(
  deps: Pick<Deps, 'temporal' | 'addressing' | 'now'>,
  { lineId, phone, posUserId, asker }: Readonly<Record<'lineId' | 'phone' | 'posUserId' | 'asker', string>>,
): Promise<boolean> {
  const ids = phoneVariants(phone).flatMap((variant) => chatIdsOf(deps.addressing, lineId, { phone: variant }));
  const chats = await Promise.all(ids.map((id) => read(deps, id)));
  return chats.some(({ formerSellers = [] }) =>
    formerSellers.some(
      (former) =>
        former.posUserId === posUserId &&
        former.conversationId !== asker &&
        leftLately(former.at, deps.now().getTime()),
    ),
  );
}

async function read({ temporal }: Reader, conversationId: string): Promise<ConversationView> {
  const handle = temporal.workflow.getHandle(conversationId);
  const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
  if (found?.status.name !== 'RUNNING') return {};
  const lastInboundAt = found.typedSearchAttributes.get(attributes.lastInboundAt)?.toISOString();
  return { ...(found.memo as Partial<ConversationMemo>), ...(lastInboundAt === undefined ? {} : { lastInboundAt }) };
}

export interface ConversationSignal {
  readonly conversationId: string;
  /** Starts the conversation where there is none, or none any more. */
  readonly input: ConversationInput;
  readonly signal:
    | 'messageReceived'
    | 'sellerAsked'
    | 'debtsAsked'
    | 'owed'
    | 'messageFailed'
    | 'merchantRemembered'
    | 'localeChosen'
    | 'questionAsked'
    | 'payerAnswered'
    | 'sellerLeft'
    | 'succeeded'
    | 'released'
    | 'handedOver';
  readonly argument?: unknown;
}

/** Counts one more answer to a command that makes no payment. May run twice: the same command counts once. */
export const createCountAnswer = (deps: Deps) => {
  const starts = createStarts(deps.temporal, deps.taskQueuePrefix);
  return async function countAnswer(
    request: Pick<ConversationSignal, 'conversationId' | 'input'> & { readonly linkId: string },
  ): Promise<AnswerVerdict> {
    return starts.countAnswer(request.conversationId, request.input, request.linkId);
  };
};

/** Signals a conversation, started if need be: what is owed must not depend on somebody having written before. */
export const createTellConversation = (deps: Deps) => {
  const starts = createStarts(deps.temporal, deps.taskQueuePrefix);
  return async function tellConversation({ conversationId, input, ...sent }: ConversationSignal): Promise<void> {
    await starts.conversation(conversationId, input, sent);
  };
};
