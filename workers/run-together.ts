import type { Worker } from '@temporalio/worker';

type Runnable = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/** Workers of one process: they begin and end together. */
export interface Running {
  /** Settles once all have drained; rejects with what one of them failed with. */
  readonly done: Promise<void>;
  /** Every worker polls. */
  readonly ready: () => boolean;
  /** Takes nothing new and finishes what is under way. */
  readonly stop: () => void;
}

/** Half a process looks alive and is not: one worker that ends takes the others along. */
export function runTogether(workers: readonly Runnable[]): Running {
  const stop = () => workers.filter(isRunning).forEach((worker) => worker.shutdown());
  const runs = workers.map((worker) => worker.run().finally(stop));
  const done = Promise.all(runs).then(
    () => undefined,
    async (error: unknown) => {
      // A connection that a worker still drains on can't be closed.
      await Promise.allSettled(runs);
      throw error;
    },
  );
  return { done, stop, ready: () => workers.every(isRunning) };
}

const isRunning = (worker: Runnable): boolean => worker.getState() === 'RUNNING';
