import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Line } from '../domain/line';
import type { TemplateState } from '../domain/template';
import { createStarts } from '../temporal/starts';
import { unless } from '../temporal/unless';
import { lineWorkflowId } from '../workflows/line.contract';
import type { LineMemo } from '../workflows/line.contract';
import type { Deps } from './deps';
import { toFailure } from './failures';

const NOTHING_KNOWN: LineMemo = { templates: [] };
const FRESH_MS = 5_000;

/**
 * The line as it is configured now. Conversations never end and payments live for weeks: the line that they were started with
 * is good only where the lines file no longer has it.
 */
export const currentLine = ({ lines }: Pick<Deps, 'lines'>, line: Line): Line =>
  lines.find(({ id }) => id === line.id) ?? line;

/** Reads lines by describing them, at most once in five seconds each, for every send asks; `now` looks again at once. */
export function createLineReader(deps: Deps): (lineId: string, how?: { readonly now: true }) => Promise<LineMemo> {
  const cache = new LRUCache<string, LineMemo>({
    max: 1_000,
    ttl: FRESH_MS,
    fetchMethod: async (lineId) => {
      const handle = deps.temporal.workflow.getHandle(lineWorkflowId(lineId));
      const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
      return found?.status.name === 'RUNNING' ? readMemo(found.memo) : NOTHING_KNOWN;
    },
  });
  return async (lineId, how) => (await cache.fetch(lineId, { forceRefresh: how?.now ?? false })) ?? NOTHING_KNOWN;
}

function readMemo(memo: Record<string, unknown> | undefined): LineMemo {
  const { templates, changes, suspended } = (memo ?? {}) as { [K in keyof LineMemo]?: LineMemo[K] | null };
  return { templates: templates ?? [], changes: changes ?? 0, ...(suspended == null ? {} : { suspended }) };
}

export interface LineSignal {
  readonly line: Line;
  readonly signal: 'templateAwaited' | 'lineSuspended';
  readonly argument: unknown;
}

/** Signals a line, started if need be. */
export const createTellLine = (deps: Deps) => {
  const starts = createStarts(deps.temporal, deps.taskQueuePrefix);
  return async function tellLine({ line, ...sent }: LineSignal): Promise<void> {
    await starts.line(line, sent);
  };
};

/** Reads the state of the line's templates from the channel. */
export const createReadTemplates = (deps: Deps) => {
  return async function readTemplates(known: Line): Promise<readonly TemplateState[]> {
    const line = currentLine(deps, known);
    const channel = deps.channels[line.channel];
    if (channel === undefined) return [];
    return channel.listTemplates(line).catch((error: unknown) => {
      throw toFailure(error);
    });
  };
};
