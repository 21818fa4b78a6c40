import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { SignalDefinition } from '@temporalio/workflow';
import { paymentLinkWorkflowId } from './payment-link.contract';

/** Signals a payment; one that is over needs to hear nothing. */
export async function toPayment<Args extends unknown[]>(
  linkId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> {
  try {
    await getExternalWorkflowHandle(paymentLinkWorkflowId(linkId)).signal(signal, ...args);
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
  }
}
