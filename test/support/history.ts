import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** Event types of a workflow's history, in order. */
export async function eventsOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return (history.events ?? []).map(({ eventType }) => temporal.api.enums.v1.EventType[eventType ?? 0] ?? 'UNKNOWN');
}
