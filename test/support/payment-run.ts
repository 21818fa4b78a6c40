import type { WorkflowHandle } from '@temporalio/client';
import type { PaymentLinkWorkflow } from '../../workflows';
import { status } from '../../workflows/payment-link.contract';
import type { PaymentLinkInput, PaymentLinkStatus } from '../../workflows/payment-link.contract';
import { eventually } from './live';
import type { Stage } from './workflow-stage';

export type PaymentHandle = WorkflowHandle<typeof PaymentLinkWorkflow>;

/** Starts the payment of a scene, in its worker's queue. */
export const startPayment = ({ env }: Stage, taskQueue: string, input: PaymentLinkInput): Promise<PaymentHandle> =>
  env.client.workflow.start<typeof PaymentLinkWorkflow>('PaymentLinkWorkflow', {
    taskQueue,
    workflowId: `payment-link/${taskQueue}`,
    args: [input],
  });

/** Waits until a payment shows it. @returns all that it shows then */
export const shows = (handle: PaymentHandle, isSo: (shown: PaymentLinkStatus) => boolean): Promise<PaymentLinkStatus> =>
  eventually(() => handle.query(status), isSo);
