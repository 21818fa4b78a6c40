interface Timer {
  readonly due: number;
  readonly action: () => void;
  handle: NodeJS.Timeout;
}

/** Node fires a longer timeout at once; a sleeper that long is armed again in steps. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A simulator's own clock: real time plus a shift, so that a test crosses 24 hours without waiting for them.
 * Its timers never keep the process alive.
 */
export class SandboxClock {
  #shiftMs = 0;
  #paused = false;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#shiftMs;
  }

  /** Moves this clock forward; whatever became due runs before the call returns, oldest first. */
  advance(ms: number): void {
    this.#shiftMs += ms;
    if (this.#paused) return;
    const due = [...this.#timers].filter((timer) => timer.due <= this.now()).sort((a, b) => a.due - b.due);
    for (const timer of due) this.#fire(timer);
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Runs `action` once in `ms` of this clock. @returns a function that calls it off */
  after(ms: number, action: () => void): () => void {
    const timer: Timer = { due: this.now() + ms, action, handle: setTimeout(() => undefined, 0) };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#drop(timer);
  }

  /** The simulator is down: nothing fires until {@link resume}, and nothing is forgotten. */
  pause(): void {
    this.#paused = true;
    for (const timer of this.#timers) clearTimeout(timer.handle);
  }

  /** Goes on; what became due meanwhile fires at once. */
  resume(): void {
    this.#paused = false;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    if (this.#paused) return;
    const left = Math.max(0, timer.due - this.now());
    const step = Math.min(left, LONGEST_TIMEOUT_MS);
    timer.handle = setTimeout(() => {
      if (step < left) this.#arm(timer);
      else this.#fire(timer);
    }, step).unref();
  }

  #fire(timer: Timer): void {
    if (!this.#timers.has(timer)) return;
    this.#drop(timer);
    timer.action();
  }

  #drop(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
