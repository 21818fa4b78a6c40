import { Client, Connection, type ConnectionOptions, type WorkflowClientInterceptor } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { assertNamespace } from './namespace';

/** gRPC waits up to two minutes before it looks again for a server that was away; webhooks would be refused for that long. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 250, 'grpc.max_reconnect_backoff_ms': 2_000 };
const DEFAULT_NAMESPACE = 'default';

/** A client and the connection that its owner closes. */
export interface TemporalLink {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
}

/**
 * Connects as the TEMPORAL_* variables and the profile of Temporal's own configuration file say.
 *
 * @throws when the server can't be reached or does not know the namespace, naming the variable to look at.
 * @see https://docs.temporal.io/develop/environment-configuration
 */
export async function connectToServer(): Promise<Omit<TemporalLink, 'client'>> {
  const { connectionOptions, namespace = DEFAULT_NAMESPACE } = loadClientConnectConfig();
  const options: ConnectionOptions = { ...connectionOptions, channelArgs: RECONNECT };
  const address = options.address ?? 'localhost:7233';
  const connection = await Connection.connect(options).catch((cause: unknown) => {
    throw new Error(
      `Temporal does not answer at ${address}. Nothing works without it: start it, or set TEMPORAL_ADDRESS (and TEMPORAL_API_KEY or TEMPORAL_TLS_* where it asks who we are).`,
      { cause },
    );
  });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (cause) {
    await connection.close();
    throw new Error(
      `Temporal at ${address} does not let us into the namespace ${namespace}. Create it, or set TEMPORAL_NAMESPACE.`,
      { cause },
    );
  }
  return { connection, address, namespace };
}

/**
 * Connects to a namespace that is set up, with everything encrypted that goes there.
 *
 * @param interceptor of everything that is told to workflows
 * @throws as {@link connectToServer}, and where the namespace lacks what the product needs
 */
export async function connectTemporal(
  dataConverter: DataConverter,
  interceptor?: WorkflowClientInterceptor,
): Promise<TemporalLink> {
  const link = await connectToServer();
  try {
    await assertNamespace(link.connection, link.namespace);
  } catch (error) {
    await link.connection.close();
    throw error;
  }
  const { connection, namespace } = link;
  const interceptors = interceptor === undefined ? {} : { interceptors: { workflow: [interceptor] } };
  return { ...link, client: new Client({ connection, namespace, dataConverter, ...interceptors }) };
}
