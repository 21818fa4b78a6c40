import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createActivities } from '../activities';
import { readEnv } from '../config/env';
import { readLines } from '../config/lines';
import { connectTemporal } from '../temporal/connect';
import { startLines } from './lines';
import { createDataConverter } from './codec/data-converter';
import { composeDeps } from './compose';
import { serveHealth } from './health';
import { installRuntime } from './runtime';
import { createWorkers } from './workers';

async function main(): Promise<void> {
  const env = readEnv(process.env, 'worker');
  const log = pino({ level: env.logLevel, base: { service: 'worker' } });
  installRuntime(log);
  const dataConverter = createDataConverter(env.payloadKeys);
  const { client, connection: clientConnection, namespace } = await connectTemporal(dataConverter);
  const connection = await NativeConnection.connect(loadClientConnectConfig().connectionOptions);
  const { deploymentName: name, id: buildId } = env.build;
  const workers = await createWorkers({
    connection,
    namespace,
    taskQueuePrefix: env.temporal.taskQueuePrefix,
    dataConverter,
    activities: createActivities(composeDeps(env, client)),
    ...(name === undefined ? {} : { deployment: { name, buildId } }),
  });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const health = await serveHealth(env.workerPort, () => workers.every(isRunning), registry);
  await startLines(client, env.temporal.taskQueuePrefix, readLines(env.linesFile, env));
  const stop = () => workers.filter(isRunning).forEach((worker) => worker.shutdown());
  process.once('SIGTERM', stop).once('SIGINT', stop);
  log.info({ health: health.url, namespace }, 'worker polls');
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    stop();
    await health.close();
    await connection.close();
    await clientConnection.close();
  }
  log.info('worker drained');
}

const isRunning = (worker: Worker): boolean => worker.getState() === 'RUNNING';

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
