import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { SignalDefinition } from '@temporalio/workflow';
import { paymentLinkWorkflowId } from './payment-link.contract';

/** Signals a payment. @returns false: it is over, and needs to hear nothing */
export async function toPayment<Args extends unknown[]>(
  linkId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(paymentLinkWorkflowId(linkId)).signal(signal, ...args);
    return true;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return false;
  }
}
