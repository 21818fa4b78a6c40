import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
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

/** The end of a payment, with operators at hand who see to money that came twice. */
export async function endWithPeople(handle: Handle): Promise<PaymentLinkResult> {
  const facts = { over: false };
  const end = handle.result().finally(() => (facts.over = true));
  while (!facts.over) {
    await handle
      .query(contract.status)
      .then(({ stuck }) => (stuck?.reason === 'PaidTwice' ? seeToMoney(handle) : undefined))
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return end;
}
