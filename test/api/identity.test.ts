import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createAddressing } from '../../addressing/addressing';
import { createIntake } from '../../api/intake/intake';
import { createMetrics } from '../../api/metrics';
import { buttonId } from '../../domain/buttons';
import type { Contact, InboundContent } from '../../domain/inbound';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { FakeTemporal } from './support/fake-temporal';
import { LINE, NOW } from './support/harness';

const PHONE = '37369000001';
const BOTH = { userId: 'MD.1234', phone: PHONE };
const LINK = 'abcdefghijklmnopqrstuvwx23';

function createWorld() {
  const temporal = new FakeTemporal();
  const addressing = createAddressing([{ id: 'a1', key: Buffer.alloc(32, 1) }]);
  const metrics = createMetrics(new Registry());
  const log = pino({ level: 'silent' });
  const now = () => NOW;
  const take = createIntake({ temporal, addressing, lines: [LINE], timings: DEFAULT_TIMINGS, metrics, log, now });
  const chatOf = (person: Contact) => `conversation/md/${addressing.pseudonyms('md', person)[0]}`;
  let made = 0;
  const say = (sender: Contact, content: InboundContent | string) => {
    made += 1;
    const message = {
      channel: 'whatsapp' as const,
      lineId: 'md',
      sender,
      messageId: `wamid.${String(made)}`,
      sentAt: NOW.toISOString(),
      forwarded: false,
      content: typeof content === 'string' ? { kind: 'text' as const, text: content } : content,
    };
    return take({ messages: [message], statuses: [], templates: [], accounts: [] });
  };
  return { temporal, addressing, chatOf, say };
}

describe('a person whom WhatsApp shows by phone, and later by an id too', () => {
  it('has one chat: that of the phone is joined to that of the id, once', async () => {
    const { temporal, chatOf, say } = createWorld();
    await say({ phone: PHONE }, 'salut');
    await say(BOTH, 'salut');
    await say(BOTH, 'salut');
    const [byPhone, byId] = [chatOf({ phone: PHONE }), chatOf(BOTH)];
    expect(temporal.conversationSignals.map(({ id }) => id)).toEqual([byPhone, byId, byId]);
    expect(temporal.moves).toEqual([
      { id: byPhone, signal: 'joined', argument: { conversationId: byId, contact: BOTH } },
    ]);
  });

  it('who never wrote by phone has nothing to be joined', async () => {
    const { temporal, say } = createWorld();
    await say(BOTH, 'salut');
    expect(temporal.moves).toEqual([]);
  });

  it('is joined too where the shared card shows the phone, however that is written', async () => {
    const { temporal, chatOf, say } = createWorld();
    const [known, card] = ['551187654321', '+5511987654321'];
    await say({ phone: known }, 'salut');
    await say({ userId: 'BR.1' }, { kind: 'contact', phone: card, requested: true });
    expect(temporal.moves).toMatchObject([{ id: chatOf({ phone: known }), signal: 'joined' }]);
  });

  it('is joined to nobody by a card from an address book', async () => {
    const { temporal, say } = createWorld();
    await say({ phone: PHONE }, 'salut');
    await say({ userId: 'MD.666' }, { kind: 'contact', phone: `+${PHONE}`, requested: false });
    expect(temporal.moves).toEqual([]);
  });

  it('may tap the buttons that were sent before, and each still makes one payment', async () => {
    const { temporal, addressing, chatOf, say } = createWorld();
    const [byPhone, byId] = [chatOf({ phone: PHONE }), chatOf(BOTH)];
    temporal.payments.set(LINK, { memo: { conversationId: byPhone }, open: true });
    temporal.successors.set(byPhone, byId);
    await say(BOTH, { kind: 'tap', id: buttonId.merchant(LINK, 'M:7'), title: 'x' });
    expect(temporal.paymentSignals).toMatchObject([{ linkId: LINK, signal: 'merchantChosen' }]);

    const again = { kind: 'tap', id: buttonId.again(LINK), title: 'x' } as const;
    await say({ phone: PHONE }, again);
    await say(BOTH, again);
    expect(temporal.started).toHaveLength(1);
    const [made] = addressing.linkIds({ lineId: 'md', sender: { phone: PHONE }, messageId: '', content: again });
    expect(temporal.paymentSignals.at(-1)).toMatchObject({ linkId: made, signal: 'tappedAgain' });
  });
});

describe('a number that changed', () => {
  it('leads from the chats under the old ones to that under the new', async () => {
    const { temporal, chatOf, say } = createWorld();
    const moved = { userId: 'MD.99', phone: '37369000099' };
    await say({ phone: PHONE }, 'salut');
    await say({ userId: 'MD.1234' }, 'salut');
    await say(moved, { kind: 'moved', previous: BOTH });
    const argument = { conversationId: chatOf(moved), contact: moved };
    const number = { conversationId: chatOf({ phone: PHONE }), contact: { phone: PHONE } };
    expect(temporal.moves).toEqual([
      { id: chatOf({ userId: 'MD.1234' }), signal: 'numberLeft', argument: { number, to: argument } },
      { id: chatOf({ userId: 'MD.1234' }), signal: 'numberChanged', argument },
      { id: chatOf({ phone: PHONE }), signal: 'numberChanged', argument },
    ]);
    expect(temporal.conversationSignals.at(-1)).toMatchObject({ id: chatOf(moved), signal: 'messageReceived' });
  });

  it('of somebody whose id stays moves no chat: it hears of it, and the number’s own chat will know', async () => {
    const { temporal, chatOf, say } = createWorld();
    await say(BOTH, 'salut');
    const previous = { phone: PHONE };
    const moved = { userId: BOTH.userId, phone: '37369000099' };
    await say(moved, { kind: 'moved', previous });
    const number = { conversationId: chatOf(previous), contact: previous };
    const to = { conversationId: chatOf(BOTH), contact: moved };
    expect(temporal.moves).toEqual([{ id: chatOf(BOTH), signal: 'numberLeft', argument: { number, to } }]);
    expect(temporal.conversationSignals.at(-1)).toMatchObject({ argument: { content: { kind: 'moved' } } });
  });
});
