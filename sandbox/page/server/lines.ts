import { WorkflowNotFoundError } from '@temporalio/client';
import { unless } from '../../../temporal/unless';
import { lineResumed, lineWorkflowId } from '../../../workflows/line.contract';
import type { Desk } from './desk';
import type { Temporal } from './temporal';

/** What ops do once the account is mended (`npm run ops -- resume line …`), so that what waited goes out. */
export async function resumeLines({ lines }: Desk, { client }: Temporal): Promise<void> {
  const word = { at: new Date().toISOString() };
  for (const { id } of lines) {
    await client.workflow
      .getHandle(lineWorkflowId(id))
      .signal(lineResumed, word)
      // Nothing was ever sent from it.
      .catch(unless(WorkflowNotFoundError, undefined));
  }
}
