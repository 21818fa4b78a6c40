import { isGrpcServiceError } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { CONVERSATIONS_QUEUE } from '../workflows/conversation.contract';
import { PAYMENT_LINKS_QUEUE } from '../workflows/payment-link.contract';
import { NOT_FOUND, unlessUnknown } from './unless-unknown';

const FAILED_PRECONDITION = 9;
const { WorkerDeploymentVersionStatus } = temporal.api.enums.v1;
const { TaskQueueType } = temporal.api.enums.v1;
const STATUS = 'WORKER_DEPLOYMENT_VERSION_STATUS_';
const TYPES = [TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY];

type Reachable = Pick<Connection, 'workflowService'>;

export interface Deployment {
  readonly namespace: string;
  readonly name: string;
  readonly taskQueuePrefix: string;
}

/** One version as Temporal knows it. `DRAINED`: no run is on it any more, and its workers may go. */
export interface Version {
  readonly buildId: string;
  readonly status: string;
}

/** All versions, the newest first; empty where no versioned worker ever polled. */
export async function readVersions(
  connection: Reachable,
  { namespace, name }: Pick<Deployment, 'namespace' | 'name'>,
): Promise<readonly Version[]> {
  const described = await unlessUnknown(
    connection.workflowService.describeWorkerDeployment({ namespace, deploymentName: name }),
  );
  const summaries = [...(described?.workerDeploymentInfo?.versionSummaries ?? [])];
  return summaries
    .sort((a, b) => Number(b.createTime?.seconds ?? 0) - Number(a.createTime?.seconds ?? 0))
    .map(({ deploymentVersion, status }) => ({
      buildId: deploymentVersion?.buildId ?? '',
      status: WorkerDeploymentVersionStatus[status ?? 0]?.replace(STATUS, '') ?? '',
    }));
}

/**
 * What is not polled of what the product needs: making such a version current would leave work lying. A queue counts from the second
 * look on, by a poll that was begun or ended since the first: workers that stopped stay listed for minutes, and what a version ever
 * polled stays with it; one that lives asks again within a minute. Only times of the server are compared.
 *
 * @returns looks, and names the queues, in order
 */
export function watchPolls(
  connection: Reachable,
  { namespace, name, taskQueuePrefix }: Deployment,
  buildId: string,
): () => Promise<readonly string[]> {
  const atFirst = new Map<string, number>();

  async function isPolled(queue: string, taskQueueType: temporal.api.enums.v1.TaskQueueType): Promise<boolean> {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: queue },
      taskQueueType,
    });
    const theirs = pollers.filter(({ deploymentOptions: of }) => of?.deploymentName === name && of.buildId === buildId);
    const last = Math.max(0, ...theirs.map(({ lastAccessTime }) => optionalTsToMs(lastAccessTime) ?? 0));
    const key = `${queue} ${taskQueueType}`;
    const before = atFirst.get(key);
    if (before === undefined) atFirst.set(key, last);
    return before !== undefined && last > before;
  }

  return async () => {
    const unpolled: string[] = [];
    for (const queue of [PAYMENT_LINKS_QUEUE, CONVERSATIONS_QUEUE].map((one) => taskQueuePrefix + one)) {
      const polled = await Promise.all(TYPES.map((type) => isPolled(queue, type)));
      if (polled.includes(false)) unpolled.push(queue);
    }
    return unpolled;
  };
}

/**
 * Sends new payments to this version from now on, and moves conversations and lines over. Payments under way stay where they
 * are. Doing it again changes nothing.
 *
 * @returns false where Temporal is not ready for it yet: ask again
 */
export async function makeCurrent(
  connection: Reachable,
  { namespace, name }: Pick<Deployment, 'namespace' | 'name'>,
  buildId: string,
): Promise<boolean> {
  try {
    await connection.workflowService.setWorkerDeploymentCurrentVersion({
      namespace,
      deploymentName: name,
      buildId,
      identity: 'rollout',
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && [NOT_FOUND, FAILED_PRECONDITION].includes(error.code)) return false;
    throw error;
  }
}
