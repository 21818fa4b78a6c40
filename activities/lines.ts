import { WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { CONVERSATIONS_QUEUE } from '../workflows/conversation.contract';
import type { Line } from '../domain/line';
import type { TemplateState } from '../domain/template';
import { LINE_WORKFLOW, lineWorkflowId } from '../workflows/line.contract';
import type { LineInput, LineMemo } from '../workflows/line.contract';
import { attributes } from '../workflows/search-attributes';
import type { Deps } from './deps';
import { toFailure } from './failures';

const NOTHING_KNOWN: LineMemo = { templates: [] };
const FRESH_MS = 5_000;

/** Reads lines by describing them, at most once in five seconds each: every send asks. */
export function createLineReader(deps: Deps): (lineId: string) => Promise<LineMemo> {
  const cache = new LRUCache<string, LineMemo>({
    max: 1_000,
    ttl: FRESH_MS,
    fetchMethod: async (lineId) => {
      try {
        const found = await deps.temporal.workflow.getHandle(lineWorkflowId(lineId)).describe();
        return found.status.name === 'RUNNING' ? readMemo(found.memo) : NOTHING_KNOWN;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return NOTHING_KNOWN;
        throw error;
      }
    },
  });
  return async (lineId) => (await cache.fetch(lineId)) ?? NOTHING_KNOWN;
}

function readMemo(memo: Record<string, unknown> | undefined): LineMemo {
  const { templates = [], suspended } = (memo ?? {}) as { [K in keyof LineMemo]?: LineMemo[K] | null };
  return { templates: templates ?? [], ...(suspended == null ? {} : { suspended }) };
}

export interface LineSignal {
  readonly line: Line;
  readonly signal: 'templateAwaited' | 'lineSuspended';
  readonly argument: unknown;
}

/** Signals a line, started if need be. */
export const createTellLine = (deps: Deps) => {
  return async function tellLine(request: LineSignal): Promise<void> {
    const input: LineInput = { line: request.line };
    await deps.temporal.workflow.signalWithStart(LINE_WORKFLOW, {
      workflowId: lineWorkflowId(request.line.id),
      taskQueue: deps.taskQueuePrefix + CONVERSATIONS_QUEUE,
      args: [input],
      signal: request.signal,
      signalArgs: [request.argument],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: [{ key: attributes.lineId, value: request.line.id }],
      staticSummary: `Line ${request.line.id}`,
    });
  };
};

/** Reads the state of the line's templates from the channel. */
export const createReadTemplates = (deps: Deps) => {
  return async function readTemplates(line: Line): Promise<readonly TemplateState[]> {
    const channel = deps.channels[line.channel];
    if (channel === undefined) return [];
    return channel.listTemplates(line).catch((error: unknown) => {
      throw toFailure(error);
    });
  };
};
