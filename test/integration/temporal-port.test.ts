import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Temporal } from '../../api/ports/temporal';
import { createTemporal } from '../../api/temporal/client';
import type { InboundMessage } from '../../domain/inbound';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { createDataConverter } from '../../workers/codec/data-converter';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { line } from '../support/builders';
import { startDevServer } from '../support/servers';

const PHONE = '37369000001';
const CHAT = 'conversation/md/abcdefghijklmnopqrstuvwx23';
const message: InboundMessage = {
  channel: 'whatsapp',
  lineId: 'md',
  sender: { phone: PHONE },
  messageId: 'wamid.A',
  sentAt: '2026-11-23T10:00:00.000Z',
  forwarded: false,
  content: { kind: 'text', text: 'pay 100' },
};
const inputOf = (linkId: string) => ({ linkId, line, conversationId: CHAT, message, timings: DEFAULT_TIMINGS });
const linkId = (letter: string) => letter.repeat(26);

let env: TestWorkflowEnvironment;
let client: Client;
let temporal: Temporal;
beforeAll(async () => {
  env = await startDevServer();
  const dataConverter = createDataConverter([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
  client = new Client({ connection: env.connection, dataConverter });
  temporal = createTemporal(client, 'test-');
});
afterAll(() => env.teardown());

/** No worker runs: what is shown is what the server itself promises. */
describe('on a real server', () => {
  it('a command that comes five times at once is one payment, and shows whose it is to holders of the key only', async () => {
    const id = linkId('a');
    await Promise.all(Array.from({ length: 5 }, () => temporal.startPayment(inputOf(id))));
    const history = await client.workflow.getHandle(paymentLinkWorkflowId(id)).fetchHistory();
    expect(history.events?.filter(({ workflowExecutionStartedEventAttributes: it }) => it)).toHaveLength(1);
    expect(await temporal.readPayment(id)).toEqual({
      memo: { conversationId: CHAT, command: 'pay 100', messageId: 'wamid.A', sender: { phone: PHONE } },
      lineId: 'md',
    });
    const blind = await env.client.workflow.getHandle(paymentLinkWorkflowId(id)).fetchHistory();
    const stored = JSON.stringify(blind, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect([PHONE, 'wamid.A', 'pay 100'].filter((personal) => stored.includes(personal))).toEqual([]);
  });

  it('a command is known when its payment is over, and its payment takes no more signals', async () => {
    const id = linkId('b');
    expect(await temporal.startPayment(inputOf(id))).toBe('started');
    expect(await temporal.signalPayment(id, { signal: 'pollWanted' })).toBe('taken');
    await client.workflow.getHandle(paymentLinkWorkflowId(id)).terminate();
    expect(await temporal.startPayment(inputOf(id))).toBe('known');
    expect(await temporal.signalPayment(id, { signal: 'pollWanted' })).toBe('over');
    expect(await temporal.resultOf(id)).toBeUndefined();
    expect(await temporal.exists(paymentLinkWorkflowId(id))).toBe(true);
  });

  it('what was never there is told apart from a server that is away', async () => {
    const id = linkId('c');
    expect(await temporal.readPayment(id)).toBeUndefined();
    expect(await temporal.exists(paymentLinkWorkflowId(id))).toBe(false);
    expect(await temporal.signalPayment(id, { signal: 'pollWanted' })).toBe('over');
    const owner = { of: 'payment', linkId: id } as const;
    const key = { workflowId: paymentLinkWorkflowId(id), activityId: 'notice-1', owner };
    expect(await temporal.completeSend(key, { result: 'sent' })).toBe('over');
    await expect(temporal.ping()).resolves.toBeUndefined();
  });

  it('a conversation and a line start with their first signal, and again after they were terminated', async () => {
    const tell = () =>
      temporal.tellConversation(
        CHAT,
        { line, contact: { phone: PHONE }, timings: DEFAULT_TIMINGS },
        { signal: 'messageReceived', argument: message },
      );
    await tell();
    await tell();
    const first = await client.workflow.getHandle(CHAT).describe();
    await client.workflow.getHandle(CHAT).terminate();
    await tell();
    const second = await client.workflow.getHandle(CHAT).describe();
    expect(second.runId).not.toBe(first.runId);
    expect([second.status.name, second.taskQueue]).toEqual(['RUNNING', 'test-conversations']);
    await temporal.tellLine(line, { signal: 'lineResumed', argument: { at: '2026-11-23T10:00:00.000Z' } });
    expect(await temporal.exists('line/md')).toBe(true);
  });
});
