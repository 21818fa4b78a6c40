import { describe, expect, it } from '@jest/globals';
import { createAddressing } from '../../addressing/addressing';
import { createIntake } from '../../api/intake/intake';
import { createMetrics } from '../../api/metrics';
import { buttonId } from '../../domain/buttons';
import type { InboundContent, InboundMessage } from '../../domain/inbound';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import pino from 'pino';
import { Registry } from 'prom-client';
import { FakeTemporal } from './support/fake-temporal';
import { LINE, NOW } from './support/harness';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const OLD = key('a1', 1);
const NEW = key('a2', 2);
const LINK = 'abcdefghijklmnopqrstuvwx23';

function createWorld(keys = [OLD], lines = [LINE]) {
  const temporal = new FakeTemporal();
  const addressing = createAddressing(keys);
  const metrics = createMetrics(new Registry());
  const log = pino({ level: 'silent' });
  const now = () => NOW;
  const take = createIntake({ temporal, addressing, lines, timings: DEFAULT_TIMINGS, metrics, log, now });
  const say = (...messages: InboundMessage[]) => take({ messages, statuses: [], templates: [], accounts: [] });
  return { temporal, addressing, say };
}

let made = 0;
function message(content: InboundContent | string, change: Partial<InboundMessage> = {}): InboundMessage {
  made += 1;
  return {
    channel: 'whatsapp',
    lineId: 'md',
    sender: { phone: '37369000001' },
    messageId: `wamid.${made}`,
    sentAt: NOW.toISOString(),
    forwarded: false,
    content: typeof content === 'string' ? { kind: 'text', text: content } : content,
    ...change,
  };
}
const tap = (id: string, change: Partial<InboundMessage> = {}) => message({ kind: 'tap', id, title: 'x' }, change);

describe('a command', () => {
  it('starts its payment, with all that it needs and the conversation it belongs to', async () => {
    const { temporal, addressing, say } = createWorld();
    const command = message('pay 100 "Cafea"');
    await say(command);
    const [linkId] = addressing.linkIds(command);
    const [person] = addressing.pseudonyms('md', command.sender);
    const conversationId = `conversation/md/${person}`;
    expect(temporal.started).toEqual([
      { linkId, line: LINE, conversationId, message: command, timings: DEFAULT_TIMINGS },
    ]);
  });

  it.each(['pay 14:30', '/rtp 100', 'pay -5', '100'])(
    'that is one, malformed or not, goes the same way: %s',
    async (text) => {
      const { temporal, say } = createWorld();
      await say(message(text));
      expect(temporal.started).toHaveLength(1);
    },
  );

  it('wakes the conversation for the window, and the next ones within ten minutes do not', async () => {
    const { temporal, say } = createWorld();
    await say(message('pay 1'), message('pay 2'));
    await say(message('pay 3'));
    expect(temporal.started).toHaveLength(3);
    expect(temporal.conversationSignals).toHaveLength(1);
    await say(message('pay 4', { sender: { phone: '37369000002' } }));
    expect(temporal.conversationSignals).toHaveLength(2);
  });

  it.each([
    ['the channel’s word that the number changed', message({ kind: 'moved', previous: { phone: '37369000009' } })],
    ['the channel’s word that the security code changed', message({ kind: 'silent', type: 'system' })],
    ['one that came late', message('pay 1', { sentAt: new Date(NOW.getTime() - 600_000).toISOString() })],
  ])('wakes the conversation though this came just before: %s', async (_what, before) => {
    const { temporal, say } = createWorld();
    await say(before);
    const command = message('pay 2');
    await say(command);
    expect(temporal.conversationSignals).toHaveLength(2);
    expect(temporal.conversationSignals.at(-1)).toMatchObject({ argument: { messageId: command.messageId } });
    await say(message('pay 3', { sentAt: before.sentAt }));
    expect(temporal.conversationSignals).toHaveLength(2);
  });

  it('wakes the conversation again when it could not be woken', async () => {
    const { temporal, say } = createWorld();
    temporal.away = true;
    await expect(say(message('pay 1'))).rejects.toThrow(/Temporal/);
    temporal.away = false;
    await say(message('pay 1'));
    expect(temporal.conversationSignals).toHaveLength(1);
  });

  it('that was accepted long ago is accepted still, and pays nothing twice', async () => {
    const { temporal, addressing, say } = createWorld();
    const command = message('pay 1');
    temporal.payments.set(addressing.linkIds(command)[0], { memo: {}, open: false });
    await say(command);
    expect(temporal.started).toHaveLength(0);
  });
});

