import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { accepts } from '../../sandbox/temporal';
import { freePort } from '../../sandbox/ports';
import { startProcess } from '../../sandbox/processes';
import type { RunningProcess } from '../../sandbox/processes';
import { notChecked } from './not-checked';
import { asDeployed, dynamicConfig, FEW_SHARDS, serverConfig } from './postgres-server-config';
import type { ServerPorts } from './postgres-server-config';

/** What `ops/setup/postgres-server.mjs` finds or builds. */
interface Programs {
  readonly postgres: string;
  readonly server: string;
  readonly sqlTool: string;
  readonly schema: string;
}

/** A Temporal server on a PostgreSQL of its own, as in production but for the container. */
export interface PostgresServer {
  /** `host:port` of the server's frontend. */
  readonly address: string;
  readonly port: number;
  /** Of the database server, for whatever else wants a database beside Temporal's. */
  readonly databaseUrl: string;
  /** Its backends are children of this process. */
  databasePid(): number;
  /**
   * Starts the Temporal server; again after it was stopped or killed. The database lives on.
   * @param dynamic its dynamic configuration; the default is for tests
   */
  startTemporal(dynamic?: object): Promise<RunningProcess>;
  /** Kills the database with all its backends, as a crash of the machine would, and starts it again. */
  crashDatabase(): Promise<void>;
  /**
   * Backs both databases up as of one instant, while they run, as docs/deployment.md says.
   * @returns plays that backup in, once; Temporal has to be stopped before
   */
  backUp(): () => void;
  /** Ends both and deletes the data. */
  stop(): Promise<void>;
}

const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;
const RETENTION_MS = 30 * 86_400_000;

/**
 * Starts PostgreSQL with Temporal's schema in it, ready for {@link PostgresServer.startTemporal}. Everything is in a folder of
 * its own, on free ports.
 *
 * Undefined where this machine has no PostgreSQL, or the server can't be built; that is said aloud.
 *
 * @param what the promise that stays unproven without it
 * @param shards of its history; as few as tests want where absent
 */
