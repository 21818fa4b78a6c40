import { readGitSha } from './build-id';
import { ConfigurationError } from './configuration-error';
import { problemOf } from './variables';

/** Which version of the worker is meant, and the queues it has to poll. */
export interface DeploymentVersion {
  readonly name: string;
  readonly buildId: string;
  readonly taskQueuePrefix: string;
}

/**
 * DEPLOYMENT_NAME, BUILD_ID and TEMPORAL_TASK_QUEUE_PREFIX alone: a step of a rollout runs where no other variable is known.
 *
 * @throws {@link ConfigurationError} naming what is missing
 */
export function readDeploymentVersion(
  env: Record<string, string | undefined>,
  gitSha: () => string | undefined = readGitSha,
): DeploymentVersion {
  const is = (name: string) => (env[name]?.trim() === '' ? undefined : env[name]?.trim());
  const name = is('DEPLOYMENT_NAME');
  const buildId = is('BUILD_ID') ?? gitSha();
  const problems = [
    ...(name === undefined
      ? [
          problemOf(
            'DEPLOYMENT_NAME',
            'is not set: without it workers are unversioned, and there is nothing to roll out',
          ),
        ]
      : []),
    ...(buildId === undefined
      ? [problemOf('BUILD_ID', 'is not set, and there is no git checkout to take it from')]
      : []),
  ];
  if (name === undefined || buildId === undefined) throw new ConfigurationError(problems);
  return { name, buildId, taskQueuePrefix: is('TEMPORAL_TASK_QUEUE_PREFIX') ?? '' };
}
