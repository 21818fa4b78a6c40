import { setTimeout } from 'node:timers/promises';
import { IllegalStateError } from '@temporalio/common';
import type { SearchAttributeKey, SearchAttributeType } from '@temporalio/common/lib/search-attributes';
import { msToTs } from '@temporalio/common/lib/time';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes';
import type { LocalTestWorkflowEnvironmentOptions } from '@temporalio/testing';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { serverPaths } from '../../ops/setup/servers';
import { attributes } from '../../workflows/search-attributes';
import { startListening } from './time-skipping-server';

interface ServerOptions {
  /** Registered before the server is handed over; both servers refuse attributes they don't know. The product's, by default. */
  readonly searchAttributes?: readonly SearchAttributeKey<SearchAttributeType>[];
  /** Passed to the environment's own client, e.g. a data converter. */
  readonly client?: NonNullable<LocalTestWorkflowEnvironmentOptions['client']>;
  /** Further arguments of the server, e.g. `--dynamic-config-value`. */
  readonly extraArgs?: readonly string[];
}

const clientOf = ({ client }: ServerOptions) => (client === undefined ? {} : { client });
const attributesOf = ({ searchAttributes }: ServerOptions) => searchAttributes ?? Object.values(attributes);

/** A green run is quiet: workers tell each change of their state at INFO. A test that installed its own Runtime keeps it. */
function quiet(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('WARN') });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

/**
 * A real Temporal server in memory, on a port of its own, without its UI: for all that time plays no part in.
 * The caller tears it down, once every `handle.result()` has settled: one left pending kills the process after a green run.
 */
export async function startDevServer(options: ServerOptions = {}): Promise<TestWorkflowEnvironment> {
  quiet();
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: serverPaths().devServer },
      searchAttributes: [...attributesOf(options)],
      ...(options.extraArgs === undefined ? {} : { extraArgs: [...options.extraArgs] }),
    },
    ...clientOf(options),
  });
}

/**
 * The test server that skips over waits while a result is awaited, or on `sleep`: a day passes in a moment.
 * Its clock is one for the whole server, so tests that share one run one after another.
 *
 * It accepts some things that a real server refuses (a versioning annotation of an unversioned worker), and retries where a
 * real one stops: what hangs on the server's word belongs on {@link startDevServer}.
 */
export async function startTimeSkipping(options: ServerOptions = {}): Promise<TestWorkflowEnvironment> {
  quiet();
  const server = await startListening(serverPaths().timeSkipping, options.extraArgs ?? []);
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    // The SDK insists on a process of its own: one that waits for so many seconds as the port's number says.
    server: { executable: { type: 'existing-path', path: '/bin/sleep' }, port: server.port },
    ...clientOf(options),
  });
  const teardown = environment.teardown.bind(environment);
  environment.teardown = () => teardown().finally(() => server.stop());
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      attributesOf(options).map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0]),
    ),
  });
  keepClockAwake(environment);
  return environment;
}

/**
 * When the last task that held the clock ends, this server does not wake its clock's thread, which then sleeps out a wait in
 * real time. Sleeping for no time wakes it.
 * @see SelfAdvancingTimerImpl.updateLocks in github.com/temporalio/sdk-java, which does not signal
 */
function keepClockAwake(environment: TestWorkflowEnvironment): void {
  const { testService } = environment.connection;
  const teardown = environment.teardown.bind(environment);
  const stop = new AbortController();
  const waking = (async () => {
    while (!stop.signal.aborted) {
      await testService?.sleep({ duration: msToTs(0) });
      await setTimeout(20);
    }
  })();
  environment.teardown = async () => {
    stop.abort();
    await waking;
    await teardown();
  };
}
