import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { ApiEnv } from '../config/env';
import { connectTemporal } from '../temporal/connect';
import { openTracing } from '../tracing/tracing';
import { createDataConverter } from '../workers/codec/data-converter';
import { createApp } from './app';
import { compose, type ComposeOptions } from './compose';
import { createServer, drain } from './http/server';

/**
 * Shorter than any orchestrator's patience, and enough for every webhook and callback. The press of a link's page may take 25 s and an
 * operator's decision 15 s: their answers are cut off here, and what they asked for goes on in Temporal.
 */
const GRACE_MS = 8_000;

export interface RunningApi {
  /** Where it listens. */
  readonly port: number;
  /** Takes nothing new, finishes what it has, lets go of Temporal. */
  stop(): Promise<void>;
}

/** Connects, listens, and says where. */
export async function runApi(env: ApiEnv, options: ComposeOptions = {}): Promise<RunningApi> {
  const tracing = openTracing({ url: env.tracingUrl, service: 'api', buildId: env.build.id });
  const { client, connection, address, namespace } = await connectTemporal(
    createDataConverter(env.payloadKeys),
    tracing?.client,
  );
  let stopping = false;
  try {
    const deps = compose(env, client, { ...options, ...(tracing === undefined ? {} : { tracing }) });
    const ready = async () => {
      if (stopping) throw new Error('shutting down');
      await deps.ready();
    };
    const server = createServer(createApp({ ...deps, ready }));
    const port = await listen(server, env.port);
    deps.log.info({ port, temporal: address, namespace }, `the api listens on http://localhost:${port}`);
    return {
      port,
      stop: async () => {
        stopping = true;
        deps.log.info('stopping: no new requests');
        await drain(server, GRACE_MS);
        await deps.settled();
        await connection.close();
        await tracing?.stop();
        deps.log.info('stopped');
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken =
        cause.code === 'EADDRINUSE' ? `Port ${port} is taken: set PORT to a free one.` : `Port ${port} can't be used.`;
      reject(new Error(taken, { cause }));
    });
    server.listen(port, resolve);
  });
  return (server.address() as AddressInfo).port;
}
