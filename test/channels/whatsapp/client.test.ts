import { describe, expect, it } from '@jest/globals';
import { ChannelFailure, type OutboundMessage } from '../../../channels/channel';
import { createWhatsAppChannel, type WhatsAppChannel } from '../../../channels/whatsapp/client';
import { templateFor } from '../../../channels/whatsapp/templates/definitions';
import type { Contact } from '../../../domain/inbound';
import { accepted, graphError, graphServer, type GraphServer, type Script } from './graph-server';
import { line, NUMBER_ID, SELLER, WABA_ID } from './payloads';

const TOKEN = 'EAAtoken';
const PHONE = { phone: SELLER.phone };
const key = 'payment-link/x/send-link';
const text: OutboundMessage = { kind: 'text', body: 'Salut' };

const channelAt = (url: string, timeoutMs = 5_000): WhatsAppChannel =>
  createWhatsAppChannel({
    graphUrl: url,
    graphVersion: 'v26.0',
    accessToken: TOKEN,
    appSecrets: ['test_app_secret'],
    timeoutMs,
  });

async function withGraph<T>(script: Script, use: (channel: WhatsAppChannel, server: GraphServer) => Promise<T>) {
  const server = await graphServer(script);
  try {
    return await use(channelAt(server.url), server);
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

const sent = (to: Contact, message: OutboundMessage, options: { replyTo?: string } = {}) =>
  withGraph([{ json: accepted() }], async (channel, { received }) => {
    const answer = await channel.send(line(), to, message, { key, ...options });
    return { answer, call: received[0], body: received[0]?.body };
  });

const failed = (script: Script, attempt = 1): Promise<ChannelFailure> =>
  withGraph(script, (channel) => failureOf(channel.send(line(), PHONE, text, { key, attempt })));

async function failureOf(call: Promise<unknown>): Promise<ChannelFailure> {
  const error = await call.then(
    () => new Error('it was sent'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChannelFailure) return error;
  throw error;
}

describe('sending', () => {
  it('asks Meta once, with the token in the header only and a proof that we hold the app secret', async () => {
    const { answer, call } = await sent(PHONE, text);
    expect(answer).toEqual({ messageId: 'wamid.OUT' });
    expect(call).toMatchObject({ method: 'POST', path: `/v26.0/${NUMBER_ID}/messages` });
    expect(call?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' });
    // echo -n EAAtoken | openssl dgst -sha256 -hmac test_app_secret
    expect(call?.query).toEqual({
      appsecret_proof: 'd6c4deea04dad311877a7fc71b2040fadb5f611475eeec72bb3c0bfad16d5e04',
    });
  });

  it('writes to the phone, with its plus', async () => {
    expect((await sent(PHONE, text)).body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+37369000001',
      biz_opaque_callback_data: key,
      type: 'text',
      text: { preview_url: false, body: 'Salut' },
    });
  });

  it('writes to the user id where there is no phone, and to the phone where there are both', async () => {
    const byId = (await sent({ userId: SELLER.userId }, text)).body;
    expect(byId).toMatchObject({ recipient: SELLER.userId });
    expect(byId).not.toHaveProperty('to');
    const both = (await sent(SELLER, text)).body;
    expect(both).toMatchObject({ to: '+37369000001' });
    expect(both).not.toHaveProperty('recipient');
  });

  it('quotes the message that it answers', async () => {
    expect((await sent(PHONE, text, { replyTo: 'wamid.IN' })).body).toMatchObject({
      context: { message_id: 'wamid.IN' },
    });
  });

  it('keeps its connections for the next calls', async () => {
    const script = Array.from({ length: 6 }, () => ({ json: accepted() }));
    await withGraph(script, async (channel, { received }) => {
      for (let calls = 0; calls < 6; calls += 1) await channel.send(line(), PHONE, text, { key });
      // fetch takes a second one while it tidies up after the first answer.
      expect(new Set(received.map(({ port }) => port)).size).toBeLessThan(4);
    });
  });

  it.each<[OutboundMessage, unknown]>([
    [
      { kind: 'text', body: 'https://a.md', previewUrl: true },
      { type: 'text', text: { preview_url: true, body: 'https://a.md' } },
    ],
    [
      { kind: 'buttons', body: 'Expirat', buttons: [{ id: 'again:x', title: 'Link nou' }] },
      {
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'Expirat' },
          action: { buttons: [{ type: 'reply', reply: { id: 'again:x', title: 'Link nou' } }] },
        },
      },
    ],
    [
      {
        kind: 'list',
        body: 'Limba',
        open: 'Alege',
        rows: [
          { id: 'lang:ro', title: 'Română', description: 'RO' },
          { id: 'lang:de', title: 'Deutsch' },
        ],
      },
      {
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: 'Limba' },
          action: {
            button: 'Alege',
            sections: [
              {
                rows: [
                  { id: 'lang:ro', title: 'Română', description: 'RO' },
                  { id: 'lang:de', title: 'Deutsch' },
                ],
              },
            ],
          },
        },
      },
    ],
    [
      { kind: 'contact-request', body: 'Telefonul?' },
      {
        type: 'interactive',
        interactive: {
          type: 'request_contact_info',
          body: { text: 'Telefonul?' },
          action: { name: 'request_contact_info' },
        },
      },
    ],
    [
      {
        kind: 'template',
        name: 'miapos_payment_expired_button_v1',
        locale: 'ro',
        parameters: [
          { name: 'amount', text: '100,00\u00a0MDL' },
          { name: 'item', text: 'Cafea\n\n    mare' },
          { name: 'time', text: ' ' },
        ],
        replies: ['again:x'],
      },
      {
        type: 'template',
        template: {
          name: 'miapos_payment_expired_button_v1',
          language: { policy: 'deterministic', code: 'ro' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', parameter_name: 'amount', text: '100,00\u00a0MDL' },
                { type: 'text', parameter_name: 'item', text: 'Cafea mare' },
                { type: 'text', parameter_name: 'time', text: '—' },
              ],
            },
            {
              type: 'button',
              sub_type: 'quick_reply',
              index: '0',
              parameters: [{ type: 'payload', payload: 'again:x' }],
            },
          ],
        },
      },
    ],
  ])('turns %j into Meta’s words', async (message, body) => {
    expect((await sent(PHONE, message)).body).toMatchObject(body as Record<string, unknown>);
  });

  it('never sends what it could not recognise again, nor to nobody', async () => {
    await withGraph([], async (channel, { received }) => {
      const tooLong = await failureOf(channel.send(line(), PHONE, text, { key: 'k'.repeat(513) }));
      const nobody = await failureOf(channel.send(line(), {}, text, { key }));
      expect([tooLong.kind, nobody.kind]).toEqual(['MessageRejected', 'MessageRejected']);
      expect(received).toEqual([]);
    });
  });
});

