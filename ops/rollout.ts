import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Connection } from '@temporalio/client';
import { readDeploymentVersion } from '../config/deployment';
import { readDuration } from '../config/duration';
import { connectToServer } from '../temporal/connect';
import { makeCurrent, readVersions, watchPolls } from '../temporal/deployment';
import type { Deployment, Version } from '../temporal/deployment';

const HELP = `npm run rollout [-- --build ID] [-- --within PT5M] [-- --status]

Makes the version BUILD_ID of DEPLOYMENT_NAME the current one, once its workers poll both task queues: new payments start on
it, conversations move over, payments under way end on the version they began with. Safe to repeat; with the id of an
older version whose workers still run it rolls back. A worker that is idle polls once a minute, so it takes up to that long.
Reads DEPLOYMENT_NAME, BUILD_ID and TEMPORAL_*; nothing else.

  --build ID      instead of BUILD_ID
  --within TIME   how long to wait for its workers, ISO 8601 (PT5M)
  --status        list the versions and which workers may go, and change nothing
  --help          this text

Exits with 1 where the version did not become current.
`;

const LOOK_EVERY_MS = 500;
const MEANS: Readonly<Record<string, string>> = {
  CURRENT: 'takes new payments and all conversations',
  RAMPING: 'takes a part of what is new',
  DRAINING: 'payments are still under way on it: its workers must stay',
  DRAINED: 'nothing is under way on it: its workers may go',
  INACTIVE: 'never made current',
  CREATED: 'never polled',
};

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      build: { type: 'string' },
      within: { type: 'string', default: 'PT5M' },
      status: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const withinMs = readDuration(values.within);
  if (withinMs === undefined) throw new Error(`--within ${values.within} is no ISO 8601 duration, like PT5M.`);
  const build = values.build ?? process.env['BUILD_ID'];
  const { name, buildId, taskQueuePrefix } = readDeploymentVersion({ ...process.env, BUILD_ID: build });
  const { connection, namespace } = await connectToServer();
  const deployment = { namespace, name, taskQueuePrefix };
  try {
    if (!values.status) await rollOut(connection, deployment, buildId, withinMs);
    for (const version of await readVersions(connection, deployment)) say(described(version));
    return 0;
  } finally {
    await connection.close();
  }
}

async function rollOut(
  connection: Connection,
  deployment: Deployment,
  buildId: string,
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  const lookForUnpolled = watchPolls(connection, deployment, buildId);
  for (;;) {
    const unpolled = await lookForUnpolled();
    if (unpolled.length === 0 && (await makeCurrent(connection, deployment, buildId))) break;
    if (Date.now() > until) {
      const what =
        unpolled.length === 0 ? 'Temporal does not take it yet' : `no worker of it polls ${unpolled.join(', ')}`;
      throw new Error(
        `Version ${buildId} of ${deployment.name} did not become current: ${what}. Nothing has changed: the version before ` +
          `still takes all work. Look at the new workers' logs and /readyz, then run this again.`,
      );
    }
    await setTimeout(LOOK_EVERY_MS);
  }
  say(`Version ${buildId} of ${deployment.name} is current.`);
}

const described = ({ buildId, status }: Version): string =>
  `${buildId.padEnd(24)} ${status.padEnd(9)} ${MEANS[status] ?? ''}`;

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
