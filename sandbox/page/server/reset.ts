import { WorkflowNotFoundError } from '@temporalio/client';
import { unless } from '../../../temporal/unless';
import type { Desk } from './desk';
import { approveAll } from './templates';
import type { Temporal } from './temporal';

/** Lines stay: they know nothing of anybody. */
const OURS = ['PaymentLinkWorkflow', 'ConversationWorkflow', 'PayerWorkflow'];

/**
 * The sandbox as it was at the start: payments and conversations are ended, payers' refusals are forgotten, templates are
 * approved, and what was said before is not shown any more. The simulators keep it all the same; a restart forgets it.
 */
export async function reset(desk: Desk, { client }: Temporal): Promise<void> {
  const query = `ExecutionStatus = "Running" AND WorkflowType IN (${OURS.map((type) => `"${type}"`).join(', ')})`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    await client.workflow
      .getHandle(workflowId)
      .terminate('The sandbox was reset')
      // It ended by itself meanwhile.
      .catch(unless(WorkflowNotFoundError, undefined));
  }
  approveAll(desk);
  desk.guests.clear();
  desk.locales.clear();
  desk.jumps.clear();
  desk.cleared.meta = desk.stack.world.meta.clock.now();
  desk.cleared.rail = Date.now();
}
