import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { AnswerVerdict } from '../domain/answer-limit';
import type { Closed, Closure } from '../domain/closures';
import type { Decided } from '../domain/decided';
import type { Line } from '../domain/line';
import { close, CLOSURES_ID, CLOSURES_WORKFLOW, open } from '../workflows/closures.contract';
import {
  answerCounted,
  CONVERSATION_WORKFLOW,
  CONVERSATIONS_QUEUE,
  requestCounted,
} from '../workflows/conversation.contract';
import type { ConversationInput, ConversationMemo } from '../workflows/conversation.contract';
import { LINE_WORKFLOW, lineWorkflowId } from '../workflows/line.contract';
import type { LineInput, LineMemo } from '../workflows/line.contract';
import type { Reservation, ReservationAnswer, RtpLimits } from '../domain/payer-limits';
import { PAYER_WORKFLOW, reserved } from '../workflows/payer.contract';
import type { PayerInput } from '../workflows/payer.contract';
import {
  PAYMENT_LINK_WORKFLOW,
  PAYMENT_LINKS_QUEUE,
  paymentLinkWorkflowId,
  toMemo,
} from '../workflows/payment-link.contract';
import type { PaymentLinkInput } from '../workflows/payment-link.contract';
import { attributes } from '../workflows/search-attributes';
import { unless } from './unless';

const NOTHING_OWED: ConversationMemo = { windowSaidClosed: false, debts: 0 };
const PAYER =
  'How often a payer was asked, and with what end, so that nobody is bothered. It keeps no phone and no name.';
const NOTHING_KNOWN: LineMemo = { templates: [] };

/** Goes along with a start, and is all that a running workflow hears of it. */
interface Signal {
  readonly signal: string;
  readonly argument?: unknown;
}

interface CountedRequest {
  readonly linkId: string;
  readonly perHour: number;
}

/**
 * How each workflow is started, whoever does it: ids, policies, what is visible from the first moment. All of it may be done
 * again.
 */
export interface Starts {
  /** @throws WorkflowExecutionAlreadyStartedError where the same command was accepted before and its payment is over. */
  payment(input: PaymentLinkInput): Promise<void>;
  conversation(conversationId: string, input: ConversationInput, signal: Signal): Promise<void>;
  /** Counts one more request to pay of this seller. @returns false: too many within the hour */
  countRequest(conversationId: string, input: ConversationInput, request: CountedRequest): Promise<boolean>;
  /** Counts one more answer to a command that makes no payment. */
  countAnswer(conversationId: string, input: ConversationInput, linkId: string): Promise<AnswerVerdict>;
  /** Takes a place for a request to pay in what is remembered of its payer. */
  reserveAtPayer(payerId: string, wanted: Reservation & { readonly limits: RtpLimits }): Promise<ReservationAnswer>;
  line(line: Line, signal: Signal): Promise<void>;
  /** Closes something for new commands, or opens it again. @throws WorkflowUpdateFailedError that says what is wrong */
  closure(action: 'close' | 'open', what: Closed & Decided): Promise<readonly Closure[]>;
}

export function createStarts(client: Client, taskQueuePrefix: string): Starts {
  const { workflow } = client;
  const taskQueue = taskQueuePrefix + CONVERSATIONS_QUEUE;
  // One that was terminated must not make a seller mute, or a line blind: it starts again.
  const unending = { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  const visibly = (lineId: string) => [{ key: attributes.lineId, value: lineId }];

  const chat = (workflowId: string, input: ConversationInput) => ({
    workflowId,
    taskQueue,
    ...unending,
    args: [input],
    memo: { ...NOTHING_OWED },
    typedSearchAttributes: visibly(input.line.id),
    staticSummary: `Conversation on line ${input.line.id}`,
    staticDetails: 'One seller’s chat: the window, the language, and notices that could not be told yet. It lasts.',
  });

  return {
    async payment(input) {
      const { linkId, line, conversationId, message } = input;
      const { content, messageId, sender } = message;
      const command = content.kind === 'text' ? content.text : content.kind === 'tap' ? content.id : '';
      await workflow.start(PAYMENT_LINK_WORKFLOW, {
        workflowId: paymentLinkWorkflowId(linkId),
        taskQueue: taskQueuePrefix + PAYMENT_LINKS_QUEUE,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        // Told apart from a new run, unlike with USE_EXISTING: a second tap is answered with the first one's link.
        workflowIdConflictPolicy: 'FAIL',
        args: [input],
        memo: toMemo({ conversationId, command, messageId, sender }),
        typedSearchAttributes: [
          ...visibly(line.id),
          { key: attributes.paymentState, value: 'Resolving' },
          { key: attributes.notificationState, value: 'None' },
        ],
        staticSummary: `Payment on line ${line.id}`,
      });
    },

    async conversation(workflowId, input, sent) {
      const { signal, signalArgs } = travelling(sent);
      // Nearly every chat is there already, and what would start it takes several times the signal itself to seal and to send.
      const heard = await workflow
        .getHandle(workflowId)
        .signal(signal, ...signalArgs)
        .then(() => true, unless(WorkflowNotFoundError, false));
      if (!heard) {
        await workflow.signalWithStart(CONVERSATION_WORKFLOW, { ...chat(workflowId, input), signal, signalArgs });
      }
    },

    countRequest: (workflowId, input, request) =>
      workflow.executeUpdateWithStart(requestCounted, {
        args: [request],
        updateId: request.linkId,
        startWorkflowOperation: new WithStartWorkflowOperation(CONVERSATION_WORKFLOW, chat(workflowId, input)),
      }),

    countAnswer: (workflowId, input, linkId) =>
      workflow.executeUpdateWithStart(answerCounted, {
        args: [],
        updateId: `answer-${linkId}`,
        startWorkflowOperation: new WithStartWorkflowOperation(CONVERSATION_WORKFLOW, chat(workflowId, input)),
      }),

    reserveAtPayer: (workflowId, wanted) => {
      const input: PayerInput = {};
      const start = {
        workflowId,
        taskQueue,
        ...unending,
        args: [input],
        staticSummary: 'Payer of payment requests',
        staticDetails: PAYER,
      };
      return workflow.executeUpdateWithStart(reserved, {
        args: [wanted],
        updateId: wanted.linkId,
        startWorkflowOperation: new WithStartWorkflowOperation(PAYER_WORKFLOW, start),
      });
    },

    async line(line, signal) {
      const input: LineInput = { line };
      const options = {
        workflowId: lineWorkflowId(line.id),
        taskQueue,
        ...unending,
        args: [input],
        memo: { ...NOTHING_KNOWN },
        typedSearchAttributes: visibly(line.id),
        staticSummary: `Line ${line.id}`,
        staticDetails: 'One business number: its templates, and whether it may send. Everybody who sends reads it.',
      };
      await workflow.signalWithStart(LINE_WORKFLOW, { ...options, ...travelling(signal) });
    },

    closure: (action, what) =>
      workflow.executeUpdateWithStart(action === 'close' ? close : open, {
        args: [what],
        startWorkflowOperation: new WithStartWorkflowOperation(CLOSURES_WORKFLOW, {
          workflowId: CLOSURES_ID,
          taskQueue,
          ...unending,
          args: [{}],
          memo: { closures: [] },
          staticSummary: 'What is closed for new commands',
          staticDetails: 'Banks, merchants, sellers and lines that operators closed. Every command reads it.',
        }),
      }),
  };
}

function travelling(sent: Signal): { signal: string; signalArgs: unknown[] } {
  return { signal: sent.signal, signalArgs: 'argument' in sent ? [sent.argument] : [] };
}
