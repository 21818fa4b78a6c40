import { describe, expect, it } from '@jest/globals';
import type { State } from '@temporalio/worker';
import { runTogether } from '../../workers/run-together';

/** A worker that drains when told to, and only when the test lets it. */
class FakeWorker {
  state: State = 'INITIALIZED';
  drained: () => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  run(): Promise<void> {
    this.state = 'RUNNING';
    return new Promise((resolve, reject) => {
      this.drained = () => {
        this.state = 'STOPPED';
        resolve();
      };
      this.fail = (error) => {
        this.state = 'FAILED';
        reject(error);
      };
    });
  }

  shutdown(): void {
    if (this.state !== 'RUNNING') throw new Error('Not running');
    this.state = 'DRAINING';
  }

  getState(): State {
    return this.state;
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the workers of one process', () => {
  it('are ready while both poll, and done when both have drained', async () => {
    const [payments, conversations] = [new FakeWorker(), new FakeWorker()];
    const running = runTogether([payments, conversations]);
    expect(running.ready()).toBe(true);
    running.stop();
    expect([payments.state, conversations.state, running.ready()]).toEqual(['DRAINING', 'DRAINING', false]);
    // A second signal finds nothing to do.
    running.stop();
    payments.drained();
    conversations.drained();
    await expect(running.done).resolves.toBeUndefined();
  });

  it('go together: one that fails takes the other along, and is what the process dies of', async () => {
    const [payments, conversations] = [new FakeWorker(), new FakeWorker()];
    const running = runTogether([payments, conversations]);
    let ended = false;
    const done = running.done.finally(() => (ended = true));
    done.catch(() => undefined);
    payments.fail(new Error('the namespace is gone'));
    await turn();
    expect([conversations.state, ended]).toEqual(['DRAINING', false]);
    conversations.drained();
    await expect(done).rejects.toThrow('the namespace is gone');
  });
});