describe('a refusal', () => {
  it('is known by its code, whatever the HTTP status', async () => {
    for (const status of [200, 400, 404, 429, 500, 503]) {
      const failure = await failed([{ status, json: graphError(131047) }]);
      expect(failure).toMatchObject({
        kind: 'WindowClosed',
        details: { code: 131047, trace: 'AOnodi98JaYHcSTvVvrOtJs' },
      });
    }
  });

  it('says code and meaning, and nothing of whom, of what or with which token', async () => {
    const failure = await failed([{ status: 400, json: graphError(131026, { error_subcode: 2494010 }) }]);
    expect(failure.message).toContain('131026/2494010');
    expect(JSON.stringify([failure.message, failure.details, failure.stack])).not.toMatch(/37369000001|EAAtoken|Salut/);
  });

  it('carries the pause that Meta asks for, else our own', async () => {
    const asked = { status: 400, headers: { 'Retry-After': '7' }, json: graphError(130429) };
    expect((await failed([asked])).details.retryAfterMs).toBe(7_000);
    expect((await failed([{ status: 500, json: graphError(131057) }])).details.retryAfterMs).toBe(60_000);
    expect((await failed([{ status: 400, json: graphError(131056) }], 3)).details.retryAfterMs).toBe(16_000);
    expect((await failed([{ status: 400, json: graphError(131026) }])).details).not.toHaveProperty('retryAfterMs');
  });

  it('of our proof stops the line: no message is to blame', async () => {
    const message = 'Invalid appsecret_proof provided in the API argument';
    expect((await failed([{ status: 400, json: graphError(100, { message }) }])).kind).toBe('AccountBlocked');
  });

  it.each([
    [403, 'Transient'],
    [413, 'Transient'],
    [429, 'Throttled'],
  ])('by something before Graph (HTTP %d) proves that nothing was taken: %s', async (status, kind) => {
    expect((await failed([{ status, text: '<html>' }])).kind).toBe(kind);
  });
});

