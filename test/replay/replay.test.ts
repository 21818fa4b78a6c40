import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleSources } from '../../workers/bundle-sources';
import { createDataConverter } from '../../workers/codec/data-converter';
import * as workflows from '../../workflows';

const FOLDER = join(__dirname, 'histories');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
type History = temporal.api.history.v1.IHistory;
const read = (file: string): History =>
  temporal.api.history.v1.History.fromObject(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as object);
const typeOf = (history: History) => history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;

/** The sandbox's own key: what is recorded there holds made-up sellers only. */
const key = createHash('sha256').update('sandbox payload key').digest();
let workflowBundle: WorkflowBundleWithSourceMap;
let traced: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  const logger = new DefaultLogger('WARN');
  workflowBundle = await bundleWorkflowCode({ ...bundleSources.plain, logger });
  traced = await bundleWorkflowCode({ ...bundleSources.traced, logger });
});

async function replay(history: History, bundle = workflowBundle): Promise<Error | undefined> {
  const options = { workflowBundle: bundle, dataConverter: createDataConverter([{ id: 'sandbox', key }]) };
  for await (const { error } of Worker.runReplayHistories(options, [{ workflowId: 'recorded', history }])) {
    return error;
  }
  throw new Error('Nothing was replayed');
}

describe('recorded histories', () => {
  it('are there for every workflow', () => {
    const recorded = new Set(FILES.map((file) => typeOf(read(file))));
    expect(Object.keys(workflows).filter((name) => !recorded.has(name))).toEqual([]);
  });

  it.each(FILES)('%s replays on today’s code', async (file) => {
    expect(await replay(read(file))).toBeUndefined();
  });

  it.each(FILES)('%s, recorded without traces, replays with them', async (file) => {
    expect(await replay(read(file), traced)).toBeUndefined();
  });
});

describe('the gate bites', () => {
  it('on a history in which another activity was scheduled', async () => {
    const file = FILES.find((name) => name.startsWith('payment-paid'));
    const history = read(file ?? '');
    for (const { activityTaskScheduledEventAttributes: scheduled } of history.events ?? []) {
      if (scheduled?.activityType) scheduled.activityType.name = 'doctored';
    }
    expect((await replay(history))?.name).toBe('DeterminismViolationError');
  });
});
