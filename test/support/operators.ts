import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PaymentLinkWorkflow } from '../../workflows';
import * as contract from '../../workflows/payment-link.contract';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';

type Handle = WorkflowHandle<typeof PaymentLinkWorkflow>;
const SEEN_TO = { outcome: 'SUCCESS', reason: 'the bank gave one back' } as const;

/** What the validator answered. */
export const refusal = (update: Promise<unknown>): Promise<string> =>
  update.then(
    () => 'it was not refused',
    (error: unknown) => {
      if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
      throw error;
    },
  );

/** Two operators see to money that came twice: the run does not end before. */
export async function seeToMoney(handle: Handle): Promise<void> {
  for (const [operator, confirm] of [
    ['ops-1', false],
    ['ops-2', true],
  ] as const) {
    await handle.executeUpdate(contract.settle, { args: [{ ...SEEN_TO, operator, confirm }] });
  }
}

/**
 * The end of a payment, with operators at hand who see to money that came twice. Time goes on in steps: were the result waited
 * for, the time-skipping server's clock would run to the end of time while people decide.
 */
export async function endWithPeople(handle: Handle, env: TestWorkflowEnvironment): Promise<PaymentLinkResult> {
  while ((await handle.describe()).status.name === 'RUNNING') {
    const { stuck } = await handle.query(contract.status);
    if (stuck?.reason === 'PaidTwice') await seeToMoney(handle);
    else await env.sleep('6 hours');
  }
  return handle.result();
}
