import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { CapFailure } from '../cap-svc/cap-svc';
import type { Payer, PayerGiven } from '../domain/payer';
import type { ReservationAnswer } from '../domain/payer-limits';
import type { Merchant } from '../domain/seller';
import type { ConversationInput } from '../workflows/conversation.contract';
import { CONVERSATION_WORKFLOW, CONVERSATIONS_QUEUE, requestCounted } from '../workflows/conversation.contract';
import { PAYER_WORKFLOW, payerWorkflowId, reserved } from '../workflows/payer.contract';
import type { PayerInput } from '../workflows/payer.contract';
import { attributes } from '../workflows/search-attributes';
import type { Deps } from './deps';
import { toFailure } from './failures';
import { NOT_ENTITLED } from './issue-payment';
import { readPayer } from './read-payer';

export interface ReserveRequest {
  readonly linkId: string;
  readonly posUserId: string;
  readonly merchant: Merchant;
  readonly currency: string;
  readonly given: PayerGiven;
  readonly conversationId: string;
  readonly conversation: ConversationInput;
  /** ISO 8601: the request is surely over by then. */
  readonly openUntil: string;
}

/** A payer who may be asked, and the bank that will ask. */
export interface Reserved {
  readonly payer: Payer;
  /** This seller has sent this payer a request before. */
  readonly known: boolean;
  /** The workflow that remembers the payer. */
  readonly payerId: string;
  /** The bank's endpoint: only its word about this request counts. */
  readonly origin: string;
}

export type ReserveAnswer =
  | Reserved
  | {
      readonly refused:
        'invalid' | 'notAvailable' | 'blocked' | 'currency' | 'sellerLimit' | 'payerLimit' | 'payerDeclined';
    };

/**
 * Everything that can be known before a payer is bothered: is it a phone, does the bank take requests, may this seller send
 * one more, may this payer be asked once more. May run twice: both counts go by the linkId.
 */
export const createReservePayer = (deps: Deps) => {
  return async function reservePayer(request: ReserveRequest): Promise<ReserveAnswer> {
    const { capabilities } = deps.rail;
    if (!capabilities.rtp) return { refused: 'notAvailable' };
    if (!capabilities.currencies.includes(request.currency)) return { refused: 'currency' };
    const payer = readPayer(request.given, request.conversation.line.country);
    if (payer === undefined) return { refused: 'invalid' };
    try {
      const { linkId, posUserId, merchant } = request;
      const access = await deps.access.access(posUserId, merchant.merchantId, `${linkId}.reserve`);
      if (access.rtpTerminalId === undefined) return { refused: 'notAvailable' };
      if (!(await countAtSeller(deps, request))) return { refused: 'sellerLimit' };
      const payerId = await payerIdOf(deps, payer.phone);
      const answer = await reserveAtPayer(deps, payerId, request);
      if (!answer.allowed) return { refused: answer.why };
      return { payer, known: answer.known, payerId, origin: access.origin };
    } catch (error) {
      if (error instanceof CapFailure && NOT_ENTITLED.includes(error.kind)) return { refused: 'blocked' };
      throw toFailure(error);
    }
  };
};

/** The seller's own requests of the last hour are counted by the conversation. */
function countAtSeller(deps: Deps, request: ReserveRequest): Promise<boolean> {
  const { conversation, conversationId, linkId } = request;
  return deps.temporal.workflow.executeUpdateWithStart(requestCounted, {
    args: [{ linkId, perHour: deps.rtpLimits.sellerPerHour }],
    updateId: linkId,
    startWorkflowOperation: new WithStartWorkflowOperation(CONVERSATION_WORKFLOW, {
      workflowId: conversationId,
      taskQueue: deps.taskQueuePrefix + CONVERSATIONS_QUEUE,
      args: [conversation],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      typedSearchAttributes: [{ key: attributes.lineId, value: conversation.line.id }],
      staticSummary: `Conversation on line ${conversation.line.id}`,
    }),
  });
}

/** A payer keeps the key it was named with for as long as it is remembered. */
async function payerIdOf(deps: Deps, phone: string): Promise<string> {
  const [current, ...older] = deps.addressing.payers(phone);
  for (const name of older) {
    if (await isRunning(deps, payerWorkflowId(name))) return payerWorkflowId(name);
  }
  return payerWorkflowId(current);
}

async function isRunning(deps: Deps, workflowId: string): Promise<boolean> {
  try {
    return (await deps.temporal.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function reserveAtPayer(deps: Deps, workflowId: string, request: ReserveRequest): Promise<ReservationAnswer> {
  const { linkId, posUserId: sellerId, openUntil } = request;
  const input: PayerInput = {};
  return deps.temporal.workflow.executeUpdateWithStart(reserved, {
    args: [{ linkId, sellerId, openUntil, limits: deps.rtpLimits }],
    updateId: linkId,
    startWorkflowOperation: new WithStartWorkflowOperation(PAYER_WORKFLOW, {
      workflowId,
      taskQueue: deps.taskQueuePrefix + CONVERSATIONS_QUEUE,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'Payer of payment requests',
    }),
  });
}
