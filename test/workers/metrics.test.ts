import { CompleteAsyncError } from '@temporalio/activity';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Activities } from '../../activities';
import type { SendRequest } from '../../activities/send-request';
import type { Sent } from '../../domain/outcome';
import { meterActivities } from '../../workers/metrics';

const request = (change: Partial<SendRequest>) =>
  ({ line: { id: 'md' }, kind: 'notice', say: { say: 'notice', notice: { at: '' } }, ...change }) as SendRequest;

/** What the counter of notices that may have been read twice comes to, after some sends. */
async function twice(...sends: readonly (readonly [SendRequest, Sent | Error])[]): Promise<number> {
  const registry = new Registry();
  const answers = sends.map(([, answer]) => answer);
  const sendMessage = (): Promise<Sent> => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error('Nothing more is sent here');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const metered = meterActivities({ sendMessage } as unknown as Activities, { registry, now: Date.now, lines: [] });
  for (const [one] of sends) await metered.sendMessage(one).catch(() => undefined);
  const { values } = (await registry.getSingleMetric('miapos_worker_notices_possibly_twice_total')?.get()) ?? {};
  return (values ?? []).reduce((sum, { value }) => sum + value, 0);
}

describe('notices that may have been read twice', () => {
  const sent: Sent = { result: 'sent', messageId: 'm-1', by: 'message' };

  it('are those said again after silence, answered or not', async () => {
    expect(await twice([request({ again: true }), sent])).toBe(1);
    expect(await twice([request({ again: true }), new CompleteAsyncError()])).toBe(1);
  });

  it('are not first ones, answers, or what was refused and so never went out', async () => {
    expect(await twice([request({}), sent], [request({}), new CompleteAsyncError()])).toBe(0);
    expect(await twice([request({ kind: 'answer', again: true }), sent])).toBe(0);
    expect(await twice([request({ again: true }), { result: 'owe', why: 'WindowClosed' }])).toBe(0);
    expect(await twice([request({ again: true }), new Error('throttled')])).toBe(0);
  });
});
