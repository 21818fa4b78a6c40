import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running } from '../../sandbox/control/server';
import { createMetaSim, type MetaSim } from '../../sandbox/meta/meta-sim';
import { call } from './support/http';
import {
  buttons,
  FILLED,
  interactive,
  list,
  MetaCaller,
  named,
  NUMBER,
  PHONE,
  rows,
  TEMPLATE,
  template,
  text,
  WABA,
} from './support/meta';

const DAY = 24 * 60 * 60_000;

describe('the simulated Graph API takes messages as Meta does', () => {
  let sim: MetaSim;
  let running: Running;
  let meta: MetaCaller;

  beforeEach(async () => {
    sim = createMetaSim({ templates: [TEMPLATE] });
    running = await sim.listen(0);
    meta = new MetaCaller(running.url);
    await meta.phone({});
  });
  afterEach(() => running.close());

  const code = (error: number, details: Readonly<Record<string, unknown>> = {}) => ({
    body: { error: { code: error, type: 'OAuthException', fbtrace_id: expect.any(String), ...details } },
  });

  it('answers with the wa_id and an id that holds the phone', async () => {
    const answer = await meta.send(text());
    expect(answer).toMatchObject({
      status: 200,
      body: { messaging_product: 'whatsapp', contacts: [{ input: PHONE, wa_id: '37369000001' }] },
    });
    const id = await meta.sent(text());
    expect(id).toMatch(/^wamid\./);
    expect(Buffer.from(id.slice(6), 'base64').toString('latin1')).toContain('37369000001');
  });

  it('shows the person what was sent', async () => {
    await meta.sent(list(2));
    await meta.sent(buttons('Da', 'Nu'));
    const url = {
      type: 'cta_url',
      action: { name: 'cta_url', parameters: { display_text: 'Plătește', url: 'https://a.md' } },
    };
    await meta.sent(interactive(url));
    await meta.sent(interactive({ type: 'request_contact_info', action: { name: 'request_contact_info' } }));
    expect(await meta.chat()).toMatchObject([
      { direction: 'in', kind: 'text', body: 'pay 100' },
      { direction: 'out', kind: 'list', open: 'Alege', rows: rows(2) },
      {
        kind: 'buttons',
        buttons: [
          { id: 'b-0', title: 'Da' },
          { id: 'b-1', title: 'Nu' },
        ],
      },
      { kind: 'cta-url', buttons: [{ title: 'Plătește', url: 'https://a.md' }] },
      { kind: 'contact-request', body: 'Alege' },
    ]);
  });

  it('quotes and carries the key of the send', async () => {
    const inbound = await meta.phone({ text: 'pay 5' });
    await meta.sent({ ...text(), context: { message_id: inbound }, biz_opaque_callback_data: 'key-1' });
    expect((await meta.chat()).at(-1)).toMatchObject({ quotedId: inbound, key: 'key-1' });
  });

  it('marks a message as read and shows typing', async () => {
    const id = await meta.phone({});
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: id, typing_indicator: { type: 'text' } };
    const answer = await meta.graph('POST', `${NUMBER}/messages`, read);
    expect(answer).toMatchObject({ status: 200, body: { success: true } });
    expect(sim.chats.find(id)).toMatchObject({ typing: true, readBy: expect.any(String) });
    const unknown = await meta.graph('POST', `${NUMBER}/messages`, { ...read, message_id: 'wamid.x' });
    expect(unknown).toMatchObject({ status: 400, ...code(100) });
  });

  it('writes to somebody without a phone by the user id', async () => {
    await meta.phone({ from: undefined, userId: 'MD.42' });
    const answer = await meta.send({ ...text(), to: undefined, recipient: 'MD.42' });
    expect(answer.body).toMatchObject({ contacts: [{ input: 'MD.42', user_id: 'MD.42' }] });
    expect((await meta.chat('MD.42')).map(({ direction }) => direction)).toEqual(['in', 'out']);
  });

  it.each([
    ['a text over 4096', { ...text('x'.repeat(4097)) }, 100],
    ['an empty text', { ...text('') }, 100],
    ['a type unknown to it', { type: 'poll' }, 100],
    ['another product', { ...text(), messaging_product: 'sms' }, 100],
    ['nobody to send to', { ...text(), to: undefined }, 100],
    ['a key over 512', { ...text(), biz_opaque_callback_data: 'x'.repeat(513) }, 100],
    ['no content', { type: 'interactive' }, 131008],
    ['four buttons', buttons('1', '2', '3', '4'), 131009],
    ['a button title over 20', buttons('x'.repeat(21)), 131009],
    ['the same button title twice', buttons('Da', 'Da'), 131009],
    ['eleven rows', list(11), 131009],
    ['a body over 1024', interactive({ ...buttons('Da').interactive, body: { text: 'x'.repeat(1025) } }), 131009],
    [
      'a row title over 24',
      interactive({
        type: 'list',
        action: { button: 'Alege', sections: [{ rows: [{ id: '1', title: 'x'.repeat(25) }] }] },
      }),
      131009,
    ],
    [
      'a row description over 72',
      interactive({
        type: 'list',
        action: { button: 'Alege', sections: [{ rows: [{ id: '1', title: 'x', description: 'x'.repeat(73) }] }] },
      }),
      131009,
    ],
    ['itself', { ...text(), to: '+37369002773' }, 131021],
  ])('refuses %s', async (_what, message, error) => {
    expect(await meta.send(message)).toMatchObject({ status: 400, ...code(error) });
  });

  it('sends an approved template, filled, with its quick replies', async () => {
    const replies = {
      type: 'button',
      sub_type: 'quick_reply',
      index: '0',
      parameters: [{ type: 'payload', payload: 'more' }],
    };
    const { type, template: content } = template(FILLED);
    const filled = { type, template: { ...content, components: [...content.components, replies] } };
    const answer = await meta.send(filled);
    expect(answer.body).toMatchObject({ messages: [{ message_status: 'accepted' }] });
    expect((await meta.chat()).at(-1)).toMatchObject({
      kind: 'template',
      body: 'Plata de 100 MDL pentru Cafea a fost primită.',
      buttons: [{ id: 'more', title: 'Detalii' }],
      template: { name: 'payment_paid_v1', language: 'ro' },
    });
  });

  it.each([
    ['too few parameters', [named('amount', '1')], 132000, 400],
    ['a wrong parameter name', [named('amount', '1'), named('what', 'x')], 132012, 400],
    ['an empty parameter', [named('amount', ''), named('title', 'x')], 131008, 400],
    ['a newline', [named('amount', '1\n2'), named('title', 'x')], 132012, 400],
    ['four spaces', [named('amount', '1    2'), named('title', 'x')], 132012, 400],
    ['a text too long when filled', [named('amount', '1'), named('title', 'x'.repeat(1020))], 132005, 400],
  ])('refuses a template with %s', async (_what, parameters, error, status) => {
    expect(await meta.send(template(parameters))).toMatchObject({ status, ...code(error) });
  });

  it.each([
    ['PAUSED', 132015, 400],
    ['DISABLED', 132016, 400],
    ['REJECTED', 132001, 404],
    ['PENDING', 132001, 404],
  ])('sends no template that is %s', async (status, error, http) => {
    await meta.control('POST', '/templates/payment_paid_v1/ro', { status });
    expect(await meta.send(template(FILLED))).toMatchObject({ status: http, ...code(error) });
  });

  it('knows a template only in the languages it was approved in', async () => {
    expect(await meta.send(template(FILLED, 'ru'))).toMatchObject({ status: 404, ...code(132001) });
  });

  it('takes free-form messages for 24 hours after the last message of the person, templates always', async () => {
    expect((await meta.send(text())).status).toBe(200);
    await meta.control('POST', '/clock', { advanceMs: DAY });
    expect(await meta.send(text())).toMatchObject({ status: 400, ...code(131047) });
    expect((await meta.send(template(FILLED))).status).toBe(200);
    await meta.phone({});
    expect((await meta.send(text())).status).toBe(200);
  });

  it('counts the window of each number and person by itself', async () => {
    expect(await meta.send({ ...text(), to: '+37369000002' })).toMatchObject(code(131047));
  });

  it('can refuse by a failed status instead', async () => {
    await meta.control('PATCH', '/settings', { window: 'async' });
    const answer = await meta.send({ ...text(), to: '+37369000002' });
    expect(answer.status).toBe(200);
    sim.clock.advance(1_000);
    expect(await meta.chat('+37369000002')).toMatchObject([{ statuses: [{ status: 'failed', code: 131047 }] }]);
  });

  it('lets 45 messages to one person borrow from the future, then one every 6 seconds', async () => {
    await meta.phone({ from: '+37369000002' });
    const codes = [];
    for (let count = 0; count < 46; count += 1) codes.push((await meta.send(text())).status);
    expect(codes.filter((status) => status === 200)).toHaveLength(45);
    expect(await meta.send(text())).toMatchObject({ status: 400, ...code(131056) });
    expect((await meta.send({ ...text(), to: '+37369000002' })).status).toBe(200);
    await meta.control('POST', '/clock', { advanceMs: 6_000 });
    expect((await meta.send(text())).status).toBe(200);
    expect((await meta.send(text())).status).toBe(400);
    await meta.control('PATCH', '/settings', { pairRate: null });
    expect((await meta.send(text())).status).toBe(200);
  });

  it('says 190 with 401 to a wrong token, and 100 with subcode 33 to an unknown number', async () => {
    const wrong = await meta.graph('POST', `${NUMBER}/messages`, {}, 'guess');
    expect(wrong).toMatchObject({ status: 401, ...code(190) });
    expect(await meta.graph('POST', '999/messages', text())).toMatchObject({
      status: 400,
      ...code(100, { error_subcode: 33 }),
    });
  });

  it('verifies appsecret_proof where it is given', async () => {
    const proof = createHmac('sha256', 'sandbox-app-secret').update('sandbox-graph-token').digest('hex');
    const path = (value: string): string => `${WABA}/message_templates?appsecret_proof=${value}`;
    expect((await meta.graph('GET', path(proof))).status).toBe(200);
    expect(await meta.graph('GET', path('00'))).toMatchObject({ status: 400, ...code(100) });
  });

  it('can insist on appsecret_proof', async () => {
    const strict = createMetaSim({ requireAppsecretProof: true });
    const its = await strict.listen(0);
    expect(await new MetaCaller(its.url).send(text())).toMatchObject({ status: 400, ...code(100) });
    await its.close();
  });

  it('answers a body that is no JSON in its own words', async () => {
    expect(await call('POST', `${running.url}/v26.0/${NUMBER}/messages`, '{')).toMatchObject({
      status: 400,
      ...code(100),
    });
  });
});
