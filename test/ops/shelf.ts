import { WorkflowNotFoundError } from '@temporalio/client';
import { createAddressing } from '../../addressing/addressing';
import type { Desk } from '../../ops/cli/command';
import { CONVERSATION_WORKFLOW } from '../../workflows/conversation.contract';
import type { ConversationMemo } from '../../workflows/conversation.contract';
import { PAYMENT_LINK_WORKFLOW, toMemo } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';

interface Run {
  readonly workflowId: string;
  readonly type: string;
  status: 'RUNNING' | 'COMPLETED';
  readonly sellerId: string | undefined;
  readonly memo: Readonly<Record<string, unknown>>;
}

export const addressing = createAddressing([{ id: 'a1', key: Buffer.alloc(32, 1) }]);

/** What Temporal keeps, as the commands of operators meet it: lists by query, describes, ends chats and deletes. */
export class Shelf {
  runs: Run[] = [];
  /** Queries that listed, for whoever wonders how much was read. */
  readonly queries: string[] = [];

  chat(workflowId: string, memo: Partial<ConversationMemo>, sellerId?: string): string {
    this.runs.push({ workflowId, type: CONVERSATION_WORKFLOW, status: 'RUNNING', sellerId, memo });
    return workflowId;
  }

  payment(linkId: string, from: { userId?: string; phone?: string }, conversationId: string, sellerId?: string): Run {
    const memo = toMemo({ conversationId, command: 'pay 10', messageId: `wamid.${linkId}`, sender: from });
    const workflowId = `payment-link/${linkId}`;
    const run: Run = { workflowId, type: PAYMENT_LINK_WORKFLOW, status: 'COMPLETED', sellerId, memo };
    this.runs.push(run);
    return run;
  }

  get ids(): readonly string[] {
    return this.runs.map(({ workflowId }) => workflowId).sort();
  }

  get client(): Desk['client'] {
    const fits = (query: string) => this.runs.filter((run) => isFound(run, query));
    return {
      workflow: {
        count: (query: string) => Promise.resolve({ count: fits(query).length }),
        list: ({ query }: { readonly query: string }) => {
          this.queries.push(query);
          return inOrder(fits(query).map(shown));
        },
        getHandle: (id: string) => ({
          describe: () => {
            const run = this.runs.find(({ workflowId }) => workflowId === id);
            return run === undefined
              ? Promise.reject(new WorkflowNotFoundError('none', id, undefined))
              : Promise.resolve(shown(run));
          },
          executeUpdate: () => {
            for (const run of this.runs) if (run.workflowId === id) run.status = 'COMPLETED';
            return Promise.resolve('forgotten');
          },
          result: () => Promise.resolve(),
        }),
      },
      workflowService: {
        deleteWorkflowExecution: ({ workflowExecution }: { workflowExecution: { workflowId: string } }) => {
          this.runs = this.runs.filter(({ workflowId }) => workflowId !== workflowExecution.workflowId);
          return Promise.resolve({});
        },
      },
    } as unknown as Desk['client'];
  }
}

const shown = ({ workflowId, status, sellerId, memo }: Run) => ({
  workflowId,
  runId: 'r',
  status: { name: status },
  startTime: new Date('2026-11-23T10:00:00Z'),
  memo,
  typedSearchAttributes: { get: (key: unknown) => (key === attributes.sellerId ? sellerId : undefined) },
});

// eslint-disable-next-line @typescript-eslint/require-await
async function* inOrder<T>(found: readonly T[]): AsyncGenerator<T> {
  yield* found;
}

/** The few forms of a query that the commands use. */
function isFound({ workflowId, type, sellerId }: Run, query: string): boolean {
  const named = (name: string) => new RegExp(`${name} = "([^"]*)"`).exec(query)?.[1];
  const [id, ofType, seller] = ['WorkflowId', 'WorkflowType', 'SellerId'].map(named);
  const isSellers = seller === undefined || sellerId === seller;
  return (
    (id === undefined || workflowId === id) &&
    (ofType === undefined || type === ofType) &&
    (sellerId !== undefined || !query.includes('SellerId IS NOT NULL')) &&
    (isSellers || (query.includes('SellerId IS NULL') && sellerId === undefined))
  );
}
