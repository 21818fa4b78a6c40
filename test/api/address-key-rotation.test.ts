import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createAddressing } from '../../addressing/addressing';
import { createIntake } from '../../api/intake/intake';
import { createMetrics } from '../../api/metrics';
import { namedKeys } from '../../config/values';
import type { InboundMessage } from '../../domain/inbound';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { FakeTemporal } from './support/fake-temporal';
import { LINE, NOW } from './support/harness';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;

describe('a change of ADDRESS_KEY, process by process', () => {
  /** An api process with these keys, at a Temporal that others use too. */
  function api(temporal: FakeTemporal, keys: string) {
    const addressing = createAddressing(namedKeys.parse(keys));
    const metrics = createMetrics(new Registry());
    const log = pino({ level: 'silent' });
    const deps = { temporal, addressing, lines: [LINE], timings: DEFAULT_TIMINGS, metrics, log, now: () => NOW };
    const take = createIntake(deps);
    return (message: InboundMessage) => take({ messages: [message], statuses: [], templates: [], accounts: [] });
  }
  const command: InboundMessage = {
    channel: 'whatsapp',
    lineId: 'md',
    sender: { phone: '37369000001' },
    messageId: 'wamid.1',
    sentAt: NOW.toISOString(),
    forwarded: false,
    content: { kind: 'text', text: 'pay 100' },
  };
  const talk: InboundMessage = { ...command, messageId: 'wamid.2', content: { kind: 'text', text: 'Bună' } };

  /** What becomes of a message that two processes hear, one after the other. */
  async function heardBy(first: string, second: string) {
    const temporal = new FakeTemporal();
    for (const keys of [first, second]) {
      const take = api(temporal, keys);
      await take(command);
      await take(talk);
    }
    return { payments: temporal.started.length, chats: temporal.conversations.size };
  }

  it.each([
    ['1.', OLD, `${OLD},${NEW}`],
    ['2.', `${OLD},${NEW}`, `${NEW},${OLD}`],
  ])('%s one message is one payment and one chat, whichever process hears it first', async (_, before, after) => {
    expect(await heardBy(before, after)).toEqual({ payments: 1, chats: 1 });
    expect(await heardBy(after, before)).toEqual({ payments: 1, chats: 1 });
  });

  it('both steps are needed: a process that has never heard of the new key would pay twice', async () => {
    expect(await heardBy(`${NEW},${OLD}`, OLD)).toEqual({ payments: 2, chats: 2 });
  });

  it('the old key stays: without it, a seller would be a stranger again', async () => {
    expect(await heardBy(OLD, `${NEW},${OLD}`)).toMatchObject({ chats: 1 });
    expect(await heardBy(OLD, NEW)).toMatchObject({ chats: 2 });
  });
});
