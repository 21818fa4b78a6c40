import type { StackOptions } from '../../sandbox/stack';
import { startPostgresServer } from './postgres-server';

interface Store {
  readonly options: Partial<Pick<StackOptions, 'temporal' | 'ports'>>;
  readonly stop: () => Promise<void>;
}

const OWN: Store = { options: {}, stop: () => Promise.resolve() };

/**
 * What Temporal keeps its histories in: the dev server's own store, or with `TEMPORAL_STORE=postgres` a server on PostgreSQL, as
 * in production. That is `npm run test:postgres`; the budget is left out there, for its calls are counted by the dev server.
 *
 * @throws Error where PostgreSQL is asked for, and is not there
 */
export async function startStore(ports: StackOptions['ports']): Promise<Store> {
  if (process.env['TEMPORAL_STORE'] !== 'postgres') return OWN;
  const server = await startPostgresServer('the product on a Temporal server with PostgreSQL');
  if (server === undefined) throw new Error('TEMPORAL_STORE is postgres, and this machine has no PostgreSQL.');
  return {
    options: { ports: { ...ports, temporal: server.port }, temporal: () => server.startTemporal() },
    stop: () => server.stop(),
  };
}
