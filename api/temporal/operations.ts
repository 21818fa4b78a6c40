import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { createStarts } from '../../temporal/starts';
import { unless } from '../../temporal/unless';
import * as contract from '../../workflows/payment-link.contract';
import { OperationRefused } from '../ports/operations';
import type { Operations, Settled, SettleWord } from '../ports/operations';
import { TemporalUnavailable } from '../ports/temporal';

/** An operator waits; a worker has to take the update first. */
const CALL_MS = 10_000;

export function createOperations(client: Client, taskQueuePrefix: string): Operations {
  const starts = createStarts(client, taskQueuePrefix);
  const asked = <T>(call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + CALL_MS, call).catch((error: unknown) => {
      if (error instanceof WorkflowUpdateFailedError) throw new OperationRefused(error.cause?.message ?? 'Refused.');
      if (error instanceof OperationRefused || error instanceof WorkflowNotFoundError) throw error;
      throw new TemporalUnavailable(true, error instanceof Error ? error.name : 'unknown', error);
    });

  async function settle(linkId: string, word: SettleWord, operator: string): Promise<Settled> {
    const handle = client.workflow.getHandle(contract.paymentLinkWorkflowId(linkId));
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING') throw new OperationRefused('Its run is over: nothing can be decided any more.');
    const { state, proposal } = await handle.executeUpdate(contract.settle, { args: [{ ...word, operator }] });
    return { state, ...(proposal === undefined ? {} : { proposal }) };
  }

  return {
    settle: (linkId, word, operator) =>
      asked(() => settle(linkId, word, operator)).catch(unless(WorkflowNotFoundError, undefined)),
    setClosure: (action, what) => asked(() => starts.closure(action, what)),
  };
}
