import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Closed } from '../domain/closures';
import { unless } from '../temporal/unless';
import { CLOSURES_ID } from '../workflows/closures.contract';
import type { ClosuresMemo } from '../workflows/closures.contract';

const FRESH_MS = 5_000;

/** What ops closed, read by describing it, at most once in five seconds: every command asks. */
export function createClosuresReader(client: Client): () => Promise<readonly Closed[]> {
  const cache = new LRUCache<string, readonly Closed[]>({
    max: 1,
    ttl: FRESH_MS,
    fetchMethod: () => readClosures(client),
  });
  return async () => (await cache.fetch(CLOSURES_ID)) ?? [];
}

async function readClosures(client: Client): Promise<readonly Closed[]> {
  const handle = client.workflow.getHandle(CLOSURES_ID);
  const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
  if (found?.status.name !== 'RUNNING') return [];
  const { closures = [] } = (found.memo ?? {}) as Partial<ClosuresMemo>;
  // Who closed it and why is nobody's business but ops'.
  return closures.map(({ kind, id }) => ({ kind, id }));
}
