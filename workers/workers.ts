import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, Runtime, Worker } from '@temporalio/worker';
import type { ActivityInterceptorsFactory, NativeConnection, WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities';
import { CONVERSATIONS_QUEUE } from '../workflows/conversation.contract';
import { PAYMENT_LINKS_QUEUE } from '../workflows/payment-link.contract';
import { bundleSources } from './bundle-sources';

/** `npm run build` puts them here. */
const PREBUILT = {
  plain: join(__dirname, '..', 'workflow-bundle.js'),
  traced: join(__dirname, '..', 'workflow-bundle-traced.js'),
};

/** Longer than a send's own time-out, so that a shutdown finishes what is under way. */
const GRACE = '30 seconds';

/**
 * How many runs a worker keeps in memory; one that comes back later is replayed, which costs CPU and loses nothing. The SDK's own
 * number follows the heap's limit, so that memory would grow with the machine and not with the work. At a number's limit a payment
 * stays for the half minute in which most customers pay; chats come back every ten minutes at most.
 */
const CACHED = { payments: 1_000, chats: 1_000 };

/**
 * A server spreads a queue over four partitions. On a quiet one the SDK would keep a single poll, in one of them, and a task that
 * comes to another depends on being forwarded: one command was seen to wait for 46 s, until that poll had had its minute.
 */
const POLLS = { type: 'autoscaling', minimum: 4 } as const;

/**
 * How long the code of a run may go on without a pause. At the SDK's five seconds V8 breaks it off in the midst of a promise, which
 * ends the whole process ("async hook stack has become corrupted"), and the next one that takes up the run: a thousand messages
 * of one chat that a slow machine hears at once took as long. The SDK takes the option and does not name it in its types.
 */
export const LONG_TURNS: object = { isolateExecutionTimeout: '60 seconds' };

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueuePrefix: string;
  readonly dataConverter: DataConverter;
  readonly activities: Activities;
  /** Worker versioning; absent: unversioned. */
  readonly deployment?: { readonly name: string; readonly buildId: string };
  /** Makes a span of each activity; workflows hand trace headers on. */
  readonly traced?: ActivityInterceptorsFactory;
  /** In place of what is found: tests share one. */
  readonly workflowBundle?: WorkerOptions['workflowBundle'];
}

/**
 * Two workers in one process: payments stay on the version they began with and drain by themselves, conversations and lines,
 * which never end, move on to the next. The behaviour is set here and not in the workflows: an annotated workflow on an
 * unversioned worker hangs without a word.
 */
export async function createWorkers(options: WorkersOptions): Promise<readonly Worker[]> {
  const { taskQueuePrefix, deployment, traced } = options;
  const queues = [
    { taskQueue: PAYMENT_LINKS_QUEUE, defaultVersioningBehavior: 'PINNED', maxCachedWorkflows: CACHED.payments },
    { taskQueue: CONVERSATIONS_QUEUE, defaultVersioningBehavior: 'AUTO_UPGRADE', maxCachedWorkflows: CACHED.chats },
  ] as const;
  const interceptors = { activity: traced === undefined ? [] : [traced] };
  const workflowBundle = options.workflowBundle ?? (await findBundle(traced === undefined ? 'plain' : 'traced'));
  return Promise.all(
    queues.map(({ taskQueue, defaultVersioningBehavior, maxCachedWorkflows }) =>
      Worker.create({
        connection: options.connection,
        namespace: options.namespace,
        taskQueue: taskQueuePrefix + taskQueue,
        dataConverter: options.dataConverter,
        activities: options.activities,
        shutdownGraceTime: GRACE,
        ...LONG_TURNS,
        maxCachedWorkflows,
        workflowTaskPollerBehavior: POLLS,
        activityTaskPollerBehavior: POLLS,
        workflowBundle,
        interceptors,
        ...(deployment === undefined
          ? {}
          : {
              workerDeploymentOptions: {
                version: { deploymentName: deployment.name, buildId: deployment.buildId },
                useWorkerVersioning: true,
                defaultVersioningBehavior,
              },
            }),
      }),
    ),
  );
}

/** Without a build the sources are bundled at start, once for both workers, which takes some seconds. */
async function findBundle(kind: keyof typeof PREBUILT): Promise<NonNullable<WorkerOptions['workflowBundle']>> {
  if (existsSync(PREBUILT[kind])) return { codePath: PREBUILT[kind] };
  return bundleWorkflowCode({ ...bundleSources[kind], logger: Runtime.instance().logger });
}
