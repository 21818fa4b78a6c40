import { describe, expect, it } from '@jest/globals';
import type { Desk } from '../../sandbox/page/server/desk';
import { PaymentViews } from '../../sandbox/page/server/payment-views';
import type { Temporal } from '../../sandbox/page/server/temporal';

const AT = new Date('2026-11-28T12:00:00Z');

/** A server with these running payments, whose history does not move; `worker` answers queries, or does not. */
function serverWith(count: number, worker: { awake: boolean }) {
  let queries = 0;
  const describe = (workflowId: string) => ({
    workflowId,
    runId: 'run',
    startTime: AT,
    status: { name: 'RUNNING' },
    historyLength: 12,
    typedSearchAttributes: { getAll: () => [{ key: { name: 'PaymentState' }, value: 'Issuing' }] },
    raw: {},
  });
  const ids = Array.from({ length: count }, (_, index) => `payment-link/${String(index)}`);
  const client = {
    withDeadline: <T>(_: number, act: () => T) => act(),
    workflow: {
      list: () => ids.map(describe),
      getHandle: (id: string) => ({
        describe: () => Promise.resolve(describe(id)),
        fetchHistory: () => Promise.resolve({ events: [] }),
        query: (asked: unknown) => {
          queries += 1;
          if (!worker.awake) return Promise.reject(new Error('DEADLINE_EXCEEDED'));
          const metadata = { currentDetails: 'Waits for the customer.' };
          return Promise.resolve(typeof asked === 'string' ? metadata : { state: 'AwaitingPayment' });
        },
      }),
    },
  };
  return { temporal: { client } as unknown as Temporal, queries: () => queries };
}

const desk = {
  stack: { world: { rails: [] }, uiUrl: '' },
  cleared: { meta: 0, rail: 0 },
} as unknown as Desk;

describe('a payment on the page', () => {
  it('is asked again where its worker did not answer, though nothing has moved meanwhile', async () => {
    const worker = { awake: false };
    const { temporal } = serverWith(1, worker);
    const views = new PaymentViews(desk, temporal);
    // What the server itself knows, for want of better.
    expect((await views.look())[0]).toMatchObject({ state: 'Issuing', details: '' });
    worker.awake = true;
    expect((await views.look())[0]).toMatchObject({ state: 'AwaitingPayment', details: 'Waits for the customer.' });
  });

  it('is not asked again once it answered, until something moves', async () => {
    const { temporal, queries } = serverWith(1, { awake: true });
    const views = new PaymentViews(desk, temporal);
    await views.look();
    const asked = queries();
    expect(asked).toBeGreaterThan(0);
    await views.look();
    expect(queries()).toBe(asked);
  });

  it('does not wait for each of many while the worker is down', async () => {
    const { temporal, queries } = serverWith(40, { awake: false });
    const views = new PaymentViews(desk, temporal);
    expect(await views.look()).toHaveLength(40);
    // Those of the first batch, each with its two questions.
    expect(queries()).toBeLessThanOrEqual(16);
  });
});