describe('silence', () => {
  it.each([500, 502, 503, 504])('may follow a message that was taken: HTTP %d of a gateway', async (status) => {
    expect((await failed([{ status, text: '<html>' }])).kind).toBe('NoAnswer');
  });

  it('is a success that names no message', async () => {
    expect((await failed([{ json: { messages: [] } }])).kind).toBe('NoAnswer');
    expect((await failed([{ text: '{"messages":[{"id":"wa' }])).kind).toBe('NoAnswer');
  });

  it('is a connection that breaks after the request, before or within the answer', async () => {
    expect((await failed([(response) => response.destroy()])).kind).toBe('NoAnswer');
    const cut = await failed([
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"messages"', () => response.destroy());
      },
    ]);
    expect(cut.kind).toBe('NoAnswer');
  });

  it('is an answer that does not come in time', async () => {
    const server = await graphServer([() => undefined]);
    try {
      const failure = await failureOf(channelAt(server.url, 500).send(line(), PHONE, text, { key }));
      expect(failure.kind).toBe('NoAnswer');
      expect(server.received).toHaveLength(1);
    } finally {
      await server[Symbol.asyncDispose]();
    }
  });

  it('is a redirect, which is never followed', async () => {
    const elsewhere = await graphServer([{ json: accepted() }]);
    try {
      const failure = await failed([{ status: 307, headers: { location: `${elsewhere.url}/v26.0/1/messages` } }]);
      expect(failure.kind).toBe('NoAnswer');
      expect(elsewhere.received).toEqual([]);
    } finally {
      await elsewhere[Symbol.asyncDispose]();
    }
  });

  it('is not a host that is away: nothing was sent', async () => {
    const server = await graphServer([]);
    await server[Symbol.asyncDispose]();
    const refused = await failureOf(channelAt(server.url).send(line(), PHONE, text, { key }));
    expect(refused).toMatchObject({ kind: 'Transient' });
    expect(refused.message).toContain('ECONNREFUSED');
    const unknown = await failureOf(channelAt('http://graph.invalid').send(line(), PHONE, text, { key }));
    expect(unknown.kind).toBe('Transient');
  });

  it.each([
    [
      'one address of several that refused',
      { errors: [{ code: 'ETIMEDOUT', syscall: 'connect' }, { syscall: 'connect' }] },
      'Transient',
    ],
    ['one address of several that broke off', { errors: [{ syscall: 'connect' }, { code: 'ECONNRESET' }] }, 'NoAnswer'],
    ['a wrong certificate', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'Transient'],
    ['no time to connect', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'Transient'],
    ['no headers in time', { code: 'UND_ERR_HEADERS_TIMEOUT' }, 'NoAnswer'],
    ['a read that timed out', { code: 'ETIMEDOUT', syscall: 'read' }, 'NoAnswer'],
    ['nobody knows what', undefined, 'NoAnswer'],
  ])('after %s', async (_, cause, kind) => {
    const channel = createWhatsAppChannel({
      graphUrl: 'http://127.0.0.1',
      graphVersion: 'v26.0',
      accessToken: TOKEN,
      appSecrets: ['s'],
      timeoutMs: 1_000,
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
    });
    expect((await failureOf(channel.send(line(), PHONE, text, { key }))).kind).toBe(kind);
    // Reading and marking as read may be repeated, so silence is only a stumble there.
    expect((await failureOf(channel.acknowledge(line(), 'wamid.IN'))).kind).toBe('Transient');
  });

  it('is not caused by a token that no header can carry: the start names it without showing it', () => {
    const start = () =>
      createWhatsAppChannel({
        graphUrl: 'http://a',
        graphVersion: 'v26.0',
        accessToken: 'EAA\n',
        appSecrets: ['s'],
        timeoutMs: 1,
      });
    expect(start).toThrow('access token');
    expect(start).not.toThrow('EAA');
  });
});

