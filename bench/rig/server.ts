import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { serverPaths } from '../../ops/setup/servers';
import { startProcess } from '../../sandbox/processes';
import { freePorts } from '../../sandbox/stack';
import { accepts, devServerArgs } from '../../sandbox/temporal';
import { setUpNamespace } from '../../temporal/namespace';
import { startPostgresServer } from '../../test/support/postgres-server';
import { asDeployed } from '../../test/support/postgres-server-config';

export type ServerKind = 'dev' | 'postgres';

/** A Temporal server that the runs of a part share, one after the other. */
export interface Server {
  readonly kind: ServerKind;
  readonly address: string;
  /** `postgres://…` of a database server that others may use beside Temporal. */
  readonly databaseUrl?: string;
  /** Roots of its processes, by what they are. */
  readonly groups: Readonly<Record<string, readonly number[]>>;
  stop(): Promise<void>;
}

const RETENTION_DAYS = 30;
const NO_DYNAMIC_CONFIG = {};
const EAGER = ['--dynamic-config-value', 'system.enableActivityEagerExecution=true'];
/**
 * Both test servers look up all attributes and namespaces whenever one is named, so that a new one counts at once. Servers of
 * production keep them for a minute, and so do these.
 */
const CACHING = ['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'];

/** @returns undefined where this machine has no PostgreSQL; that is said aloud */
export async function startServer(kind: ServerKind, eager = false): Promise<Server | undefined> {
  return kind === 'dev' ? startDev(eager) : startOnPostgres();
}

async function setUp(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await setUpNamespace(connection, 'default', RETENTION_DAYS).finally(() => connection.close());
}

async function startDev(eager: boolean): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'miapos-bench-'));
  const { temporal: port, temporalUi: uiPort } = await freePorts();
  const running = await startProcess({
    name: 'Temporal',
    command: serverPaths().devServer,
    args: [
      ...devServerArgs({ port, uiPort, codecUrl: 'http://127.0.0.1:1/codec' }),
      ...CACHING,
      ...(eager ? EAGER : []),
    ],
    env: {},
    logFile: join(folder, 'temporal.log'),
    ready: accepts(port),
  });
  const address = `127.0.0.1:${String(port)}`;
  await setUp(address);
  return {
    kind: 'dev',
    address,
    groups: { temporal: [running.pid] },
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startOnPostgres(): Promise<Server | undefined> {
  // Each shard looks for tasks by itself, so their number decides how soon a task is found, and at what price.
  const server = await startPostgresServer('the figures on PostgreSQL', asDeployed().shards);
  if (server === undefined) return undefined;
  const first = await server.startTemporal();
  await setUp(server.address);
  await first.stop();
  const temporal = await server.startTemporal(NO_DYNAMIC_CONFIG);
  return {
    kind: 'postgres',
    address: server.address,
    databaseUrl: server.databaseUrl,
    groups: { temporal: [temporal.pid], postgres: [server.databasePid()] },
    stop: () => server.stop(),
  };
}
