import { once } from 'node:events';
import { createServer } from 'node:net';
import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';

const METRICS_MS = 3_000;
const LEVELS = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** What the SDK attaches to its own lines that is safe to show: ids and names, never an error's text or a payload. */
const SAFE = [
  'workflowId',
  'runId',
  // An activity's lines call the same thing by another name.
  'workflowRunId',
  'workflowType',
  'activityId',
  'activityType',
  'taskQueue',
  'attempt',
  'sdkComponent',
  // Ours, of each step of a payment.
  'linkId',
  'line',
  'state',
  'notification',
  'stuck',
  // Why a word of the rail was not taken: one of a closed set.
  'why',
];

/**
 * The SDK's process-wide part; once per process, before any worker. It logs through ours, because its own "Activity failed"
 * line prints the raw error, and an error may quote what the outside world said.
 *
 * @param metricsPort of this machine: the SDK's core serves its own figures there, for us to pass on
 * @returns reads those figures, as Prometheus' text
 */
export function installRuntime(log: Logger, metricsPort: number): () => Promise<string> {
  const bindAddress = `127.0.0.1:${metricsPort}`;
  Runtime.install({
    logger: createSdkLogger(log),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      metrics: {
        prometheus: { bindAddress, unitSuffix: true, countersTotalSuffix: true, useSecondsForDurations: true },
      },
    },
    shutdownSignals: [],
  });
  return async () => (await fetch(`http://${bindAddress}/metrics`, { signal: AbortSignal.timeout(METRICS_MS) })).text();
}

/** The core takes no port 0, and several workers may share a machine. */
export async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The SDK's lines, in ours and without what they might give away. */
export function createSdkLogger(log: Logger): DefaultLogger {
  return new DefaultLogger('INFO', (entry) => write(log, entry));
}

function write(log: Logger, { level, message, meta = {} }: LogEntry): void {
  const kept = Object.fromEntries(Object.entries(meta).filter(([name]) => SAFE.includes(name)));
  const error: unknown = meta['error'];
  const failure = error instanceof Error ? { failure: nameOf(error) } : {};
  log[LEVELS[level]]({ ...kept, ...failure }, message);
}

/** `type` is the closed set of failures.ts; a name is code's, not a person's. */
function nameOf(error: Error & { readonly type?: unknown }): string {
  return typeof error.type === 'string' ? error.type : error.name;
}
