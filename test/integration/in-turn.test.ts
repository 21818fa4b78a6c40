import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { bundleSources } from '../../workers/bundle-sources';
import { startDevServer } from '../support/servers';
import { go, look, tap, word } from './in-turn.workflows';
import type { Acts, neverBegun, strands } from './in-turn.workflows';

const [IN_TURN] = bundleSources.plain.workflowInterceptorModules;
/** A question that comes a moment too late does not make the case: then another run is tried. */
const TRIES = 30;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startDevServer();
});
afterAll(async () => {
  await env.teardown();
});

interface Played {
  readonly heard: boolean;
  readonly replay: string;
}

const bundle = (workflowInterceptorModules: string[]) =>
  bundleWorkflowCode({
    workflowsPath: require.resolve('./in-turn.workflows'),
    workflowInterceptorModules,
    logger: new DefaultLogger('WARN'),
  });

/** Plays a run in which a local activity ends while a question is being answered and a signal waits, and replays it. */
async function play(name: string, workflowInterceptorModules: string[], ends = false): Promise<Played | undefined> {
  const workflowBundle = await bundle(workflowInterceptorModules);
  const { client, nativeConnection: connection } = env;
  let number = 0;
  let ended = Infinity;
  /** Whether the run, while it answered, knew nothing of the end that had come meanwhile. */
  let unaware: Promise<boolean> | undefined;
  const handle = () => client.workflow.getHandle<typeof strands>(`${name} ${String(number)}`);
  const activities: Acts = {
    local: async (nth) => {
      if (nth === 'first') {
        ended = Infinity;
        unaware = handle()
          .query(look)
          .then((underWay) => underWay && ended < performance.now());
        await handle().signal(go);
      }
      if (nth === 'second') {
        await handle().signal(tap);
        await handle().signal(word);
        ended = performance.now();
      }
    },
    normal: () => Promise.resolve(),
  };
  const worker = await Worker.create({ connection, taskQueue: name, workflowBundle, activities });
  return worker.runUntil(async () => {
    for (; number < TRIES; number += 1) {
      const { workflowId } = handle();
      const start = { taskQueue: name, workflowId, args: [ends] as [boolean] };
      const heard = await client.workflow.execute<typeof strands>('strands', start);
      if ((await unaware) !== true) continue;
      const history = await handle().fetchHistory();
      for await (const { error } of Worker.runReplayHistories({ workflowBundle }, [{ workflowId: 'it', history }])) {
        return { heard, replay: error?.name ?? 'the same' };
      }
    }
    return undefined;
  });
}

describe('a local activity that ends while a query is being answered', () => {
  it('is followed by the same in a run and in its replay', async () => {
    expect(await play('in turn', [IN_TURN ?? ''])).toEqual({ heard: true, replay: 'the same' });
  });

  it('loses nothing of what came meanwhile, though the run ends with it', async () => {
    expect(await play('the end', [IN_TURN ?? ''], true)).toMatchObject({ heard: true });
  });

  it('would be followed by something else without our doing: the day it is not, workflows/in-turn.ts can go', async () => {
    expect(await play('as it comes', [])).toMatchObject({ replay: 'DeterminismViolationError' });
  });
});

describe('a local activity that is never begun', () => {
  it('holds nothing back', async () => {
    const workflowBundle = await bundle([IN_TURN ?? '']);
    const { client, nativeConnection: connection } = env;
    const worker = await Worker.create({ connection, taskQueue: 'never begun', workflowBundle });
    const heard = worker.runUntil(async () => {
      const start = { taskQueue: 'never begun', workflowId: 'never begun' };
      const handle = await client.workflow.start<typeof neverBegun>('neverBegun', start);
      await handle.signal(word);
      return handle.result();
    });
    expect(await heard).toBe(true);
  });
});
