import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running } from '../../sandbox/control/server';
import { createMetaSim, type MetaSim } from '../../sandbox/meta/meta-sim';
import {
  buttons,
  changesOf,
  FILLED,
  list,
  messagesOf,
  MetaCaller,
  PHONE,
  statusesOf,
  TEMPLATE,
  template,
  text,
  valuesOf,
} from './support/meta';
import { eventually } from './support/http';
import { Sink } from './support/sink';

describe('the simulated Meta tells the app what happens', () => {
  let sim: MetaSim;
  let running: Running;
  let meta: MetaCaller;
  let app: Sink;

  beforeEach(async () => {
    app = new Sink();
    const url = `${await app.listen()}/webhooks/whatsapp`;
    sim = createMetaSim({
      webhookUrl: url,
      templates: [TEMPLATE],
      settings: { delivery: { retriesMs: [1_000, 2_000] } },
    });
    running = await sim.listen(0);
    meta = new MetaCaller(running.url);
  });
  afterEach(async () => {
    await running.close();
    await app.close();
  });

  /** What the app got of the next thing that a phone does. */
  const heard = async (message: Readonly<Record<string, unknown>>) => {
    const id = await meta.phone(message);
    const value = await eventually(() =>
      valuesOf(app.caught).find(({ messages }) => messages.some((one) => one.id === id)),
    );
    return { id, value, message: value.messages[0] };
  };

  it('signs the bytes, with everything above ASCII escaped', async () => {
    await meta.phone({ text: 'pay 100 „Cafea ☕️”' });
    const [webhook] = await app.received(1);
    const expected = createHmac('sha256', 'sandbox-app-secret')
      .update(webhook?.raw ?? '')
      .digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    expect(webhook?.raw).toContain('\\u201eCafea \\u2615');
    expect(messagesOf(app.caught)[0]).toMatchObject({ text: { body: 'pay 100 „Cafea ☕️”' } });
  });

  it('delivers a text with sender, profile and number', async () => {
    const { id, value, message } = await heard({ name: 'Ana' });
    expect(message).toMatchObject({ from: '37369000001', id, type: 'text', text: { body: 'pay 100' } });
    expect(value).toMatchObject({
      metadata: { phone_number_id: '100000000000001', display_phone_number: '37369002773' },
      contacts: [{ wa_id: '37369000001', profile: { name: 'Ana' } }],
    });
  });

  it('delivers taps on rows, buttons and template replies with the message they belong to', async () => {
    await heard({});
    const rowsId = await meta.sent(list(2));
    expect((await heard({ type: 'tap', text: undefined, replyTo: rowsId, id: 'row-1' })).message).toMatchObject({
      type: 'interactive',
      context: { id: rowsId },
      interactive: { type: 'list_reply', list_reply: { id: 'row-1', title: 'Rând 1' } },
    });
  });

  it('delivers a tap on a reply button and on a template', async () => {
    sim.configure({ statuses: { sentMs: null, deliveredMs: null, readMs: null } });
    await heard({});
    const buttonsId = await meta.sent(buttons('Da', 'Nu'));
    const tapped = await heard({ type: 'tap', text: undefined, replyTo: buttonsId, title: 'Nu' });
    expect(tapped.message).toMatchObject({
      interactive: { type: 'button_reply', button_reply: { id: 'b-1', title: 'Nu' } },
    });
    const templateId = await meta.sent(template(FILLED));
    const replied = await heard({ type: 'tap', text: undefined, replyTo: templateId, title: 'Detalii' });
    expect(replied.message).toMatchObject({ type: 'button', button: { payload: 'Detalii', text: 'Detalii' } });
    const nothing = { from: PHONE, type: 'tap', replyTo: buttonsId, id: 'none' };
    expect((await meta.control('POST', '/messages', nothing)).status).toBe(404);
  });

  it('delivers what else a phone can send', async () => {
    const plain = { text: undefined };
    expect((await heard({ ...plain, type: 'sticker' })).message).toMatchObject({ type: 'sticker' });
    expect((await heard({ ...plain, type: 'reaction' })).message).toMatchObject({ reaction: { emoji: '👍' } });
    expect((await heard({ ...plain, type: 'unsupported' })).message).toMatchObject({
      unsupported: { type: 'poll_creation' },
      errors: [{ code: 131051 }],
    });
    expect((await heard({ forwarded: true })).message).toMatchObject({ context: { forwarded: true } });
    expect((await heard({ groupId: 'g1' })).message).toMatchObject({ group_id: 'g1' });
    expect((await heard({ timestamp: 1_700_000_000 })).message).toMatchObject({ timestamp: '1700000000' });
    const raw = { ...plain, type: 'raw', message: { type: 'hologram', hologram: {} } };
    expect((await heard(raw)).message).toMatchObject({ type: 'hologram', from: '37369000001' });
  });

  it('leaves the phone out where the person hides it, until they share it', async () => {
    const hidden = { from: undefined, userId: 'MD.42', username: '@ana' };
    const { value, message } = await heard(hidden);
    expect(message).toMatchObject({ from_user_id: 'MD.42' });
    expect(message).not.toHaveProperty('from');
    expect(value.contacts).toMatchObject([{ user_id: 'MD.42', profile: { username: '@ana' } }]);
    expect(value.contacts[0]).not.toHaveProperty('wa_id');
    const shared = await heard({ ...hidden, type: 'contact', text: undefined, phone: PHONE, requested: true });
    expect(shared.message).toMatchObject({
      type: 'contacts',
      contacts: [{ origin: 'contact_request', phones: [{ wa_id: '37369000001' }] }],
    });
    expect(await meta.chat(PHONE)).toHaveLength(2);
  });

  it('sees one person once a message carries both phone and user id', async () => {
    await meta.phone({ text: 'by phone' });
    await meta.phone({ text: 'by id', from: undefined, userId: 'MD.42' });
    await meta.phone({ text: 'by both', userId: 'MD.42' });
    const bodies = ['by phone', 'by id', 'by both'];
    expect((await meta.chat(PHONE)).map(({ body }) => body)).toEqual(bodies);
    expect((await meta.chat('MD.42')).map(({ body }) => body)).toEqual(bodies);
  });

  it('tells of a new number without profiles', async () => {
    await heard({ userId: 'MD.1' });
    const move = { type: 'moved', text: undefined, userId: 'MD.1', newPhone: '+37369000099', newUserId: 'MD.2' };
    const { value, message } = await heard(move);
    expect(value.contacts).toEqual([]);
    expect(message).toMatchObject({
      from: '37369000001',
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '37369000099', previous_user_id: 'MD.1', user_id: 'MD.2' },
    });
    expect(await meta.chat('+37369000099')).toHaveLength(2);
  });

  it('follows a send with sent, delivered and read, the key in each', async () => {
    await meta.phone({});
    const id = await meta.sent({ ...text(), biz_opaque_callback_data: 'key-1' });
    const all = statusesOf(await app.received(4));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['sent', 'delivered', 'read']));
    expect(all.every((status) => status.id === id && status['biz_opaque_callback_data'] === 'key-1')).toBe(true);
    expect(all.find(({ status }) => status === 'sent')).toMatchObject({
      recipient_id: '37369000001',
      pricing: { category: 'service', pricing_model: 'PMP' },
    });
    const shown = (await meta.chat()).at(-1)?.statuses;
    expect(shown?.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
  });

  it('delivers again until the answer is 200, and gives up in the end', async () => {
    app.answers.push(503, 500);
    await meta.phone({});
    await app.received(1);
    await retried(1);
    await app.received(2);
    await retried(2);
    const bodies = (await app.received(3)).map(({ raw }) => raw);
    expect(new Set(bodies).size).toBe(1);
  });

  /** Lets the pause before the next try pass once the last answer is in. */
  const retried = async (tries: number): Promise<void> => {
    const refused = () => sim.journal.since().filter(({ status = 200 }) => status >= 500).length;
    await eventually(() => (refused() >= tries ? true : undefined));
    await meta.control('POST', '/clock', { advanceMs: 5_000 });
  };

  it('holds everything back while it is down, and goes on when it is back', async () => {
    await meta.phone({});
    await app.received(1);
    await meta.sent(text());
    await running.close();
    const port = Number(new URL(running.url).port);
    const before = app.caught.length;
    sim.clock.advance(60_000);
    expect(app.caught).toHaveLength(before);
    running = await sim.listen(port);
    await app.received(4);
  });

  it('can deliver one message several times under one id', async () => {
    const id = await meta.phone({ duplicate: 2 });
    expect(messagesOf(await app.received(3)).map((message) => message.id)).toEqual([id, id, id]);
  });

  it('can gather updates into one POST, turned round', async () => {
    await meta.control('PATCH', '/settings', { delivery: { holdMs: 60_000, batch: true, order: 'reversed' } });
    const first = await meta.phone({});
    const second = await meta.phone({});
    await meta.control('POST', '/clock', { advanceMs: 60_000 });
    expect(messagesOf(await app.received(1)).map(({ id }) => id)).toEqual([second, first]);
  });

  it('can drop webhooks', async () => {
    await meta.control('PATCH', '/settings', { delivery: { drop: 1 } });
    await meta.phone({});
    const second = await meta.phone({});
    expect(messagesOf(await app.received(1)).map(({ id }) => id)).toEqual([second]);
  });

  it('tells of changed templates', async () => {
    const change = { status: 'PAUSED', category: 'MARKETING', quality: 'RED' };
    await meta.control('POST', '/templates/payment_paid_v1/ro', change);
    const changes = (await app.received(3)).flatMap(changesOf);
    const byField = new Map(changes.map(({ field, value }) => [field, value]));
    expect(byField.get('message_template_status_update')).toMatchObject({
      event: 'PAUSED',
      message_template_name: 'payment_paid_v1',
      message_template_language: 'ro',
    });
    expect(byField.get('template_category_update')).toMatchObject({
      previous_category: 'UTILITY',
      new_category: 'MARKETING',
    });
    expect(byField.get('message_template_quality_update')).toMatchObject({ new_quality_score: 'RED' });
  });

  it('sends any other webhook as told', async () => {
    const update = { wabaId: '200000000000001', field: 'account_update', value: { event: 'ACCOUNT_DELETED' } };
    await meta.control('POST', '/webhooks', update);
    const [webhook] = await app.received(1);
    expect(webhook && changesOf(webhook)).toEqual([{ field: 'account_update', value: { event: 'ACCOUNT_DELETED' } }]);
  });

  it('verifies a webhook before it uses it', async () => {
    const other = new Sink();
    const url = await other.listen();
    expect((await meta.control('POST', '/subscribe', { url })).status).toBe(204);
    expect(other.caught[0]?.url).toContain('hub.verify_token=sandbox-verify-token');
    await meta.phone({});
    expect(messagesOf((await other.received(2)).slice(1))).toHaveLength(1);
    await other.close();
  });
});
