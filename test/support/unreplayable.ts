import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { bundleSources } from '../../workers/bundle-sources';
import type { Live } from './live';

/**
 * The runs of a server that today's code can't replay, and why: a worker that starts anew, or had no room for them, could not go on
 * with these. Whatever order things happened in, there must be none.
 */
export async function unreplayable({ client, dataConverter }: Live): Promise<readonly string[]> {
  const workflowBundle = await bundleWorkflowCode({ ...bundleSources.plain, logger: new DefaultLogger('WARN') });
  const histories = client.workflow.list().intoHistories({ concurrency: 2 });
  const wrong: string[] = [];
  let replayed = 0;
  for await (const { workflowId, runId, error } of Worker.runReplayHistories(
    { workflowBundle, dataConverter },
    histories,
  )) {
    replayed += 1;
    if (error !== undefined) wrong.push(`${workflowId} (${runId}) does not replay: ${error.message}`);
  }
  return replayed === 0 ? ['No run was there to be replayed'] : wrong;
}
