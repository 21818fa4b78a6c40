import { ApplicationFailure } from '@temporalio/workflow';
import { FINAL_STATUSES } from '../domain/payment';
import { settleByHand, toIssued } from '../domain/settlement';
import type { Payment } from './payment';
import type { PaymentLinkStatus, RtpSettled } from './payment-link.contract';
import { STATE_OF } from './payment-words';

const LONGEST = 500;

/** People found out at the bank what became of a request whose answer was lost. */
export function settleRtp(payment: Payment, word: RtpSettled): PaymentLinkStatus {
  const { requested } = payment.rtp;
  if (requested === undefined) return payment.status();
  payment.decision.take(word, undefined);
  payment.settlement = settleByHand(payment.settlement, word.outcome);
  if (word.outcome === 'SUCCESS') payment.paidAt ??= new Date().toISOString();
  if (word.paymentId !== undefined) payment.keep(toIssued(requested, word.paymentId));
  payment.state = STATE_OF[word.outcome];
  payment.clear();
  payment.publish();
  return payment.status();
}

/**
 * An update comes from people, by the UI or the CLI: what is wrong with it is said before anything changes.
 *
 * @throws ApplicationFailure that says what to do instead
 */
export function mayBeSettled({ rtp, payment, settlement }: Payment, word: Partial<RtpSettled>): void {
  const problem = [
    rtp.requested === undefined && 'It is no request to pay whose answer was lost.',
    settlement.review !== undefined && 'It is under review: update `settle` decides, which takes two to call it paid.',
    payment !== undefined && 'The rail has spoken about it since: its word decides.',
    settlement.outcome !== undefined && 'It is settled already.',
    !FINAL_STATUSES.some((status) => status === word.outcome) && `Its outcome is one of ${FINAL_STATUSES.join(', ')}.`,
    !isSaid(word.reason) && 'Say the reason: what did the bank say?',
    !isSaid(word.operator) && 'Say the operator: who decides this?',
    word.paymentId !== undefined && !isSaid(word.paymentId) && 'The paymentId is the bank’s own id of the payment.',
  ].find((one) => one !== false);
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'RtpNotSettled');
}

const isSaid = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST;
