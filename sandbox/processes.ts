import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownEnvironment } from './own-environment';

const ROOT = join(__dirname, '..');

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Beside what every program needs of the machine; nothing else of the shell goes along. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything it prints goes here. */
  readonly logFile: string;
  /** Answers once the process is ready. */
  readonly ready: () => Promise<boolean>;
  /** Default 3 minutes: a machine may have other things to do. */
  readonly readyWithinMs?: number;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves with the exit code when it is gone, for whatever reason. */
  readonly gone: Promise<number | null>;
  /** SIGTERM, and SIGKILL where that does not help in time. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** A TypeScript file of this repository, as a program. */
export const script = (file: string): { command: string; args: string[] } => ({
  command: process.execPath,
  args: ['--import', 'tsx', join(ROOT, file)],
});

/** Longer than a worker's own grace: it ends what it has begun. */
const STOP_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Starts a program and waits until it is ready; one that dies first is an error that shows its last words. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(options.command, options.args, {
    cwd: ROOT,
    env: { ...ownEnvironment(process.env), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastWords: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      lastWords.push(chunk.toString());
      lastWords.splice(0, lastWords.length - 20);
    });
  }
  // Whoever started it may be stopped in the midst of it: nothing goes on without them.
  const leave = (): void => void child.kill('SIGTERM');
  process.once('exit', leave);
  const gone = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      log.end();
      resolve(code);
    });
  }).finally(() => process.off('exit', leave));
  await untilReady(options, child, () => lastWords.join(''));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(impatience);
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  return { name: options.name, pid: child.pid ?? 0, logFile: options.logFile, gone, stop, kill };
}

async function untilReady(options: ProcessOptions, child: ChildProcess, lastWords: () => string): Promise<void> {
  const until = Date.now() + (options.readyWithinMs ?? 180_000);
  while (!(await options.ready().catch(() => false))) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`${options.name} ended before it was ready:\n${lastWords()}`);
    }
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`${options.name} is not ready in time. Its log is ${options.logFile}:\n${lastWords()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** True once a GET of the address is answered with 200. */
export const answers = (url: string) => async (): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