describe('acknowledging', () => {
  it('marks as read and shows that an answer is coming, in one call', async () => {
    await withGraph([{ json: { success: true } }], async (channel, { received }) => {
      await channel.acknowledge(line(), 'wamid.IN');
      expect(received[0]).toMatchObject({
        path: `/v26.0/${NUMBER_ID}/messages`,
        body: {
          messaging_product: 'whatsapp',
          status: 'read',
          message_id: 'wamid.IN',
          typing_indicator: { type: 'text' },
        },
      });
    });
  });
});

describe('templates', () => {
  const row = (over: Record<string, unknown> = {}) => ({
    name: 'miapos_payment_paid_v1',
    language: 'ro',
    status: 'APPROVED',
    category: 'UTILITY',
    id: '1',
    ...over,
  });

  it('are read to the last page, by cursors only, and only those that are ours', async () => {
    const trap = 'http://127.0.0.1:1/steal';
    const script = [
      { json: { data: [row(), row({ name: 'order_confirmation' })], paging: { cursors: { after: 'A' }, next: trap } } },
      {
        json: {
          data: [row({ language: 'en_US' }), row({ language: 'de', status: 'PAUSED' })],
          paging: { cursors: { after: 'B' } },
        },
      },
    ];
    await withGraph(script, async (channel, { received }) => {
      expect(await channel.listTemplates(line())).toEqual([
        { name: 'miapos_payment_paid_v1', locale: 'ro', status: 'APPROVED', category: 'UTILITY' },
        { name: 'miapos_payment_paid_v1', locale: 'de', status: 'PAUSED', category: 'UTILITY' },
      ]);
      expect(received.map(({ path }) => path)).toEqual(Array(2).fill(`/v26.0/${WABA_ID}/message_templates`));
      expect(received.map(({ query }) => query['after'])).toEqual([undefined, 'A']);
    });
  });

  it('are not read for ever when the pages turn in a circle', async () => {
    const page = { json: { data: [row()], paging: { cursors: { after: 'A' }, next: 'x' } } };
    await withGraph([page, page, page], async (channel, { received }) => {
      await channel.listTemplates(line());
      expect(received).toHaveLength(2);
    });
  });

  it('are submitted with their examples, and Meta’s category is told', async () => {
    await withGraph(
      [{ json: { id: '5461', status: 'PENDING', category: 'MARKETING' } }],
      async (channel, { received }) => {
        const created = await channel.createTemplate(line(), templateFor('expired', 'ro', { button: true }));
        expect(created).toEqual({ id: '5461', status: 'PENDING', category: 'MARKETING' });
        expect(received[0]).toMatchObject({
          method: 'POST',
          path: `/v26.0/${WABA_ID}/message_templates`,
          body: {
            name: 'miapos_payment_expired_button_v1',
            language: 'ro',
            category: 'UTILITY',
            parameter_format: 'NAMED',
          },
        });
      },
    );
  });

  it('need an account', async () => {
    const bare = line();
    delete (bare as { wabaId?: string }).wabaId;
    const failure = await failureOf(channelAt('http://127.0.0.1:1').listTemplates(bare));
    expect(failure).toMatchObject({ kind: 'MessageRejected' });
    expect(failure.message).toContain('wabaId');
  });
});
