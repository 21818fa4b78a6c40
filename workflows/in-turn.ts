import { CancellationScope, condition } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** More conditions than follow from one another when a local activity ends. */
const ROUNDS = 8;

/**
 * Nothing else of a run moves while one of its local activities is under way: signals, updates, and the ends of timers and of
 * normal activities wait until what follows from the local activity is through.
 *
 * Without that, a run may do one thing and its replay another, which holds it up until people reset it. Where a local activity
 * ends while a query is being answered, the SDK writes down its end with the query's workflow task, tells the run about it only
 * with the next one, together with whatever came meanwhile, and tells a replay about it before that
 * (docs/adr/0027-a-run-does-one-thing-at-a-time.md).
 *
 * A run that ends must ask `allHandlersFinished()` first: what waits here would be lost.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let underWay = 0;
  let waiting = 0;

  /** Resolves when all that can go on without news has gone on. */
  const round = (): Promise<void> => {
    let passed = false;
    return condition(() => {
      const before = passed;
      passed = true;
      return before;
    });
  };

  async function finish(): Promise<void> {
    await round();
    for (let rounds = 1; waiting > 0 && rounds < ROUNDS; rounds += 1) await round();
    underWay -= 1;
  }

  async function myTurn(): Promise<void> {
    waiting += 1;
    await condition(() => underWay === 0);
    waiting -= 1;
  }

  const turn = (): Promise<void> => CancellationScope.nonCancellable(myTurn);

  async function inTurn<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      if (underWay > 0) await turn();
    }
  }

  async function alone<T>(work: Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await work;
    } finally {
      void CancellationScope.nonCancellable(finish);
    }
  }

  return {
    inbound: [
      {
        handleSignal: (input, next) => (underWay === 0 ? next(input) : turn().then(() => next(input))),
        handleUpdate: (input, next) => (underWay === 0 ? next(input) : turn().then(() => next(input))),
      },
    ],
    outbound: [
      {
        scheduleLocalActivity: (input, next) => alone(next(input)),
        scheduleActivity: (input, next) => inTurn(next(input)),
        startTimer: (input, next) => inTurn(next(input)),
      },
    ],
  };
};
