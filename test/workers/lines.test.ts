import { expect, it } from '@jest/globals';
import { createStarts } from '../../temporal/starts';
import { startLines } from '../../workers/lines';
import { FakeTemporal } from '../activities/support/fake-temporal';
import { line } from '../support/builders';

it('every line of the lines file is looked after from the start, and one that runs already hears what the file says now', async () => {
  const temporal = new FakeTemporal();
  const lines = [line, { ...line, id: 'ro' }];
  await startLines(createStarts(temporal.client, 'blue-'), lines);
  expect(temporal.signals).toEqual(
    lines.map((one) => ({
      workflowId: `line/${one.id}`,
      signal: 'lineConfigured',
      argument: one,
      started: {
        type: 'LineWorkflow',
        taskQueue: 'blue-conversations',
        args: [{ line: one }],
        policy: 'ALLOW_DUPLICATE',
        onConflict: 'USE_EXISTING',
        memo: { templates: [] },
      },
    })),
  );
});
