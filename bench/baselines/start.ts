import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { failureConverterPath } from '../../workers/codec/data-converter';
import { cpuWhile } from '../measure/processes';
import { benchProgram } from '../rig/programs';
import type { Server } from '../rig/server';
import { READY } from './order';
import type { BareOrder } from './order';

/** @returns the file with the bundled bare workflows */
export async function bundleBare(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./bare.workflows'),
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
  });
  const codePath = join(folder, 'bare-bundle.js');
  writeFileSync(codePath, code);
  return codePath;
}

export interface BareProcess {
  readonly pid: number;
  /** What it says next: that it is ready, then its result. */
  next(): Promise<unknown>;
  stop(): Promise<void>;
}

export function startBare(order: BareOrder): BareProcess {
  const { command, args } = benchProgram(order.role === 'dbos' ? 'same-job/dbos/bare.ts' : 'baselines/main.ts');
  const child = spawn(command, [...args, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lastWords: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => void lastWords.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    next: async () => {
      for (;;) {
        const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done === true) throw new Error(`A bare process ended early:\n${lastWords.join('').slice(-2_000)}`);
        if (value.startsWith(READY)) return JSON.parse(value.slice(READY.length)) as unknown;
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Runs one to its end, with the CPU that it and the server used meanwhile. */
export async function runBare(
  server: Server,
  order: BareOrder,
): Promise<{ readonly result: unknown; readonly cpuMs: Readonly<Record<string, number>> }> {
  const bare = startBare(order);
  try {
    await bare.next();
    return await cpuWhile({ bare: [bare.pid], ...server.groups }, () => bare.next());
  } finally {
    await bare.stop();
  }
}
