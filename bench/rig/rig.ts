import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Timings } from '../../domain/timings';
import { answers, startProcess } from '../../sandbox/processes';
import type { RunningProcess } from '../../sandbox/processes';
import { freePorts } from '../../sandbox/stack';
import { startWorld } from '../../sandbox/world';
import type { World } from '../../sandbox/world';
import { createDataConverter } from '../../workers/codec/data-converter';
import { createJourneys } from './journeys';
import type { Journeys } from './journeys';
import { createMail } from './mail';
import type { Mail } from './mail';
import { benchProgram, compiled } from './programs';
import { registerSellers } from './sellers';
import type { Server } from './server';

export interface RigOptions {
  readonly server: Server;
  /** Ours, or the same job without our design: on DBOS Transact, or naively on Temporal. */
  readonly product?: 'ours' | 'dbos' | 'naive';
  readonly sellers?: number;
  readonly timings?: Partial<Timings>;
  /** Writes CPU profiles of api and worker there, when they end. */
  readonly profileFolder?: string;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The product as production runs it, in the simulated world. */
export interface Rig {
  readonly world: World;
  readonly mail: Mail;
  readonly journeys: Journeys;
  readonly phones: readonly string[];
  readonly client: Client;
  /** Roots of all processes that work for a payment. */
  groups(): Record<string, readonly number[]>;
  worker(): RunningProcess;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** The simulated number may send as fast as the machine can; sellers are many, so that the pair rate is as in life. */
const WORLD = { pairRate: null } as const;
const APP_SECRET = 'sandbox-app-secret';

export async function startRig(options: RigOptions): Promise<Rig> {
  const { server, product = 'ours' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'miapos-bench-'));
  const timingsFile = join(folder, 'timings.json');
  writeFileSync(timingsFile, JSON.stringify(options.timings ?? {}));
  const ports = await freePorts();
  const temporal = { address: server.address, uiUrl: 'http://localhost:1' };
  const world = await startWorld({ ports, timingsFile, temporal, meta: WORLD });
  const mail = createMail(`${world.urls.api}/webhooks/whatsapp`, APP_SECRET);
  world.meta.webhooks.push = (change) => mail.push(change);
  const database = server.databaseUrl === undefined ? {} : { BENCH_DATABASE_URL: server.databaseUrl };
  const env = { ...world.env, LOG_LEVEL: 'warn', ...database, ...options.env };
  const processes = new Map<string, RunningProcess>();

  const start = async (name: string, program: { command: string; args: string[] }, readyUrl: string): Promise<void> => {
    const logFile = join(folder, `${name}.log`);
    processes.set(name, await startProcess({ name, ...program, env, logFile, ready: answers(readyUrl) }));
  };
  const startWorker = () =>
    start(
      'worker',
      compiled('workers/main.js', options.profileFolder),
      `http://localhost:${String(ports.worker)}/readyz`,
    );
  if (product !== 'ours') await start(product, benchProgram(`same-job/${product}/main.ts`), `${world.urls.api}/readyz`);
  else {
    await Promise.all([
      start('api', compiled('api/main.js', options.profileFolder), `${world.urls.api}/readyz`),
      startWorker(),
    ]);
  }
  const connection = await Connection.connect({ address: server.address });
  const key = Buffer.from(world.env['PAYLOAD_KEYS']?.split(':')[1] ?? '', 'base64');

  return {
    world,
    mail,
    journeys: createJourneys(world),
    phones: registerSellers(world, options.sellers ?? 200),
    client: new Client({ connection, dataConverter: createDataConverter([{ id: 'sandbox', key }]) }),
    groups: () => ({
      ...Object.fromEntries([...processes].map(([name, { pid }]) => [name, [pid]])),
      ...server.groups,
      simulators: [process.pid],
    }),
    worker: () => {
      const found = processes.get('worker');
      if (found === undefined) throw new Error('No worker was started');
      return found;
    },
    startWorker,
    stop: async () => {
      mail.close();
      await Promise.all([...processes.values()].map((one) => one.stop()));
      await connection.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
