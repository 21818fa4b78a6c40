import { describe, expect, it } from '@jest/globals';
import type { DeliveryStatus } from '../../domain/inbound';
import type { Notice } from '../../domain/say';
import { makeSendKey } from '../../domain/send-key';
import { createAddressing } from '../../addressing/addressing';
import { createIntake } from '../../api/intake/intake';
import { createMetrics } from '../../api/metrics';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import pino from 'pino';
import { Registry } from 'prom-client';
import { FakeTemporal } from './support/fake-temporal';
import { LINE, NOW } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const PAYMENT = `payment-link/${LINK}`;
const CHAT = `conversation/md/${LINK}`;
const KEY = makeSendKey(PAYMENT, 'notice-2');
const NOTICE: Notice = {
  linkId: LINK,
  seq: 2,
  outcome: 'paid',
  amount: { minor: 10_000, currency: 'MDL' },
  at: NOW.toISOString(),
};

function createWorld() {
  const temporal = new FakeTemporal();
  const registry = new Registry();
  const take = createIntake({
    temporal,
    addressing: createAddressing([{ id: 'a', key: Buffer.alloc(32) }]),
    lines: [LINE],
    timings: DEFAULT_TIMINGS,
    metrics: createMetrics(registry),
    log: pino({ level: 'silent' }),
    now: () => NOW,
  });
  const hear = (...statuses: DeliveryStatus[]) => take({ messages: [], statuses, templates: [], accounts: [] });
  return { temporal, registry, hear };
}

function status(is: DeliveryStatus['status'], change: Partial<DeliveryStatus> = {}): DeliveryStatus {
  return { lineId: 'md', messageId: 'wamid.OUT', status: is, key: KEY, ...change };
}
const failed = (code: number, change: Partial<DeliveryStatus> = {}) => status('failed', { code, ...change });

describe('a failed status that is about the account, not the message', () => {
  const AT = '2026-11-23T09:00:00.000Z';

  it('suspends the line before the send goes on, for the next message would fail alike', async () => {
    const { temporal, hear } = createWorld();
    temporal.waiting.add(KEY);
    await hear(failed(131042, { at: AT }));
    expect(temporal.lineSignals).toEqual([
      { line: 'md', signal: 'lineSuspended', argument: { reason: 'a message failed with code 131042', at: AT } },
    ]);
    expect(temporal.completed).toEqual([
      { key: KEY, sent: { result: 'failed', why: 'AccountBlocked', code: 131042, at: AT } },
    ]);
  });

  it('does so once, however often it is delivered', async () => {
    const { temporal, hear } = createWorld();
    await hear(failed(131042, { at: AT }), failed(131042, { at: AT }));
    expect(temporal.lineSignals).toHaveLength(1);
  });

  it.each([131026, 131047, 130497])('leaves the line alone where only this person is concerned: %s', async (code) => {
    const { temporal, hear } = createWorld();
    await hear(failed(code, { at: AT }));
    expect(temporal.lineSignals).toEqual([]);
  });
});