describe('a tap', () => {
  it.each([buttonId.again(LINK), buttonId.issue(LINK)])(
    'that stands for a command makes one payment: %s',
    async (id) => {
      const { temporal, say } = createWorld();
      await say(tap(id));
      await say(tap(id));
      expect(temporal.started).toHaveLength(1);
    },
  );

  it('on a language goes to the conversation', async () => {
    const { temporal, say } = createWorld();
    await say(tap(buttonId.lang('ru')));
    expect(temporal.conversationSignals).toMatchObject([{ signal: 'messageReceived' }]);
    expect(temporal.started).toHaveLength(0);
  });

  it('on a language reaches the seller’s chats on the other lines, and begins none there', async () => {
    const lines = ['ro', 'ua'].map((id) => ({ ...LINE, id, address: id }));
    const { temporal, addressing, say } = createWorld([OLD], [LINE, ...lines]);
    const chatOn = (lineId: string) =>
      `conversation/${lineId}/${addressing.pseudonyms(lineId, { phone: '37369000001' })[0]}`;
    temporal.conversations.add(chatOn('ro'));
    await say(tap(buttonId.lang('ru')));
    expect([...temporal.locales]).toEqual([[chatOn('ro'), 'ru']]);
    expect([...temporal.conversations].sort()).toEqual([chatOn('md'), chatOn('ro')]);
  });

  it("on a row of one's own merchant list chooses the merchant", async () => {
    const { temporal, addressing, say } = createWorld();
    const conversationId = `conversation/md/${addressing.pseudonyms('md', { phone: '37369000001' })[0]}`;
    temporal.payments.set(LINK, { memo: { conversationId }, open: true });
    const choice = tap(buttonId.merchant(LINK, 'M:7'));
    await say(choice);
    expect(temporal.paymentSignals).toEqual([
      { linkId: LINK, signal: 'merchantChosen', argument: { merchantId: 'M:7', messageId: choice.messageId } },
    ]);
    expect(temporal.conversationSignals).toHaveLength(0);
  });

  it('on one’s own “send request” tells when it was tapped: no worker may hear it for hours', async () => {
    const { temporal, addressing, say } = createWorld();
    const conversationId = `conversation/md/${addressing.pseudonyms('md', { phone: '37369000001' })[0]}`;
    temporal.payments.set(LINK, { memo: { conversationId }, open: true });
    const word = tap(buttonId.send(LINK));
    await say(word);
    expect(temporal.paymentSignals).toEqual([
      { linkId: LINK, signal: 'payerConfirmed', argument: { sentAt: word.sentAt } },
    ]);
  });

  it.each([
    ["somebody else's list", { memo: { conversationId: 'conversation/md/other' }, open: true }],
    ['a list that is over', { memo: {}, open: false }],
    ['a list that never was', undefined],
  ])('on %s chooses nothing and is answered by the conversation', async (_, payment) => {
    const { temporal, say } = createWorld();
    if (payment) temporal.payments.set(LINK, payment);
    await say(tap(buttonId.merchant(LINK, 'M:7')));
    expect(temporal.paymentSignals).toHaveLength(0);
    expect(temporal.conversationSignals).toHaveLength(1);
  });

  const CHOICES = [
    ['a merchant', buttonId.merchant(LINK, 'M:7')],
    ['a page', buttonId.page(LINK, 1)],
    ['a payer', buttonId.send(LINK)],
  ] as const;

  it.each(CHOICES)('on another seller’s question chooses nothing: %s', async (_, id) => {
    const { temporal, addressing, say } = createWorld();
    const [owner] = addressing.pseudonyms('md', { phone: '37369000001' });
    temporal.payments.set(LINK, { memo: { conversationId: `conversation/md/${owner}` }, open: true });
    await say(tap(id, { sender: { phone: '37369000002' } }));
    expect(temporal.paymentSignals).toEqual([]);
    const [other] = addressing.pseudonyms('md', { phone: '37369000002' });
    expect(temporal.conversationSignals.map(({ id: told }) => told)).toEqual([`conversation/md/${other}`]);
  });

  it.each(CHOICES)('through another line chooses nothing, though the phone is the same: %s', async (_, id) => {
    const { temporal, addressing, say } = createWorld([OLD], [LINE, { ...LINE, id: 'ro', address: '2' }]);
    const [owner] = addressing.pseudonyms('md', { phone: '37369000001' });
    temporal.payments.set(LINK, { memo: { conversationId: `conversation/md/${owner}` }, open: true });
    await say(tap(id, { lineId: 'ro' }));
    expect(temporal.paymentSignals).toEqual([]);
    await say(tap(id));
    expect(temporal.paymentSignals).toHaveLength(1);
  });

  it('with a forged link in it starts a payment of the one who tapped, in no chat but theirs', async () => {
    const { temporal, addressing, say } = createWorld();
    temporal.payments.set(LINK, { memo: { conversationId: 'conversation/md/of-another' }, open: true });
    const forged = tap(buttonId.again(LINK));
    await say(forged);
    const conversationId = `conversation/md/${addressing.pseudonyms('md', forged.sender)[0]}`;
    expect(temporal.started).toMatchObject([{ linkId: addressing.linkIds(forged)[0], conversationId }]);
    expect(temporal.conversationSignals.map(({ id }) => id)).toEqual([conversationId]);
    expect(temporal.paymentSignals).toEqual([]);
  });

  it('on an own list that is over is answered by the conversation', async () => {
    const { temporal, addressing, say } = createWorld();
    const conversationId = `conversation/md/${addressing.pseudonyms('md', { phone: '37369000001' })[0]}`;
    temporal.payments.set(LINK, { memo: { conversationId }, open: false });
    await say(tap(buttonId.merchant(LINK, 'M:7')));
    expect(temporal.conversationSignals).toHaveLength(1);
  });

  it('on a button whose link is over is answered by the conversation, though it is the seller’s first word in a day', async () => {
    const { temporal, addressing, say } = createWorld();
    const again = tap(buttonId.again(LINK));
    temporal.payments.set(addressing.linkIds(again)[0], { memo: { messageId: 'wamid.first' }, open: false });
    await say(again);
    const heard = temporal.conversationSignals.flatMap(({ argument }) => ('messageId' in argument ? [argument] : []));
    expect(heard).toContainEqual(again);
    // A second message of an id that the chat knows is a repeated delivery to it, and is dropped.
    expect(heard.filter(({ messageId }) => messageId === again.messageId)).toHaveLength(1);
  });
});

