import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { attributes } from '../../workflows/search-attributes';
import { startDevServer, startTimeSkipping } from '../support/servers';
import type { showState, waitADay } from './smoke.workflows';

let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./smoke.workflows'),
    logger: new DefaultLogger('WARN'),
  });
});

const workerOf = (env: TestWorkflowEnvironment, taskQueue: string) =>
  Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle });

describe.each([
  ['the dev server', startDevServer],
  ['the time-skipping server', startTimeSkipping],
])('%s that the setup provides', (name, start) => {
  const taskQueue = `smoke ${name}`;
  let env: TestWorkflowEnvironment;

  beforeAll(async () => {
    env = await start();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it("runs workflows that set the product's search attributes", async () => {
    const worker = await workerOf(env, taskQueue);
    await worker.runUntil(env.client.workflow.execute<typeof showState>('showState', { taskQueue, workflowId: name }));

    const { typedSearchAttributes: shown } = await env.client.workflow.getHandle(name).describe();
    expect(shown.get(attributes.paymentState)).toBe('Issuing');
    expect(shown.get(attributes.amountMinor)).toBe(10_000);
    expect(shown.get(attributes.expiresAt)).toEqual(new Date('2027-01-01T00:00:00Z'));
  });

  it('refuses a search attribute that nobody registered, so a forgotten one cannot reach production', async () => {
    const unknown = defineSearchAttributeKey('NobodyRegisteredThis', SearchAttributeType.KEYWORD);
    const started = env.client.workflow.start<typeof showState>('showState', {
      taskQueue,
      workflowId: `${name} unknown`,
      typedSearchAttributes: [{ key: unknown, value: 'x' }],
    });

    await expect(started).rejects.toMatchObject({
      cause: { details: expect.stringContaining('NobodyRegisteredThis') },
    });
  });
});

describe('the time-skipping server', () => {
  it('lets a day pass in a moment', async () => {
    const env = await startTimeSkipping();
    try {
      const taskQueue = 'smoke day';
      const worker = await workerOf(env, taskQueue);
      const result = await worker.runUntil(
        env.client.workflow.execute<typeof waitADay>('waitADay', { taskQueue, workflowId: 'day' }),
      );

      expect(result).toBe('a day later');
    } finally {
      await env.teardown();
    }
  });
});