export async function startPostgresServer(what: string, shards = FEW_SHARDS): Promise<PostgresServer | undefined> {
  const programs = findPrograms(what);
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'miapos-postgres-'));
  // The database's user has to get at it.
  chmodSync(folder, 0o755);
  const ports = await serverPorts();
  const database = createDatabase(programs, folder, ports.database);
  database.create();
  let temporal: RunningProcess | undefined;
  const stop = async (): Promise<void> => {
    await temporal?.stop();
    database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    database.start();
    for (const [name, schema] of Object.entries(DATABASES)) makeSchema(programs, ports.database, name, schema);
    const dynamicFile = join(folder, 'dynamic.yaml');
    writeFileSync(join(folder, `${CONFIG}.yaml`), JSON.stringify(serverConfig(ports, dynamicFile, shards)));
    const address = `127.0.0.1:${String(ports.frontend)}`;
    return {
      address,
      port: ports.frontend,
      databaseUrl: `postgresql://temporal@127.0.0.1:${String(ports.database)}/bench`,
      databasePid: database.pid,
      startTemporal: async (dynamic = dynamicConfig) => {
        writeFileSync(dynamicFile, JSON.stringify(dynamic));
        return (temporal = await startTemporal({ programs, folder, address }));
      },
      crashDatabase: () => {
        database.crash();
        database.start();
        return Promise.resolve();
      },
      backUp: database.backUp,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function findPrograms(what: string): Programs | undefined {
  const bootstrap = join(__dirname, '../../ops/setup/bootstrap.mjs');
  const args = [bootstrap, '--no-install', '--servers=postgres', '--print'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status === 0) return (JSON.parse(stdout) as { postgres: Programs }).postgres;
  notChecked(what, stderr.replaceAll('setup: ', ''));
  return undefined;
}

/** Temporal keeps its services' ports in PostgreSQL as smallint: what the system hands out would be too high. */
async function serverPorts(): Promise<ServerPorts> {
  return {
    frontend: await freePort(),
    history: await freePort(),
    matching: await freePort(),
    worker: await freePort(),
    database: await freePort(),
    frontendRing: await freePort(),
    historyRing: await freePort(),
    matchingRing: await freePort(),
    workerRing: await freePort(),
  };
}

/** PostgreSQL refuses to run as root, so root lends it Debian's own user. */
function createDatabase({ postgres }: Programs, folder: string, port: number) {
  const data = join(folder, 'data');
  const owner: Partial<Owner> = userInfo().uid === 0 ? userNamed('postgres') : {};
  const run = (program: string, args: readonly string[]): void => {
    // Files, for a database that goes on in the background would keep a pipe open for ever.
    execFileSync(join(postgres, program), args, { cwd: folder, stdio: 'ignore', ...owner });
  };
  const options = `-p ${String(port)} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300`;
  const makeFolder = (path: string): void => {
    mkdirSync(path, { mode: 0o700 });
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
  };
  const start = (): void =>
    run('pg_ctl', ['-D', data, '-w', '-t', '60', '-l', join(data, 'log'), '-o', options, 'start']);
  const stop = (): void =>
    void spawnSync(join(postgres, 'pg_ctl'), ['-D', data, '-w', '-m', 'fast', 'stop'], { stdio: 'ignore', ...owner });
  return {
    create: () => {
      makeFolder(data);
      run('initdb', ['-D', data, '-U', 'temporal', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']);
    },
    start,
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    // Without a checkpoint and with all backends cut off: at the next start it recovers as after a crash.
    crash: () => run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']),
    backUp: () => {
      const backup = join(folder, 'backup');
      makeFolder(backup);
      const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'temporal'];
      run('pg_basebackup', [...from, '-D', backup, '-X', 'fetch', '-c', 'fast']);
      return () => {
        stop();
        rmSync(data, { recursive: true });
        renameSync(backup, data);
        start();
      };
    },
    stop,
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function userNamed(name: string): Owner {
  const row = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  if (row === undefined) throw new Error(`PostgreSQL can't run as root, and there is no user ${name} to run it as.`);
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

function makeSchema({ sqlTool, schema }: Programs, port: number, database: string, kind: string): void {
  const to = ['--plugin', asDeployed().driver, '--ep', '127.0.0.1', '-p', String(port), '-u', 'temporal'];
  const at = [...to, '--db', database];
  const tool = (args: readonly string[]) => execFileSync(sqlTool, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  tool([...at, 'create-database']);
  tool([...at, 'setup-schema', '-v', '0.0']);
  tool([...at, 'update-schema', '-d', join(schema, kind, 'versioned')]);
}

/** The server reads `<env>.yaml` of its folder of configurations. */
const CONFIG = 'server';

async function startTemporal(of: {
  readonly programs: Programs;
  readonly folder: string;
  readonly address: string;
}): Promise<RunningProcess> {
  const { programs, folder, address } = of;
  const port = Number(address.split(':')[1]);
  return startProcess({
    name: 'Temporal on PostgreSQL',
    command: programs.server,
    args: ['--root', folder, '--config', '.', '--env', CONFIG, '--allow-no-auth', 'start'],
    env: {},
    logFile: join(folder, 'temporal.log'),
    readyWithinMs: 120_000,
    ready: async () => (await accepts(port)()) && (await hasNamespace(address)),
  });
}

/** The server has none of its own. A server that is just up refuses it for a moment. */
async function hasNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    const { namespaces } = await connection.workflowService.listNamespaces({});
    if (namespaces.some(({ namespaceInfo }) => namespaceInfo?.name === 'default')) return await isServing(connection);
    await connection.workflowService.registerNamespace({
      namespace: 'default',
      workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
    });
    return false;
  } finally {
    await connection.close();
  }
}

/** The frontend reads namespaces every ten seconds; it is of use once it knows this one. */
async function isServing(connection: Connection): Promise<boolean> {
  await connection.workflowService.countWorkflowExecutions({ namespace: 'default', query: '' });
  return true;
}