describe('a status of a message whose answer was lost', () => {
  it.each(['sent', 'delivered', 'read'] as const)('completes the send: %s', async (is) => {
    const { temporal, hear } = createWorld();
    temporal.waiting.add(KEY);
    await hear(status(is));
    expect(temporal.completed).toEqual([{ key: KEY, sent: { result: 'sent', messageId: 'wamid.OUT' } }]);
  });

  it.each([
    ['utility', { by: 'template' }],
    ['service', {}],
  ])('completes it as what it was, by what it cost: %s', async (category, by) => {
    const { temporal, hear } = createWorld();
    temporal.waiting.add(KEY);
    await hear(status('sent', { pricing: { type: 'regular', category } }));
    expect(temporal.completed).toEqual([{ key: KEY, sent: { result: 'sent', messageId: 'wamid.OUT', ...by } }]);
  });

  it('asks once where statuses of a message come all at once, each in a webhook of its own', async () => {
    const { temporal, hear } = createWorld();
    await Promise.all([hear(status('sent')), hear(status('delivered')), hear(status('read'))]);
    expect(temporal.calls).toBe(1);
  });

  it('asks again where it could not be told: whoever brought it brings it once more', async () => {
    const { temporal, hear } = createWorld();
    temporal.waiting.add(KEY);
    temporal.away = true;
    const both = await Promise.allSettled([hear(status('sent')), hear(status('delivered'))]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    temporal.away = false;
    await hear(status('delivered'));
    expect(temporal.completed).toHaveLength(1);
  });

  it('completes it with the failure, by the one table of codes', async () => {
    const { temporal, hear } = createWorld();
    temporal.waiting.add(KEY);
    await hear(failed(131047));
    expect(temporal.completed).toEqual([{ key: KEY, sent: { result: 'failed', why: 'WindowClosed', code: 131047 } }]);
    expect(temporal.paymentSignals).toHaveLength(0);
  });

  it('also finds the second try, which goes by the same key', async () => {
    const { temporal, hear } = createWorld();
    await hear(status('sent', { messageId: 'wamid.FIRST' }));
    temporal.waiting.add(KEY);
    await hear(status('sent', { messageId: 'wamid.SECOND' }));
    expect(temporal.completed).toMatchObject([{ sent: { messageId: 'wamid.SECOND' } }]);
  });
});

describe('a status that nobody waits for', () => {
  it('costs one call, however many follow', async () => {
    const { temporal, hear } = createWorld();
    await hear(status('sent'));
    await hear(status('delivered'), status('read'), status('sent'));
    expect(temporal.calls).toBe(1);
  });

  it.each([{ key: undefined }, { key: 'pay_123:1' }])('and is not of ours costs nothing: %j', async ({ key }) => {
    const { temporal, hear } = createWorld();
    const { key: _, ...rest } = status('sent');
    await hear(key === undefined ? rest : { ...rest, key });
    expect(temporal.calls).toBe(0);
  });

  it('is signalled to the payment when it failed, once', async () => {
    const { temporal, hear } = createWorld();
    temporal.payments.set(LINK, { memo: {}, open: true });
    await hear(status('sent'), failed(131026));
    await hear(failed(131026));
    expect(temporal.paymentSignals).toEqual([
      {
        linkId: LINK,
        signal: 'messageFailed',
        argument: { activityId: 'notice-2', messageId: 'wamid.OUT', why: 'RecipientUnreachable', code: 131026 },
      },
    ]);
  });

  it('is signalled to the conversation that sent it', async () => {
    const { temporal, hear } = createWorld();
    temporal.conversations.add(CHAT);
    await hear(failed(131047, { key: makeSendKey(CHAT, 'debts-1') }));
    expect(temporal.conversationFailures).toMatchObject([{ id: CHAT, activityId: 'debts-1', why: 'WindowClosed' }]);
  });
});

describe('a notice that fails after its payment is over', () => {
  const memo = { conversationId: CHAT, sender: { phone: '37369000001' } };
  const result = { state: 'Paid', notification: 'Sent', issued: [], notice: NOTICE } as const;

  it('is owed by the conversation, which is started if need be', async () => {
    const { temporal, hear } = createWorld();
    temporal.payments.set(LINK, { memo, lineId: 'md', open: false, result });
    await hear(failed(131047));
    expect(temporal.conversationSignals).toEqual([
      {
        id: CHAT,
        input: { line: LINE, contact: { phone: '37369000001' }, timings: DEFAULT_TIMINGS },
        signal: 'owed',
        argument: { notice: NOTICE, why: 'WindowClosed', code: 131047, since: NOW.toISOString() },
      },
    ]);
  });

  it('is owed since the channel failed it, however late that is heard: the seller may have written meanwhile', async () => {
    const { temporal, hear } = createWorld();
    temporal.payments.set(LINK, { memo, lineId: 'md', open: false, result });
    const at = '2026-11-23T09:00:00.000Z';
    await hear(failed(131047, { at }));
    expect(temporal.conversationSignals).toMatchObject([
      { argument: { notice: NOTICE, why: 'WindowClosed', code: 131047, since: at } },
    ]);
  });

  it('is not told again when it was another copy that failed, which went out before it and was not answered', async () => {
    const { temporal, hear } = createWorld();
    const told = { ...result, toldAs: 'wamid.OUT' };
    temporal.payments.set(LINK, { memo, lineId: 'md', open: false, result: told });
    await hear(failed(131000, { messageId: 'wamid.FIRST' }));
    expect(temporal.conversationSignals).toHaveLength(0);
    await hear(failed(131000));
    expect(temporal.conversationSignals).toHaveLength(1);
  });

  it.each(['link', 'notice-1', 'answer'])('is not told again when it was %s that failed', async (activityId) => {
    const { temporal, hear } = createWorld();
    temporal.payments.set(LINK, { memo, lineId: 'md', open: false, result });
    await hear(failed(131047, { key: makeSendKey(PAYMENT, activityId) }));
    expect(temporal.conversationSignals).toHaveLength(0);
  });

  it('is counted as lost when the payment is forgotten', async () => {
    const { temporal, registry, hear } = createWorld();
    await hear(failed(131047));
    expect(temporal.conversationSignals).toHaveLength(0);
    expect(await registry.metrics()).toContain('miapos_api_message_statuses_total{result="lost"} 1');
  });

  it('is brought again when Temporal was away', async () => {
    const { temporal, hear } = createWorld();
    temporal.payments.set(LINK, { memo, lineId: 'md', open: false, result });
    temporal.away = true;
    await expect(hear(failed(131047))).rejects.toThrow(/away/);
    temporal.away = false;
    await hear(failed(131047));
    expect(temporal.conversationSignals).toHaveLength(1);
  });
});

describe('what a message costs', () => {
  it('is counted once, by closed sets of types and categories', async () => {
    const { registry, hear } = createWorld();
    const pricing = { type: 'regular', category: 'utility' };
    await hear(status('sent', { pricing }), status('delivered', { pricing }));
    await hear(status('sent', { messageId: 'wamid.2', pricing: { type: '37369000001', category: 'x' } }));
    const metrics = await registry.metrics();
    expect(metrics).toContain('miapos_api_message_pricing_total{type="regular",category="utility"} 1');
    expect(metrics).toContain('miapos_api_message_pricing_total{type="other",category="other"} 1');
  });
});
