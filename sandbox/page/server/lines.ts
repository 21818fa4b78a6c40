import { WorkflowNotFoundError } from '@temporalio/client';
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
      .catch((error: unknown) => {
        // Nothing was ever sent from it.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
}
