import { ApplicationFailure } from '@temporalio/workflow';
import { lackingIn } from '../domain/decided';
import { FINAL_STATUSES } from '../domain/payment';
import type { FinalStatus } from '../domain/payment';
import { settleByHand } from '../domain/settlement';
import { decisionsStand } from './patches';
import type { Payment } from './payment';
import type { PaymentLinkStatus, SettleWord } from './payment-link.contract';
import { isSilent, stateOf } from './payment-words';
import { mayBeSettled, settleRtp } from './settling-rtp';

/** The rail's answer to a payment request was lost, and it has said nothing since. */
const isLostRequest = ({ rtp, payment, settlement }: Payment): boolean =>
  rtp.requested !== undefined && payment === undefined && settlement.review === undefined;

/** People decide what became of the money. To call it paid against the rail's word, or without it, takes two of them. */
export function settle(payment: Payment, { confirm, ...word }: SettleWord): PaymentLinkStatus {
  if (isLostRequest(payment)) return settleRtp(payment, word);
  const at = new Date().toISOString();
  const { decision } = payment;
  const { outcome, reason, operator } = word;
  if (outcome === 'SUCCESS' && confirm !== true) {
    decision.proposal = { outcome, reason, operator, at };
    payment.show();
    return payment.status();
  }
  const before = payment.settlement;
  decision.take({ outcome, reason, operator, at }, before.review);
  payment.settlement = settleByHand(before, outcome);
  if (outcome === 'SUCCESS') payment.paidAt ??= at;
  decideOn(payment, outcome);
  payment.state = stateOf(outcome, payment.cancelled);
  payment.clearDoubts();
  // Other money may have come while people looked at this.
  payment.judge(before);
  payment.publish();
  return payment.status();
}

/** Of a link that outlives its payments people decide on one: that in doubt or, where the rail never spoke, the newest. */
function decideOn({ link, settlement, payment: newest }: Payment, outcome: FinalStatus): void {
  const about = settlement.evidence ?? newest;
  if (link.validUntil === undefined || about === undefined) return;
  if (decisionsStand()) link.decide(about.paymentId, outcome);
}

/**
 * An update comes from people, by the api, the UI or the CLI: what is wrong with it is said before anything changes.
 *
 * @throws ApplicationFailure that says what to do instead
 */
export function maySettle(payment: Payment, word: Partial<SettleWord>): void {
  if (isLostRequest(payment)) {
    mayBeSettled(payment, word);
    return;
  }
  const problem = notReviewed(payment) ?? unclear(payment, word) ?? unconfirmed(payment, word);
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'NotSettled');
}

function notReviewed(payment: Payment): string | undefined {
  const { state, settlement, decision } = payment;
  const { outcome, review } = settlement;
  if (review === undefined ? isSilent(payment) : !decision.covers(review)) return undefined;
  const known = outcome === undefined ? '' : ', and that is final';
  return `Only a payment under review is settled by hand: this one is ${state}${known}. Ask the rail at once with the update pollNow.`;
}

function unclear({ settlement }: Payment, word: Partial<SettleWord>): string | undefined {
  const { outcome } = word;
  if (!FINAL_STATUSES.some((status) => status === outcome))
    return `Its outcome is one of ${FINAL_STATUSES.join(', ')}.`;
  if (settlement.outcome === 'SUCCESS' && outcome !== 'SUCCESS') {
    return 'It is paid, and no word takes that back. SUCCESS says that the money which came twice was seen to.';
  }
  if (word.paymentId !== undefined)
    return 'The paymentId is known: it is named for a request whose answer was lost only.';
  return lackingIn(word);
}

/** Two people, one after the other, and the second knows that they are the second. */
function unconfirmed({ decision: { proposal } }: Payment, word: Partial<SettleWord>): string | undefined {
  if (word.outcome !== 'SUCCESS')
    return word.confirm === true ? 'Only SUCCESS is confirmed by a second person.' : undefined;
  if (word.confirm !== true) {
    if (proposal === undefined || proposal.operator === word.operator) return undefined;
    return `${proposal.operator} proposed it at ${proposal.at}, because: ${proposal.reason}. Confirm that, or settle it otherwise.`;
  }
  if (proposal === undefined) return 'Nobody has proposed it: propose SUCCESS first, and have another person confirm.';
  if (proposal.operator !== word.operator) return undefined;
  return `${proposal.operator} proposed it: another person has to confirm.`;
}
