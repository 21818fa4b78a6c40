import { SpanKind } from '@opentelemetry/api';
import { CompleteAsyncError } from '@temporalio/activity';
import type { Context as ActivityContext } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import { contextOf, currentTraceparent, inSpan } from './span';

const TRACEPARENT = 'traceparent';

/** Headers with what is under way, for a workflow to hand on (workflows/trace-headers.ts). */
function along(headers: Headers): Headers {
  const traceparent = currentTraceparent();
  return traceparent === undefined
    ? headers
    : { ...headers, [TRACEPARENT]: defaultPayloadConverter.toPayload(traceparent) };
}

const telling = <T>(name: string, workflowId: string | undefined, tell: () => Promise<T>): Promise<T> =>
  inSpan(
    { name, kind: SpanKind.PRODUCER, attributes: { 'temporal.workflow.id': workflowId ?? '' } },
    tell,
    // Whoever tells it knows what to do where nobody listens (any more): no failure.
    (error) => !(error instanceof WorkflowNotFoundError),
  );

/** Spans of what a client tells workflows. Names of types, signals and updates are code's; ids are keyed hashes. */
export const traceClient: WorkflowClientInterceptor = {
  startWithDetails: (input, next) =>
    telling(`StartWorkflow ${input.workflowType}`, input.options.workflowId, () =>
      next({ ...input, headers: along(input.headers) }),
    ),
  signal: (input, next) =>
    telling(`SignalWorkflow ${input.signalName}`, input.workflowExecution.workflowId, () =>
      next({ ...input, headers: along(input.headers) }),
    ),
  signalWithStart: (input, next) =>
    telling(`SignalWithStart ${input.signalName}`, input.options.workflowId, () =>
      next({ ...input, headers: along(input.headers) }),
    ),
  startUpdate: (input, next) =>
    telling(`UpdateWorkflow ${input.updateName}`, input.workflowExecution.workflowId, () =>
      next({ ...input, headers: along(input.headers) }),
    ),
  startUpdateWithStart: (input, next) =>
    telling(`UpdateWithStart ${input.updateName}`, input.workflowStartOptions.workflowId, () =>
      next({
        ...input,
        workflowStartHeaders: along(input.workflowStartHeaders),
        updateHeaders: along(input.updateHeaders),
      }),
    ),
};

/** A span for each attempt of an activity, under what made its workflow schedule it. */
export const traceActivity = ({ info }: ActivityContext): ActivityInterceptors => ({
  inbound: {
    execute: (input, next) => {
      const brought = input.headers[TRACEPARENT];
      const parent = contextOf(brought === undefined ? undefined : defaultPayloadConverter.fromPayload(brought));
      const attributes = {
        'temporal.workflow.id': info.workflowExecution?.workflowId ?? '',
        'temporal.run.id': info.workflowExecution?.runId ?? '',
        'temporal.activity.attempt': info.attempt,
      };
      return inSpan(
        { name: `RunActivity ${info.activityType}`, kind: SpanKind.CONSUMER, attributes, parent },
        () => next(input),
        // The answer is still to come: no failure.
        (error) => !(error instanceof CompleteAsyncError),
      );
    },
  },
});
