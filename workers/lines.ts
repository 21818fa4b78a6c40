import type { Client } from '@temporalio/client';
import type { Line } from '../domain/line';
import { CONVERSATIONS_QUEUE } from '../workflows/conversation.contract';
import { LINE_WORKFLOW, lineWorkflowId } from '../workflows/line.contract';
import { attributes } from '../workflows/search-attributes';

/** Sees to it that every line of the lines file is looked after; one that runs already goes on. */
export async function startLines(client: Client, taskQueuePrefix: string, lines: readonly Line[]): Promise<void> {
  for (const line of lines) {
    await client.workflow.start(LINE_WORKFLOW, {
      workflowId: lineWorkflowId(line.id),
      taskQueue: taskQueuePrefix + CONVERSATIONS_QUEUE,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ line }],
      typedSearchAttributes: [{ key: attributes.lineId, value: line.id }],
      staticSummary: `Line ${line.id}`,
    });
  }
}
