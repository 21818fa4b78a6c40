import { WorkflowNotFoundError } from '@temporalio/client';
import { CapFailure } from '../cap-svc/cap-svc';
import type { Payer, PayerGiven } from '../domain/payer';
import type { Merchant } from '../domain/seller';
import type { ConversationInput } from '../workflows/conversation.contract';
import { createStarts } from '../temporal/starts';
import { unless } from '../temporal/unless';
import { payerWorkflowId } from '../workflows/payer.contract';
import type { Deps } from './deps';
import { toFailure } from './failures';
import { NOT_ENTITLED } from './issue-payment';
import { currentLine } from './lines';
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
  const starts = createStarts(deps.temporal, deps.taskQueuePrefix);
  return async function reservePayer(request: ReserveRequest): Promise<ReserveAnswer> {
    const { capabilities } = deps.railOf(request.conversation.line.id);
    if (!capabilities.rtp) return { refused: 'notAvailable' };
    if (!capabilities.currencies.includes(request.currency)) return { refused: 'currency' };
    const payer = readPayer(request.given, currentLine(deps, request.conversation.line).country);
    if (payer === undefined) return { refused: 'invalid' };
    try {
      const { linkId, posUserId, merchant, conversation, conversationId, openUntil } = request;
      const access = await deps.access.access(posUserId, merchant.merchantId, `${linkId}.reserve`);
      if (access.rtpTerminalId === undefined) return { refused: 'notAvailable' };
      const { sellerPerHour: perHour } = deps.rtpLimits;
      const counted = await starts.countRequest(conversationId, conversation, { linkId, perHour });
      if (!counted) return { refused: 'sellerLimit' };
      const payerId = await payerIdOf(deps, payer.phone);
      const answer = await starts.reserveAtPayer(payerId, {
        linkId,
        sellerId: posUserId,
        openUntil,
        limits: deps.rtpLimits,
      });
      if (!answer.allowed) return { refused: answer.why };
      return { payer, known: answer.known, payerId, origin: access.origin };
    } catch (error) {
      if (error instanceof CapFailure && NOT_ENTITLED.includes(error.kind)) return { refused: 'blocked' };
      throw toFailure(error);
    }
  };
};

/** A payer keeps the key it was named with for as long as it is remembered. */
async function payerIdOf(deps: Deps, phone: string): Promise<string> {
  const [current, ...older] = deps.addressing.payers(phone);
  for (const name of older) {
    if (await isRunning(deps, payerWorkflowId(name))) return payerWorkflowId(name);
  }
  return payerWorkflowId(current);
}

async function isRunning({ temporal }: Deps, workflowId: string): Promise<boolean> {
  const handle = temporal.workflow.getHandle(workflowId);
  const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
  return found?.status.name === 'RUNNING';
}
