import type { Stack } from '../../stack';

/** The worker's process, killed and started again: what a crash costs can be seen. */
export class WorkerSwitch {
  #runs = true;
  #busy: Promise<void> = Promise.resolve();

  constructor(private readonly stack: Stack) {}

  get runs(): boolean {
    return this.#runs;
  }

  kill(): Promise<void> {
    return this.#after(async () => {
      if (!this.#runs) return;
      this.#runs = false;
      await this.stack.running('worker').kill();
    });
  }

  start(): Promise<void> {
    return this.#after(async () => {
      if (this.#runs) return;
      await this.stack.start('worker');
      this.#runs = true;
    });
  }

  /** One after another: a kill must not meet a start half done. */
  #after(work: () => Promise<void>): Promise<void> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => undefined);
    return done;
  }
}
