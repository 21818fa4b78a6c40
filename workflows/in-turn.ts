import { condition } from '@temporalio/workflow';
import type { ActivateInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';

type Jobs = NonNullable<ActivateInput['activation']['jobs']>;

/** More conditions than follow from one another when a local activity ends. */
const ROUNDS = 8;

/** Resolves when all that can go on without news has gone on. */
async function quiet(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    let asked = false;
    await condition(() => {
      const before = asked;
      asked = true;
      return before;
    });
  }
}

/**
 * Nothing else reaches a run while one of its local activities is under way: signals, updates and the ends of timers and of normal
 * activities are held back until what follows from the local activity is through.
 *
 * Without that, a run may do one thing and its replay another, which stops it until people reset it. Where a local activity ends
 * while a query is being answered, the SDK writes down its end with the query's workflow task, tells the run about it only with the
 * next one, together with whatever came meanwhile, and tells a replay about it before that
 * (docs/adr/0027-a-run-does-one-thing-at-a-time.md).
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const underWay = new Set<number>();
  const held: (() => void)[] = [];

  const endsOne = ({ resolveActivity }: Jobs[number]): boolean => underWay.has(resolveActivity?.seq ?? -1);

  async function handOn(): Promise<void> {
    await quiet();
    // What followed may have begun another one.
    if (underWay.size === 0) for (const next of held.splice(0)) next();
  }

  const goOn = (): void => {
    if (held.length > 0 && underWay.size === 0) void handOn();
  };

  return {
    internals: [
      {
        activate: (input, next) => {
          const jobs = input.activation.jobs ?? [];
          const asks = jobs.some(({ queryWorkflow }) => queryWorkflow != null);
          if (asks || underWay.size === 0) {
            next(input);
            return;
          }
          const only = (some: Jobs) => ({ ...input, activation: { ...input.activation, jobs: some } });
          const ends = jobs.filter(endsOne);
          const others = jobs.filter((job) => !endsOne(job));
          for (const { resolveActivity } of ends) underWay.delete(resolveActivity?.seq ?? -1);
          if (others.length > 0) held.push(() => next(only(others)));
          if (ends.length > 0) next(only(ends));
          goOn();
        },
      },
    ],
    outbound: [
      {
        scheduleLocalActivity: (input, next) => {
          underWay.add(input.seq);
          const work = next(input);
          // One that was never begun, because its scope is cancelled, has no end that the SDK could bring.
          work.catch(() => {
            if (underWay.delete(input.seq)) goOn();
          });
          return work;
        },
      },
    ],
  };
};

/** To be awaited before a run ends: what was held back would be lost with it. */
export const everythingHeard = quiet;
