import type { Client } from '@temporalio/client';
import type { Line } from '../../domain/line';
import {
  CONVERSATION_WORKFLOW,
  CONVERSATIONS_QUEUE,
  type ConversationInput,
  type ConversationMemo,
} from '../../workflows/conversation.contract';
import { LINE_WORKFLOW, lineWorkflowId, type LineInput, type LineMemo } from '../../workflows/line.contract';
import {
  PAYMENT_LINK_WORKFLOW,
  PAYMENT_LINKS_QUEUE,
  paymentLinkWorkflowId,
  type PaymentLinkInput,
  type PaymentLinkMemo,
} from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import type { ConversationSignal, LineSignal } from '../ports/temporal';

const NOTHING_OWED: ConversationMemo = { windowSaidClosed: false, debts: 0 };
const NOTHING_KNOWN: LineMemo = { templates: [] };

/** How each workflow is started: ids, policies, what is visible from the first moment. */
export function createStarts(client: Client, taskQueuePrefix: string) {
  /** A run of this id, open or closed, means that the command was accepted before. */
  async function payment(input: PaymentLinkInput): Promise<void> {
    const { linkId, line, conversationId, message } = input;
    const { content, messageId, sender } = message;
    const command = content.kind === 'text' ? content.text : content.kind === 'tap' ? content.id : '';
    const memo: PaymentLinkMemo = { conversationId, command, messageId, sender };
    await client.workflow.start(PAYMENT_LINK_WORKFLOW, {
      workflowId: paymentLinkWorkflowId(linkId),
      taskQueue: taskQueuePrefix + PAYMENT_LINKS_QUEUE,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [input],
      memo: { ...memo },
      typedSearchAttributes: [
        { key: attributes.lineId, value: line.id },
        { key: attributes.paymentState, value: 'Resolving' },
        { key: attributes.notificationState, value: 'None' },
      ],
      staticSummary: `Payment on line ${line.id}`,
      staticDetails: `Made by a ${content.kind === 'tap' ? 'tap on a button' : 'message'} of ${message.sentAt}.`,
    });
  }

  /** A terminated conversation must not make a seller mute: it starts again. */
  async function conversation(
    conversationId: string,
    input: ConversationInput,
    { signal, argument }: ConversationSignal,
  ): Promise<void> {
    await client.workflow.signalWithStart(CONVERSATION_WORKFLOW, {
      workflowId: conversationId,
      taskQueue: taskQueuePrefix + CONVERSATIONS_QUEUE,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [input],
      signal,
      signalArgs: [argument],
      memo: { ...NOTHING_OWED },
      typedSearchAttributes: [{ key: attributes.lineId, value: input.line.id }],
      staticSummary: `Conversation on line ${input.line.id}`,
    });
  }

  async function line(of: Line, sent: LineSignal): Promise<void> {
    const input: LineInput = { line: of };
    const signalArgs: unknown[] = 'argument' in sent ? [sent.argument] : [];
    await client.workflow.signalWithStart(LINE_WORKFLOW, {
      workflowId: lineWorkflowId(of.id),
      taskQueue: taskQueuePrefix + CONVERSATIONS_QUEUE,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [input],
      signal: sent.signal,
      signalArgs,
      memo: { ...NOTHING_KNOWN },
      typedSearchAttributes: [{ key: attributes.lineId, value: of.id }],
      staticSummary: `Line ${of.id}`,
    });
  }

  return { payment, conversation, line };
}
