import { readCompose } from '../ops/compose';

/** Each service of a Temporal server has a port for calls and one for finding the others. */
export interface ServerPorts {
  readonly frontend: number;
  readonly history: number;
  readonly matching: number;
  readonly worker: number;
  readonly frontendRing: number;
  readonly historyRing: number;
  readonly matchingRing: number;
  readonly workerRing: number;
  readonly database: number;
}

/** What was just registered counts at once, so that a test needs no wait for a cache. */
export const dynamicConfig = {
  'system.forceSearchAttributesCacheRefreshOnRead': [{ value: true }],
};

/** What docker-compose.yml gives Temporal: tests run on its driver, the bench on its driver and as many shards. */
export function asDeployed(): { readonly driver: string; readonly shards: number } {
  const { DB: driver, NUM_HISTORY_SHARDS: shards } = readCompose().services['temporal']?.environment ?? {};
  if (driver !== undefined && shards !== undefined) return { driver, shards: Number(shards) };
  throw new Error('docker-compose.yml gives its service temporal no DB, or no NUM_HISTORY_SHARDS.');
}

/** Few, so that a server is up soon. Tests need no more. */
export const FEW_SHARDS = 4;

/**
 * One server with all four services, by Temporal's own template for PostgreSQL. JSON is YAML.
 *
 * @see https://github.com/temporalio/temporal/blob/v1.29.1/config/development-postgres12.yaml
 */
export const serverConfig = (ports: ServerPorts, dynamicFile: string, numHistoryShards: number) => ({
  log: { stdout: true, level: 'warn' },
  persistence: {
    defaultStore: 'default',
    visibilityStore: 'visibility',
    numHistoryShards,
    datastores: { default: { sql: sql(ports, 'temporal') }, visibility: { sql: sql(ports, 'temporal_visibility') } },
  },
  global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
  services: {
    frontend: rpc(ports.frontend, ports.frontendRing),
    history: rpc(ports.history, ports.historyRing),
    matching: rpc(ports.matching, ports.matchingRing),
    worker: rpc(ports.worker, ports.workerRing),
  },
  clusterMetadata: {
    enableGlobalNamespace: false,
    failoverVersionIncrement: 10,
    masterClusterName: 'active',
    currentClusterName: 'active',
    clusterInformation: {
      active: {
        enabled: true,
        initialFailoverVersion: 1,
        rpcName: 'frontend',
        rpcAddress: `127.0.0.1:${String(ports.frontend)}`,
      },
    },
  },
  publicClient: { hostPort: `127.0.0.1:${String(ports.frontend)}` },
  dcRedirectionPolicy: { policy: 'noop' },
  archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
  namespaceDefaults: { archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } } },
  dynamicConfigClient: { filepath: dynamicFile, pollInterval: '60s' },
});

const rpc = (grpcPort: number, membershipPort: number) => ({
  rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
});

const sql = ({ database }: ServerPorts, databaseName: string) => ({
  pluginName: asDeployed().driver,
  databaseName,
  connectAddr: `127.0.0.1:${String(database)}`,
  connectProtocol: 'tcp',
  user: 'temporal',
  maxConns: 20,
  maxIdleConns: 20,
  maxConnLifetime: '1h',
});
