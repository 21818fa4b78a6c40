import { WorkflowNotFoundError } from '@temporalio/client';
import type { AnswerVerdict } from '../domain/answer-limit';
import { createStarts } from '../temporal/starts';
import type { ConversationInput, ConversationMemo } from '../workflows/conversation.contract';
import { attributes } from '../workflows/search-attributes';
import type { Deps } from './deps';

/** What a sender knows of the seller's chat. */
export interface ConversationView extends Partial<ConversationMemo> {
  /** ISO 8601 */
  readonly lastInboundAt?: string;
}

/**
 * Reads a conversation by describing it: no query, so no worker has to be free, and no event. It shows what the
 * conversation's workflow task has already done, so a payment brings its own message's time along.
 */
export async function readConversation(deps: Deps, conversationId: string): Promise<ConversationView> {
  try {
    const found = await deps.temporal.workflow.getHandle(conversationId).describe();
    if (found.status.name !== 'RUNNING') return {};
    const lastInboundAt = found.typedSearchAttributes.get(attributes.lastInboundAt)?.toISOString();
    return { ...(found.memo as Partial<ConversationMemo>), ...(lastInboundAt === undefined ? {} : { lastInboundAt }) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return {};
    throw error;
  }
}

export interface ConversationSignal {
  readonly conversationId: string;
  /** Starts the conversation where there is none, or none any more. */
  readonly input: ConversationInput;
  readonly signal: 'sellerAsked' | 'debtsAsked' | 'owed' | 'merchantRemembered' | 'questionAsked' | 'payerAnswered';
  readonly argument: unknown;
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
