import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { unless } from '../../temporal/unless';
import * as contract from '../../workflows/payment-link.contract';
import type { LinkPages } from '../ports/link-pages';
import { createBounded } from './bounded';

/** A customer waits while a bank is asked for a payment; what takes longer than this is there on the next visit. */
const UPDATE_MS = 25_000;
/** A worker replays a closed run to answer. */
const READ_MS = 5_000;

export function createLinkPages(client: Client): LinkPages & { readonly settled: () => Promise<void> } {
  const reading = createBounded(client, READ_MS);
  const updating = createBounded(client, UPDATE_MS);
  const handleOf = (linkId: string) => client.workflow.getHandle(contract.paymentLinkWorkflowId(linkId));

  const update = <T>(linkId: string, definition: UpdateDefinition<T>): Promise<T | 'nothing'> =>
    updating(() =>
      handleOf(linkId)
        .executeUpdate(definition)
        .catch((error: unknown) => {
          if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) return 'nothing';
          throw error;
        }),
    );

  return {
    settled: async () => {
      await Promise.all([reading.settled(), updating.settled()]);
    },

    read: (linkId) =>
      reading(() =>
        handleOf(linkId)
          .query(contract.page)
          // Any other failure is ours, and whoever holds a real link must not read that there is none.
          .catch(unless(WorkflowNotFoundError, undefined)),
      ),

    open: (linkId) => update(linkId, contract.openForPayment),
    back: (linkId) => update(linkId, contract.returned),
  };
}
