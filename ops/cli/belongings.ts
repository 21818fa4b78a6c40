import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { phoneVariants } from '../../domain/phone-variants';
import { chatIdsOf } from '../../temporal/chat-ids';
import { unless } from '../../temporal/unless';
import { CONVERSATION_WORKFLOW } from '../../workflows/conversation.contract';
import type { ConversationMemo } from '../../workflows/conversation.contract';
import { PAYMENT_LINK_WORKFLOW, readMemo } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import type { Desk } from './command';
import type { Person } from './person';
import { list, quoted } from './visibility';

/** What is kept of a person in Temporal. */
export interface Belongings {
  /** Ids of their chats. */
  readonly chats: readonly string[];
  readonly payments: readonly WorkflowExecutionInfo[];
  /** Every SellerId that is on any of these. */
  readonly sellerIds: readonly string[];
  /** Where it was looked, for whoever finds nothing. */
  readonly looked: string;
}

type Kept = Pick<WorkflowExecutionInfo, 'workflowId' | 'memo' | 'typedSearchAttributes'>;

/**
 * Chats bear names made of the phone, or of an id that nobody can make from a phone; payments bear neither. What is named by the SellerId
 * is found by that. For the rest, and for all where cap-svc does not know the phone any more, memos are read: a payment's has its
 * sender and its chat, a chat's the phone that it was shown and where it went on.
 */
export async function belongingsOf(desk: Desk, person: Person): Promise<Belongings> {
  const { phone, sellerId, isToBeLookedFor } = person;
  const numbers = phone === undefined ? [] : phoneVariants(phone);
  const shows = (number: string | undefined) => number !== undefined && numbers.includes(number);
  const isSellers = (one: Kept) => sellerId !== undefined && sellerIdOf(one) === sellerId;
  const isSaid = ({ memo }: Kept) => shows(readMemo(memo).sender?.phone);

  const { payments, chats } = await readFor(desk, person);
  const theirs = await keptOf(desk, [
    ...numbers.flatMap((number) => namesOf(desk, number)),
    ...chats.filter((one) => isSellers(one) || shows(chatMemo(one).phone)).map(({ workflowId }) => workflowId),
    ...payments.filter(isSaid).flatMap(({ memo }) => readMemo(memo).conversationId ?? []),
  ]);
  const ids = new Set(theirs.map(({ workflowId }) => workflowId));
  const isOfChat = ({ memo }: Kept) => ids.has(readMemo(memo).conversationId ?? '');
  const paid = payments.filter((one) => isSellers(one) || isSaid(one) || isOfChat(one));
  return {
    chats: [...ids],
    payments: paid,
    sellerIds: [...new Set([...theirs, ...paid].flatMap((one) => sellerIdOf(one) ?? []))],
    looked: isToBeLookedFor
      ? `Looked at: the names of the phone's chats on the lines ${desk.lines.map(({ id }) => id).join(', ')}, and the memos of ${chats.length} runs of chats and ${payments.length} payments, all that the namespace ${desk.namespace} keeps. A chat that was never shown the phone is not found by it.`
      : `Looked at: all that the namespace ${desk.namespace} keeps of the SellerId ${sellerId ?? ''}, and commands without a seller.`,
  };
}

/** What may be theirs. Commands that made no payment have no SellerId, but what was typed. */
async function readFor(desk: Desk, { sellerId, isToBeLookedFor }: Person) {
  const { name } = attributes.sellerId;
  const ofSeller = `${name} = ${quoted(sellerId ?? '')}`;
  const ofType = (type: string, which: string, aloud: string) =>
    isToBeLookedFor
      ? list(desk, `WorkflowType = ${quoted(type)}`, aloud)
      : list(desk, `WorkflowType = ${quoted(type)} AND ${which}`);
  return {
    payments: await ofType(PAYMENT_LINK_WORKFLOW, `(${name} IS NULL OR ${ofSeller})`, 'payments'),
    chats: await ofType(CONVERSATION_WORKFLOW, ofSeller, 'runs of chats'),
  };
}

const sellerIdOf = ({ typedSearchAttributes: is }: Kept): string | undefined => is.get(attributes.sellerId);
const chatMemo = ({ memo }: Pick<Kept, 'memo'>): Partial<ConversationMemo> => memo ?? {};

/** What chats of a phone are called, by every key and on every line. */
const namesOf = ({ lines, addressing }: Desk, phone: string): string[] =>
  lines.flatMap(({ id }) => chatIdsOf(addressing, id, { phone }));

/** Those of the chats that are kept, and those that they went on in as the same person's. */
async function keptOf({ client }: Desk, ids: readonly string[]): Promise<readonly Kept[]> {
  const kept = new Map<string, Kept>();
  const left = [...new Set(ids)];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (kept.has(id)) continue;
    const found = await client.workflow.getHandle(id).describe().catch(unless(WorkflowNotFoundError, undefined));
    if (found === undefined) continue;
    kept.set(id, found);
    const { movedTo } = chatMemo(found);
    // After a change of number the old one may be somebody else's by now.
    if (movedTo?.why === 'joined') left.push(movedTo.conversationId);
  }
  return [...kept.values()];
}
