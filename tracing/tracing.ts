import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { RequestHandler } from 'express';
import type { Peer } from './calls';
import type * as start from './start';

/** What a process does differently when it traces. */
export interface Tracing {
  readonly requests: RequestHandler;
  readonly client: WorkflowClientInterceptor;
  readonly activity: ActivityInterceptorsFactory;
  /** In place of Node's own, for calls of one outside system. */
  readonly fetch: (peer: Peer) => typeof fetch;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  /** base URL of an OTLP collector, without `/v1/traces`; undefined: no tracing. */
  readonly url: string | undefined;
  readonly service: 'api' | 'worker';
  readonly buildId: string;
}

/** Starts tracing, once per process, where a collector is named. Otherwise not even OpenTelemetry's code is loaded. */
export function openTracing({ url, ...options }: TracingOptions): Tracing | undefined {
  if (url === undefined) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when it is wanted
  const { startTracing } = require('./start') as typeof start;
  return startTracing(url, options);
}
