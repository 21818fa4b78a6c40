import { describe, expect, it } from '@jest/globals';
import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DecisionUnknown, OperationRefused } from '../../api/ports/operations';
import { TemporalUnavailable } from '../../api/ports/temporal';
import { createOperations } from '../../api/temporal/operations';

const BANK = { kind: 'bank', id: 'codru-bank', operator: 'ana', reason: 'maintenance' } as const;
const WORD = { outcome: 'FAILED', reason: 'the bank says so' } as const;

const grpc = (code: number, details: string) =>
  Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} });
const deadline = () =>
  new WorkflowUpdateRPCTimeoutOrCancelledError('Deadline exceeded', { cause: grpc(4, 'Deadline exceeded') });
const unavailable = () => new ServiceError('Workflow Update failed', { cause: grpc(14, 'Connection dropped') });

interface Played {
  readonly describe?: () => Promise<unknown>;
  readonly update: () => Promise<unknown>;
}
/** Temporal as one decision meets it. */
function operationsOn({ describe: look, update }: Played) {
  const running = () => Promise.resolve({ status: { name: 'RUNNING' } });
  return createOperations(
    {
      withDeadline: <T>(_: number, call: () => Promise<T>) => call(),
      workflow: {
        getHandle: () => ({ describe: look ?? running, executeUpdate: update }),
        executeUpdateWithStart: update,
      },
    } as unknown as Client,
    '',
  );
}
const decisions = (played: Played) => {
  const operations = operationsOn(played);
  return [() => operations.settle('a', WORD, 'ana'), () => operations.setClosure('close', BANK)];
};

describe('a decision whose answer is lost', () => {
  it.each<[string, () => Error]>([
    ['its time is over', deadline],
    ['the connection drops', unavailable],
    ['what came back can’t be read', () => new Error('Payload key "k2" is not in PAYLOAD_KEYS')],
  ])('is unknown, for Temporal may have taken it: %s', async (_, error) => {
    for (const decide of decisions({ update: () => Promise.reject(error()) })) {
      await expect(decide()).rejects.toThrow(DecisionUnknown);
    }
  });
});

describe('a decision that Temporal answers', () => {
  it('is refused with the workflow’s own words', async () => {
    const word = ApplicationFailure.nonRetryable('It is settled already.');
    for (const decide of decisions({
      update: () => Promise.reject(new WorkflowUpdateFailedError('Workflow Update failed', word)),
    })) {
      await expect(decide()).rejects.toThrow(new OperationRefused('It is settled already.'));
    }
  });

  it('is of no payment where there is none', async () => {
    const none = () => Promise.reject(new WorkflowNotFoundError('none', 'payment-link/a', undefined));
    expect(await operationsOn({ describe: none, update: none }).settle('a', WORD, 'ana')).toBeUndefined();
    expect(await operationsOn({ update: none }).settle('a', WORD, 'ana')).toBeUndefined();
  });

  it('is refused where the payment’s run is over', async () => {
    const over = () => Promise.resolve({ status: { name: 'COMPLETED' } });
    const operations = operationsOn({ describe: over, update: () => Promise.reject(new Error('asked all the same')) });
    await expect(operations.settle('a', WORD, 'ana')).rejects.toThrow(/Its run is over/);
  });
});

describe('a Temporal that is away before anything was decided', () => {
  it('is told as such: the same may be sent again', async () => {
    const away = () => Promise.reject(unavailable());
    const operations = operationsOn({ describe: away, update: () => Promise.reject(new Error('asked all the same')) });
    await expect(operations.settle('a', WORD, 'ana')).rejects.toThrow(TemporalUnavailable);
  });
});

describe('an api that stops', () => {
  it('lets go of Temporal only when what is being decided has its answer', async () => {
    let answer: (settled: object) => void = () => undefined;
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const operations = operationsOn({
      update: () =>
        new Promise((resolve) => {
          answer = resolve;
          asked();
        }),
    });
    const settled = operations.settle('a', WORD, 'ana');
    await isAsked;
    const idle = operations.settled().then(() => 'idle');
    expect(await Promise.race([idle, new Promise((resolve) => setImmediate(() => resolve('busy')))])).toBe('busy');
    answer({ state: 'Failed' });
    expect(await settled).toEqual({ state: 'Failed' });
    expect(await idle).toBe('idle');
  });
});
