import { Script } from 'node:vm';
import type { RunningScriptOptions } from 'node:vm';
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';

/**
 * In threads.ts, before anything else (ADR 28). The SDK limits how long workflow code may go on, and Node watches over such a
 * limit with a thread of the operating system for each call, started and ended: 0.1 ms of CPU, some forty times a payment. Here a
 * call only writes down when it must be through, and one clock of the main thread looks at that.
 */
const CLOCK = 'turnsEndBy';
/** A worker has two threads that run workflows, and their ids are small. */
const THREADS = 64;
const LOOK_MS = 1_000;
const NS_PER_MS = 1_000_000;

const shared = getEnvironmentData(CLOCK);
if (isMainThread) watch();
else if (shared instanceof BigInt64Array) noteTurns(shared);

/** Code that goes on for ever can't be stopped from within: the process goes, and the next one takes its runs up. */
function watch(): void {
  const endBy = new BigInt64Array(new SharedArrayBuffer(THREADS * BigInt64Array.BYTES_PER_ELEMENT));
  setEnvironmentData(CLOCK, endBy);
  let late: readonly bigint[] = [];
  setInterval(() => {
    const now = process.hrtime.bigint();
    const before = late;
    late = [...endBy].filter((at) => at !== 0n && at < now);
    // At the second look only: a process that was suspended goes on where it was.
    if (!late.some((at) => before.includes(at))) return;
    process.stderr.write(
      'The code of a workflow went on without a pause for longer than it may (LONG_TURNS in workers/workers.ts). This process ' +
        'ends, for its other runs wait behind it. If that comes again, look for a run whose workflow tasks time out.\n',
    );
    process.kill(process.pid, 'SIGKILL');
  }, LOOK_MS).unref();
}

function noteTurns(endBy: BigInt64Array): void {
  const thread = threadId % THREADS;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the script that it was called on
  const { runInContext } = Script.prototype;
  Script.prototype.runInContext = function (this: Script, context, options: RunningScriptOptions = {}): unknown {
    const { timeout, ...rest } = options;
    if (timeout === undefined) return runInContext.call(this, context, rest);
    Atomics.store(endBy, thread, process.hrtime.bigint() + BigInt(timeout * NS_PER_MS));
    try {
      return runInContext.call(this, context, rest);
    } finally {
      Atomics.store(endBy, thread, 0n);
    }
  };
}
