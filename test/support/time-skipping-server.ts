import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../sandbox/ports';

/** A JVM on a machine that does ten other things. */
const START_MS = 120_000;

export interface StartedServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the time-skipping server and waits until it listens. The SDK would give a server of its own 5 s and no more, which a
 * JVM needs on a loaded machine by itself: a whole file of tests failed over that.
 */
export async function startListening(executable: string, extraArgs: readonly string[]): Promise<StartedServer> {
  const port = await freePort();
  const child = spawn(executable, [String(port), ...extraArgs], { stdio: ['ignore', 'inherit', 'inherit'] });
  const over = once(child, 'exit');
  // Who dies without tearing down must leave no server behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await over;
  };
  const until = Date.now() + START_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`The time-skipping server ${executable} did not listen on ${String(port)}.`);
    }
    await setTimeout(50);
  }
  return { port, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
