import type { Headers } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

const TRACEPARENT = 'traceparent';

/**
 * Hands on which webhook a run works for: what a start, signal or update brought goes along with whatever is scheduled
 * afterwards. The latest counts, so that a notice belongs to the callback that it tells of.
 *
 * Only in the bundle that is used with tracing. Headers are no part of what a replay compares: a run may be recorded with it and
 * replayed without, and the other way round.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let latest: Headers = {};
  const hear = ({ headers }: { readonly headers: Headers }): void => {
    const brought = headers[TRACEPARENT];
    if (brought !== undefined) latest = { [TRACEPARENT]: brought };
  };
  const along = <T extends { readonly headers: Headers }>(input: T): T => ({
    ...input,
    headers: { ...input.headers, ...latest },
  });
  return {
    inbound: [
      {
        execute: (input, next) => {
          hear(input);
          return next(input);
        },
        handleSignal: (input, next) => {
          hear(input);
          return next(input);
        },
        handleUpdate: (input, next) => {
          hear(input);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(along(input)),
        scheduleLocalActivity: (input, next) => next(along(input)),
        signalWorkflow: (input, next) => next(along(input)),
        continueAsNew: (input, next) => next(along(input)),
      },
    ],
  };
};
