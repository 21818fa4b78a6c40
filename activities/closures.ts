import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Closed } from '../domain/closures';
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
  try {
    const { memo, status } = await client.workflow.getHandle(CLOSURES_ID).describe();
    if (status.name !== 'RUNNING') return [];
    const { closures = [] } = (memo ?? {}) as Partial<ClosuresMemo>;
    // Who closed it and why is nobody's business but ops'.
    return closures.map(({ kind, id }) => ({ kind, id }));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}