describe('the tap that chose the merchant, delivered again', () => {
  it('after the payment was over is no tap on an ended list', async () => {
    const { temporal, addressing, say } = createWorld();
    const conversationId = `conversation/md/${addressing.pseudonyms('md', { phone: '37369000001' })[0]}`;
    const choice = tap(buttonId.merchant(LINK, 'M:7'));
    const result: PaymentLinkResult = { state: 'Paid', notification: 'Sent', issued: [], chosenBy: choice.messageId };
    temporal.payments.set(LINK, { memo: { conversationId }, open: false, result });
    await say(choice);
    expect(temporal.conversationSignals).toHaveLength(0);
    await say(tap(buttonId.merchant(LINK, 'M:8')));
    expect(temporal.conversationSignals).toHaveLength(1);
  });
});

describe('anything else', () => {
  it.each<[string, InboundContent | string]>([
    ['talk', 'Bună ziua'],
    ['help', '/help'],
    ['a time that is no amount', '14:30'],
    ['a reaction', { kind: 'silent', type: 'reaction' }],
    ['a photo', { kind: 'other', type: 'image' }],
    ['a moved number', { kind: 'moved', previous: { phone: '37369000009' } }],
  ])('goes to the conversation, each time: %s', async (_, content) => {
    const { temporal, say } = createWorld();
    await say(message(content), message(content));
    expect(temporal.conversationSignals).toHaveLength(2);
    expect(temporal.started).toHaveLength(0);
  });
});

describe('after a change of ADDRESS_KEY', () => {
  it('a message accepted under the older key starts nothing again', async () => {
    const { temporal, say } = createWorld([NEW, OLD]);
    const command = message('pay 1');
    temporal.payments.set(createAddressing([OLD]).linkIds(command)[0], { memo: {}, open: true });
    await say(command);
    expect(temporal.started).toHaveLength(0);
  });

  it('a conversation keeps the name it has, and a new one gets the new', async () => {
    const { temporal, addressing, say } = createWorld([NEW, OLD]);
    const [, older] = addressing.pseudonyms('md', { phone: '37369000001' });
    temporal.conversations.add(`conversation/md/${String(older)}`);
    await say(message('salut'), message('salut', { sender: { phone: '37369000002' } }));
    const [newer] = addressing.pseudonyms('md', { phone: '37369000002' });
    expect(temporal.conversationSignals.map(({ id }) => id).sort()).toEqual(
      [`conversation/md/${String(older)}`, `conversation/md/${newer}`].sort(),
    );
  });
});
