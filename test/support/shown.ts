import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { temporal } from '@temporalio/proto';

type Metadata = temporal.api.sdk.v1.IUserMetadata | null | undefined;

/** Everything that a workflow shows of itself in the UI: summaries of the run, its activities and timers; details, past and current. */
export async function shownBy(client: Client, { workflowId, runId, status }: WorkflowExecutionInfo): Promise<string[]> {
  const handle = client.workflow.getHandle(workflowId, runId);
  const { raw } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const kept = [raw.executionConfig?.userMetadata, ...(events ?? []).map(({ userMetadata }) => userMetadata)];
  const texts = await Promise.all(kept.map((one) => textsOf(client, one)));
  const now = status.name === 'RUNNING' ? [(await currentDetails(client, workflowId)) ?? ''] : [];
  return [...texts.flat(), ...now];
}

/** As the UI reads them: while no worker runs there are none. */
export async function currentDetails(client: Client, workflowId: string): Promise<string | undefined> {
  const metadata = await client.workflow
    .getHandle(workflowId)
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails;
}

async function textsOf(client: Client, metadata: Metadata): Promise<string[]> {
  const payloads = [metadata?.summary, metadata?.details].flatMap((one) => (one == null ? [] : [one]));
  return (await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads)).map(String);
}
