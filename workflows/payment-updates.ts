import { ApplicationFailure } from '@temporalio/workflow';
import { lackingIn } from '../domain/decided';
import type { Decided } from '../domain/decided';
import type { Payment } from './payment';
import type { PaymentLinkStatus } from './payment-link.contract';
import { answer } from './saying';

/** Shows the seller the link once more, or what became of the request: for a chat that was cleared. */
export async function resendLink(payment: Payment): Promise<PaymentLinkStatus> {
  const what = payment.again?.();
  payment.resent += 1;
  if (what !== undefined) payment.linkMessages.keep(what, await answer(payment, what, `link-ops-${payment.resent}`));
  return payment.status();
}

/** @throws ApplicationFailure that says why there is nothing to send again */
export function mayBeResent(payment: Payment, word: Partial<Decided>): void {
  const { again, state, issued, link } = payment;
  const expiresAt = link.validUntil === undefined ? issued.at(-1)?.expiresAt : new Date(link.validUntil).toISOString();
  const problem = [
    again === undefined && 'No link was sent yet: see the state for what the payment waits for.',
    state !== 'AwaitingPayment' && `The payment is ${state}: its link can’t be paid any more.`,
    expiresAt !== undefined && Date.parse(expiresAt) <= Date.now() && `The link could be paid until ${expiresAt} only.`,
    lackingIn(word),
  ].find((one) => typeof one === 'string');
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'LinkNotResent');
}
