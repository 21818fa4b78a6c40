import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createActivities } from '../activities';
import { readEnv } from '../config/env';
import { readLines } from '../config/lines';
import { connectTemporal } from '../temporal/connect';
import { createStarts } from '../temporal/starts';
import { openTracing } from '../tracing/tracing';
import { startLines } from './lines';
import { createDataConverter } from './codec/data-converter';
import { composeDeps } from './compose';
import { serveHealth } from './health';
import { meterActivities } from './metrics';
import { runTogether } from './run-together';
import { freeLoopbackPort, installRuntime } from './runtime';
import { createWorkers } from './workers';

/** The SDK would gzip each call. Most of what is in one is encrypted, and packing the rest costs both sides more than the bytes. */
const UNCOMPRESSED = { grpcCompression: { codec: 'none' } } as const;

async function main(): Promise<void> {
  const env = readEnv(process.env, 'worker');
  const lines = readLines(env.linesFile);
  const log = pino({ level: env.logLevel, base: { service: 'worker' } });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readSdkMetrics = installRuntime(log, await freeLoopbackPort());
  const dataConverter = createDataConverter(env.payloadKeys, registry);
  const { deploymentName: name, id: buildId } = env.build;
  const tracing = openTracing({ url: env.tracingUrl, service: 'worker', buildId });
  const { connection: checked, namespace } = await connectTemporal(dataConverter);
  await checked.close();
  // The core's own connection is for the activities' calls too: they cost half of what they do over Node's HTTP/2.
  const connection = await NativeConnection.connect({
    ...loadClientConnectConfig().connectionOptions,
    ...UNCOMPRESSED,
  });
  const interceptors = tracing === undefined ? {} : { interceptors: { workflow: [tracing.client] } };
  const client = new Client({ connection, namespace, dataConverter, ...interceptors });
  await startLines(createStarts(client, env.temporal.taskQueuePrefix), lines);
  const workers = await createWorkers({
    connection,
    namespace,
    taskQueuePrefix: env.temporal.taskQueuePrefix,
    dataConverter,
    activities: meterActivities(createActivities(composeDeps(env, client, lines, tracing)), {
      registry,
      now: Date.now,
      lines,
    }),
    ...(name === undefined ? {} : { deployment: { name, buildId } }),
    ...(tracing === undefined ? {} : { traced: tracing.activity }),
  });
  let ready = (): boolean => false;
  const health = await serveHealth(
    env.workerPort,
    () => ready(),
    async () => ({
      type: registry.contentType,
      text: `${await registry.metrics()}\n${await readSdkMetrics()}`,
    }),
  );
  const running = runTogether(workers);
  ready = running.ready;
  process.once('SIGTERM', running.stop).once('SIGINT', running.stop);
  log.info({ health: health.url, namespace }, 'worker polls');
  try {
    await running.done;
  } finally {
    await health.close();
    await connection.close();
    await tracing?.stop();
  }
  log.info('worker drained');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // What was opened before the failure would keep a process alive that does no work.
  process.exit(1);
});
