import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { createStarts } from '../../temporal/starts';
import { unless } from '../../temporal/unless';
import * as contract from '../../workflows/payment-link.contract';
import { DecisionUnknown, OperationRefused } from '../ports/operations';
import type { Operations, Settled, SettleWord } from '../ports/operations';
import { TemporalUnavailable } from '../ports/temporal';
import { createBounded } from './bounded';

const READ_MS = 5_000;
/** An operator waits; a worker has to take the update first. Together shorter than the CLI's patience (ops/cli/ask-api.ts). */
const UPDATE_MS = 10_000;

export function createOperations(
  client: Client,
  taskQueuePrefix: string,
): Operations & { readonly settled: () => Promise<void> } {
  const starts = createStarts(client, taskQueuePrefix);
  const reading = createBounded(client, READ_MS);
  const updating = createBounded(client, UPDATE_MS);

  /** A deadline of ours withdraws nothing: what left may be taken when a worker is back, and its answer may be what was lost. */
  async function decided<T>(update: () => Promise<T>): Promise<T> {
    const answered = await updating(() => update().catch(toAnswer)).catch((error: unknown) => {
      throw error instanceof TemporalUnavailable ? new DecisionUnknown(error.why, error) : error;
    });
    if (answered instanceof WorkflowNotFoundError || answered instanceof OperationRefused) throw answered;
    return answered;
  }

  async function settle(linkId: string, word: SettleWord, operator: string): Promise<Settled | undefined> {
    const handle = client.workflow.getHandle(contract.paymentLinkWorkflowId(linkId));
    const found = await reading(() => handle.describe().catch(unless(WorkflowNotFoundError, undefined)));
    if (found === undefined) return undefined;
    if (found.status.name !== 'RUNNING')
      throw new OperationRefused('Its run is over: nothing can be decided any more.');
    const { state, proposal } = await decided(() =>
      handle.executeUpdate(contract.settle, { args: [{ ...word, operator }] }),
    );
    return { state, ...(proposal === undefined ? {} : { proposal }) };
  }

  return {
    settled: async () => {
      await Promise.all([reading.settled(), updating.settled()]);
    },
    settle: (linkId, word, operator) => settle(linkId, word, operator).catch(unless(WorkflowNotFoundError, undefined)),
    setClosure: (action, what) => decided(() => starts.closure(action, what)),
  };
}

/** What a workflow, or its absence, says is an answer; everything else leaves us in the dark. */
function toAnswer(error: unknown): OperationRefused | WorkflowNotFoundError {
  if (error instanceof WorkflowUpdateFailedError) return new OperationRefused(error.cause?.message ?? 'Refused.');
  if (error instanceof WorkflowNotFoundError) return error;
  throw error;
}
