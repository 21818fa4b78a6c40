import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClientInterceptor, WorkflowStartOptions } from '@temporalio/client';
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

/** A signal as it left the client; `started`: with all that would start the workflow. */
export interface FakeSignal {
  readonly workflowId: string;
  readonly runId?: string;
  readonly signal: string;
  readonly argument: unknown;
  readonly started?: Pick<WorkflowStartOptions, 'taskQueue' | 'memo'> & {
    readonly type: string;
    readonly args: unknown;
    readonly policy: unknown;
  };
}

/**
 * The SDK's own client with the server's part played: what activities describe and signal is decided here, what they get is
 * decoded by the SDK. The connection is never opened.
 */
export class FakeTemporal {
  readonly runs = new Map<string, Run>();
  readonly signals: FakeSignal[] = [];
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
          this.signals.push({ workflowId, signal, argument: args[0], ...(runId === undefined ? {} : { runId }) });
        }),
      signalWithStart: ({ workflowType: type, signalName: signal, signalArgs, options }) =>
        this.signalled(() => {
          const { workflowId, taskQueue, args, memo, workflowIdReusePolicy: policy } = options;
          const started = { type, taskQueue, args, policy, ...(memo === undefined ? {} : { memo }) };
          this.signals.push({ workflowId, signal, argument: signalArgs[0], started });
          return 'run-of-start';
        }),
    };
    this.client = new Client({ connection: Connection.lazy(), interceptors: { workflow: [interceptor] } });
  }

  clear(): void {
    this.runs.clear();
    this.signals.length = 0;
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
