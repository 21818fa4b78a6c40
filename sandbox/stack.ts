import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { serverPaths } from '../ops/setup/servers';
import { answers, script, startProcess } from './processes';
import type { RunningProcess } from './processes';
import { setUpNamespace } from '../temporal/namespace';
import { freePort } from './ports';
import { accepts, devServerArgs } from './temporal';
import { startWorld } from './world';
import type { Ports, World, WorldOptions } from './world';

export interface StackPorts extends Ports {
  readonly temporal: number;
  readonly temporalUi: number;
  /** Of Temporal's own figures; absent: it serves none. */
  readonly temporalMetrics?: number;
}

export interface StackOptions extends Pick<WorldOptions, 'linesFile' | 'timingsFile' | 'meta' | 'templates'> {
  readonly ports: StackPorts;
  /** Logs go here. */
  readonly folder: string;
  /** Further variables of api and worker. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps Temporal's data over restarts. */
  readonly dbFile?: string;
  /** Starts another Temporal than the dev server, at `ports.temporal`. */
  readonly temporal?: () => Promise<RunningProcess>;
  /** The compiled product in place of its sources, which take seconds to start. */
  readonly programs?: Programs;
  /** Told of each step that takes a moment. */
  readonly onStep?: (what: string) => void;
}

/** How api and worker are started. */
export type Programs = Readonly<
  Record<'api' | 'worker', { readonly command: string; readonly args: readonly string[] }>
>;

const RETENTION_DAYS = 30;

export type Part = 'temporal' | 'api' | 'worker';

/** All of it on this machine: Temporal, the real api and worker as processes, and the outside world simulated. */
export interface Stack {
  readonly world: World;
  readonly ports: StackPorts;
  readonly uiUrl: string;
  readonly env: Readonly<Record<string, string>>;
  running(part: Part): RunningProcess;
  /** Starts a part again after it was stopped or killed; `changed`: with these variables instead of what they were. */
  start(part: Part, changed?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, folder, onStep = () => undefined } = options;
  const uiUrl = `http://localhost:${String(ports.temporalUi)}`;
  const address = `127.0.0.1:${String(ports.temporal)}`;
  const world = await startWorld({ ...options, temporal: { address, uiUrl } });
  const env = { ...world.env, ...options.env };
  const processes = new Map<Part, RunningProcess>();
  const programs = options.programs ?? { api: script('sandbox/api.ts'), worker: script('workers/main.ts') };

  type Variables = Readonly<Record<string, string>>;
  const how: Record<Part, (changed: Variables) => Promise<RunningProcess>> = {
    temporal: () =>
      options.temporal?.() ??
      startProcess({
        name: 'Temporal',
        command: serverPaths().devServer,
        args: devServerArgs({
          port: ports.temporal,
          uiPort: ports.temporalUi,
          codecUrl: `${world.urls.api}/codec`,
          ...(options.dbFile === undefined ? {} : { dbFile: options.dbFile }),
          ...(ports.temporalMetrics === undefined ? {} : { metricsPort: ports.temporalMetrics }),
        }),
        env: {},
        logFile: join(folder, 'temporal.log'),
        ready: accepts(ports.temporal),
      }),
    api: (changed) =>
      startProcess({
        name: 'the api',
        ...programs.api,
        env: { ...env, ...changed },
        logFile: join(folder, 'api.log'),
        ready: answers(`${world.urls.api}/readyz`),
      }),
    worker: (changed) =>
      startProcess({
        name: 'the worker',
        ...programs.worker,
        env: { ...env, ...changed },
        logFile: join(folder, 'worker.log'),
        ready: answers(`http://localhost:${String(ports.worker)}/readyz`),
      }),
  };
  const start = async (part: Part, changed: Variables = {}): Promise<void> => {
    processes.set(part, await how[part](changed));
  };
  const stop = async (): Promise<void> => {
    for (const part of ['api', 'worker', 'temporal'] as const) await processes.get(part)?.stop();
    await world.close();
  };

  try {
    onStep(`Temporal on ${address}, its UI on ${uiUrl}`);
    await start('temporal');
    await setUp(address);
    onStep(`the api on ${world.urls.api} and the worker (bundles the workflows: some seconds)`);
    await Promise.all([start('api'), start('worker')]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    world,
    ports,
    uiUrl,
    env,
    start,
    stop,
    running: (part) => {
      const found = processes.get(part);
      if (found === undefined) throw new Error(`${part} was never started`);
      return found;
    },
  };
}

/** What `npm run setup:temporal` does: the dev server keeps closed workflows for a day only. */
async function setUp(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await setUpNamespace(connection, 'default', RETENTION_DAYS).finally(() => connection.close());
}

/** Free ports of this machine, for stacks that must not meet. */
export async function freePorts(): Promise<StackPorts> {
  const [api, worker, temporal, temporalUi] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  return { api, worker, temporal, temporalUi, meta: 0, capSvc: 0, rail: 0 };
}

/** @throws naming the first port that something else has. */
export async function assertFree(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (port !== 0 && (await accepts(port)())) {
      throw new Error(`Port ${String(port)} (${name}) is taken. Stop what uses it, or set ${name} to a free one.`);
    }
  }
}
