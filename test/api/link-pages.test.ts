import { describe, expect, it } from '@jest/globals';
import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { createLinkPages } from '../../api/temporal/link-pages';
import { TemporalUnavailable } from '../../api/ports/temporal';

const INVALID_ARGUMENT = 3;

const pagesOf = (query: () => Promise<unknown>) =>
  createLinkPages({
    withDeadline: <T>(_deadline: number, call: () => Promise<T>) => call(),
    workflow: { getHandle: () => ({ query }) },
  } as unknown as Client);

describe('the page of a link', () => {
  it('is unknown where no payment has its address', async () => {
    const pages = pagesOf(() => Promise.reject(new WorkflowNotFoundError('none', 'payment-link/a', undefined)));
    expect(await pages.read('a')).toBeUndefined();
  });

  it('is out of reach, and not unknown, where its payment can’t answer', async () => {
    // What the SDK calls so is any query that failed in the worker.
    const pages = pagesOf(() =>
      Promise.reject(new QueryNotRegisteredError('[TMPRL1100] Nondeterminism error', INVALID_ARGUMENT as never)),
    );
    await expect(pages.read('a')).rejects.toThrow(TemporalUnavailable);
  });
});
