import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { CompiledWorkflowOptions, WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import { encodeUnifiedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes';
import { temporal } from '@temporalio/proto';

const { DescribeWorkflowExecutionResponse } = temporal.api.workflowservice.v1;
const { WORKFLOW_EXECUTION_STATUS_RUNNING: RUNNING, WORKFLOW_EXECUTION_STATUS_TERMINATED: TERMINATED } =
  temporal.api.enums.v1.WorkflowExecutionStatus;

interface Run {
  readonly memo?: object;
  readonly attributes?: SearchAttributePair[];
  readonly closed?: boolean;
}

interface FakeStart {
  readonly type: string;
  readonly taskQueue: string;
  readonly args: unknown;
  readonly policy: unknown;
  readonly onConflict: unknown;
  readonly memo?: unknown;
}

/** A signal as it left the client; `started`: with all that would start the workflow. */
export interface FakeSignal {
  readonly workflowId: string;
  readonly runId?: string;
  readonly signal: string;
  readonly argument: unknown;
  readonly started?: FakeStart;
}

/**
 * The SDK's own client with the server's part played: what activities describe and signal is decided here, what they get is
 * decoded by the SDK. The connection is never opened. Of conversations only those in `runs` hear a signal.
 */
export class FakeTemporal {
  readonly runs = new Map<string, Run>();
  readonly signals: FakeSignal[] = [];
  /** Without a signal. */
  readonly starts: (FakeStart & { readonly workflowId: string })[] = [];
  /** Ids, in order. */
  readonly described: string[] = [];
  /** Thrown by every call while set, or by signals only. */
  away: Error | undefined;
  awayForSignals: Error | undefined;
  readonly client: Client;

  constructor() {
    const interceptor: WorkflowClientInterceptor = {
      describe: ({ workflowExecution: { workflowId } }) => {
        this.described.push(workflowId);
        return this.answer(() => describe(workflowId, this.runs.get(workflowId)));
      },
      signal: ({ workflowExecution: { workflowId, runId }, signalName: signal, args }) =>
        this.signalled(() => {
          if (workflowId.startsWith('conversation/')) assertRuns(workflowId, this.runs.get(workflowId));
          this.signals.push({ workflowId, signal, argument: args[0], ...(runId === undefined ? {} : { runId }) });
        }),
      signalWithStart: ({ workflowType: type, signalName: signal, signalArgs, options }) =>
        this.signalled(() => {
          this.signals.push({
            workflowId: options.workflowId,
            signal,
            argument: signalArgs[0],
            started: startOf(type, options),
          });
          return 'run-of-start';
        }),
      startWithDetails: ({ workflowType, options }) =>
        this.answer(() => {
          this.starts.push({ workflowId: options.workflowId, ...startOf(workflowType, options) });
          return { runId: 'run-of-start', eagerlyStarted: false };
        }),
    };
    this.client = new Client({ connection: Connection.lazy(), interceptors: { workflow: [interceptor] } });
  }

  clear(): void {
    this.runs.clear();
    this.signals.length = 0;
    this.starts.length = 0;
    this.described.length = 0;
    this.away = undefined;
    this.awayForSignals = undefined;
  }

  private signalled<T>(make: () => T): Promise<T> {
    return this.answer(() => {
      if (this.awayForSignals !== undefined) throw this.awayForSignals;
      return make();
    });
  }

  private answer<T>(make: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (this.away !== undefined) throw this.away;
      resolve(make());
    });
  }
}

function startOf(type: string, { taskQueue, args, memo, ...options }: CompiledWorkflowOptions): FakeStart {
  const { workflowIdReusePolicy: policy, workflowIdConflictPolicy: onConflict } = options;
  return { type, taskQueue, args, policy, onConflict, memo };
}

function assertRuns(workflowId: string, run: Run | undefined): void {
  if (run === undefined || run.closed === true) throw new WorkflowNotFoundError('none runs', workflowId, undefined);
}

function describe(workflowId: string, run: Run | undefined) {
  if (run === undefined) throw new WorkflowNotFoundError('there is none', workflowId, undefined);
  const fields = Object.entries(run.memo ?? {}).map(([name, value]) => [
    name,
    defaultPayloadConverter.toPayload(value),
  ]);
  return DescribeWorkflowExecutionResponse.fromObject({
    workflowExecutionInfo: {
      execution: { workflowId, runId: 'run-1' },
      type: { name: 'AnyWorkflow' },
      status: run.closed === true ? TERMINATED : RUNNING,
      startTime: { seconds: 1 },
      historyLength: 3,
      memo: { fields: Object.fromEntries(fields) as object },
      searchAttributes: { indexedFields: encodeUnifiedSearchAttributes(undefined, run.attributes) },
    },
  });
}
