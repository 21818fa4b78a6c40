import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { z } from 'zod';
import { createSdkLogger } from '../../workers/runtime';

const PHONE = '37369000001';
const line = z.looseObject({ level: z.number(), msg: z.string() });

function listen() {
  const raw: string[] = [];
  const log = pino({ level: 'trace', base: {}, timestamp: false }, { write: (text: string) => raw.push(text) });
  return { log: createSdkLogger(log), raw, lines: () => raw.map((text) => line.parse(JSON.parse(text))) };
}

describe("the SDK's own lines", () => {
  it('"Activity failed" names the run and the kind of failure, and never quotes the error', async () => {
    const { log, raw, lines } = listen();
    const failure = ApplicationFailure.create({
      message: `no route to +${PHONE}`,
      type: 'ChannelTransient',
      details: [PHONE],
      cause: new Error(PHONE),
    });
    const environment = new MockActivityEnvironment(
      { workflowExecution: { workflowId: 'payment-link/x', runId: 'run-1' }, activityType: 'sendMessage', attempt: 3 },
      { logger: log },
    );
    await expect(environment.run(() => Promise.reject(failure))).rejects.toBe(failure);

    expect(lines()).toEqual([
      {
        level: 40,
        msg: 'Activity failed',
        failure: 'ChannelTransient',
        workflowId: 'payment-link/x',
        workflowRunId: 'run-1',
        workflowType: 'test',
        activityId: 'test',
        activityType: 'sendMessage',
        taskQueue: 'test',
        attempt: 3,
        sdkComponent: 'worker',
      },
    ]);
    expect(raw.join()).not.toContain(PHONE);
  });

  it.each([
    ['an error of the code', new TypeError(PHONE), { failure: 'TypeError' }],
    ['something thrown that is no error', PHONE, {}],
  ])('of %s say no more than its name', (_, error, shown) => {
    const { log, raw, lines } = listen();
    log.error('Workflow failed', { error, runId: 'run-1', payload: PHONE });
    expect(lines()).toEqual([{ level: 50, msg: 'Workflow failed', runId: 'run-1', ...shown }]);
    expect(raw.join()).not.toContain(PHONE);
  });

  it('keep of a payment’s step its ids and states, and nothing that somebody adds to it', () => {
    const { log, raw, lines } = listen();
    const step = { linkId: 'link-1', line: 'md', state: 'Paid', notification: 'Sent', stuck: 'RecordConflict' };
    log.info('payment', { ...step, workflowId: 'payment-link/link-1', text: PHONE });
    expect(lines()).toEqual([{ level: 30, msg: 'payment', ...step, workflowId: 'payment-link/link-1' }]);
    expect(raw.join()).not.toContain(PHONE);
  });

  it('of waiting are no lines at all', async () => {
    const { log, raw } = listen();
    const waiting = ApplicationFailure.create({ type: 'NotFinalYet', category: ApplicationFailureCategory.BENIGN });
    const environment = new MockActivityEnvironment({}, { logger: log });
    await expect(environment.run(() => Promise.reject(waiting))).rejects.toBe(waiting);
    expect(raw).toEqual([]);
  });
});
