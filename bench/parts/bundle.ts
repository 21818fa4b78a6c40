import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import { createDataConverter } from '../../workers/codec/data-converter';
import type { PayloadKey } from '../../workers/codec/payload-codec';
import { round } from '../measure/statistics';
import { BUNDLE } from '../rig/programs';

type History = temporal.api.history.v1.IHistory;

export interface BundleResult {
  readonly bytes: number;
  /** Compiling it, once per process. */
  readonly compileMs: number;
  /** CPU to bring one paid link back from its history: what a cache miss costs a worker. */
  readonly replayCpuMs: number;
}

const REPLAYS = 100;

export async function measureBundle(history: History, key: PayloadKey): Promise<BundleResult> {
  const code = readFileSync(BUNDLE, 'utf8');
  const plain = code.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  const startedAt = performance.now();
  new Script(plain, { produceCachedData: false });
  const compileMs = round(performance.now() - startedAt);
  const options = { workflowBundle: { codePath: BUNDLE }, dataConverter: createDataConverter([key]) };
  await replay(options, history, REPLAYS / 10);
  const before = process.cpuUsage();
  await replay(options, history, REPLAYS);
  const { user, system } = process.cpuUsage(before);
  return { bytes: Buffer.byteLength(plain), compileMs, replayCpuMs: round((user + system) / 1_000 / REPLAYS) };
}

async function replay(options: Parameters<typeof Worker.runReplayHistories>[0], history: History, times: number) {
  const histories = Array.from({ length: times }, (_, index) => ({ workflowId: `replay-${String(index)}`, history }));
  for await (const { error } of Worker.runReplayHistories(options, histories)) if (error !== undefined) throw error;
}

/** One history as the server keeps it. */
export async function fetchHistory(client: Client, workflowId: string): Promise<History> {
  return client.workflow.getHandle(workflowId).fetchHistory();
}
