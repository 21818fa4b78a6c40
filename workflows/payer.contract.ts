import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { PayerMemory, RequestNews, Reservation, ReservationAnswer, RtpLimits } from '../domain/payer-limits';

export const PAYER_WORKFLOW = 'PayerWorkflow';

/** `pseudonym`: an HMAC of the payer's phone; the id shows nobody's phone. */
export const payerWorkflowId = (pseudonym: string): string => `payer/${pseudonym}`;

export interface PayerInput {
  /** Handed on by the run before this one. */
  readonly memory?: PayerMemory;
  readonly limits?: RtpLimits;
}

/**
 * Takes a place for one request. An update, because the seller waits for the answer; the same request gets the same place.
 * The limits come along, so that a change of RTP_LIMITS holds for payers known already.
 */
export const reserved = defineUpdate<ReservationAnswer, [Reservation & { readonly limits: RtpLimits }]>('reserve');
/** What became of a request. */
export const requestMoved = defineSignal<[{ readonly linkId: string; readonly news: RequestNews }]>('requestMoved');
