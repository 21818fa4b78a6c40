import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutboundMessage } from '../../../channels/channel';
import { createWhatsAppChannel } from '../../../channels/whatsapp/client';
import { verifySignature } from '../../../channels/whatsapp/signature';
import { TEMPLATE_DEFINITIONS } from '../../../channels/whatsapp/templates/definitions';
import { templateParameters } from '../../../channels/whatsapp/templates/parameters';
import { readWebhook, type WebhookCount, type WebhookEvents } from '../../../channels/whatsapp/webhook';
import { chooseTemplate } from '../../../domain/template';
import { createMetaSim } from '../../../sandbox/meta/meta-sim';
import { DEFAULT_NUMBER } from '../../../sandbox/meta/options';
import { directory, line } from './payloads';

const SECRET = 'test_app_secret';
const own = line({ address: DEFAULT_NUMBER.phoneNumberId, wabaId: DEFAULT_NUMBER.wabaId });
const seller = { phone: '37369000001' };

/** The channel and the simulated Meta were written apart: here they meet, both ways. */
describe('the channel and the simulated Meta', () => {
  const heard: WebhookEvents = { messages: [], statuses: [], templates: [], accounts: [] };
  const counts: WebhookCount[] = [];
  const signatures: number[] = [];
  const waiting: { fact: () => boolean; resolve: () => void }[] = [];

  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      signatures.push(verifySignature(body, String(request.headers['x-hub-signature-256']), [SECRET]));
      const events = readWebhook(JSON.parse(body.toString()), directory(own), (what) => counts.push(what));
      for (const kind of ['messages', 'statuses', 'templates', 'accounts'] as const)
        heard[kind].push(...(events[kind] as never[]));
      for (const { fact, resolve } of waiting) if (fact()) resolve();
      response.end();
    });
  });
  const hear = (fact: () => boolean): Promise<void> =>
    fact() ? Promise.resolve() : new Promise((resolve) => waiting.push({ fact, resolve }));

  const sim = createMetaSim({ appSecret: SECRET, accessToken: 'EAAtoken', requireAppsecretProof: true });
  const running = sim.listen(0);
  const channel = running.then(({ url }) =>
    createWhatsAppChannel({
      graphUrl: url,
      graphVersion: 'v26.0',
      accessToken: 'EAAtoken',
      appSecrets: [SECRET],
      timeoutMs: 11_000,
    }),
  );

  beforeAll(async () => {
    webhook.listen(0, '127.0.0.1');
    await once(webhook, 'listening');
    sim.configure({ webhookUrl: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`, templateReviewMs: 0 });
  });
  afterAll(async () => {
    await (await running).close();
    webhook.closeAllConnections();
    webhook.close();
  });

  it('agree on every template: all are taken, reviewed, told and listed', async () => {
    const whatsapp = await channel;
    for (const definition of TEMPLATE_DEFINITIONS) await whatsapp.createTemplate(own, definition);
    await hear(() => heard.templates.length === TEMPLATE_DEFINITIONS.length);
    expect(heard.templates).toContainEqual(
      expect.objectContaining({
        lineId: 'md',
        kind: 'status',
        status: 'APPROVED',
        name: 'miapos_payment_paid_v1',
        locale: 'ro',
      }),
    );
    const listed = await whatsapp.listTemplates(own);
    expect(listed).toHaveLength(TEMPLATE_DEFINITIONS.length);
    expect(chooseTemplate('expired', 'de', listed)).toEqual({ name: 'miapos_payment_expired_button_v1', button: true });
  });

  it('agree on what a person says and taps', async () => {
    const whatsapp = await channel;
    sim.phones.send({ type: 'text', from: seller.phone, name: 'Ion', text: 'pay 100 „Cafea” ☕ #masa7' });
    await hear(() => heard.messages.length === 1);
    expect(heard.messages[0]).toMatchObject({
      sender: seller,
      senderName: 'Ion',
      content: { kind: 'text', text: 'pay 100 „Cafea” ☕ #masa7' },
    });
    await whatsapp.acknowledge(own, heard.messages[0]?.messageId ?? '');

    const rows: OutboundMessage = {
      kind: 'list',
      body: 'Limba',
      open: 'Alege',
      rows: [{ id: 'lang:ro', title: 'Română' }],
    };
    const { messageId } = await whatsapp.send(own, seller, rows, { key: 'k/list' });
    sim.phones.send({ type: 'tap', from: seller.phone, replyTo: messageId, id: 'lang:ro' });
    await hear(() => heard.messages.length === 2);
    expect(heard.messages[1]).toMatchObject({
      replyTo: messageId,
      content: { kind: 'tap', id: 'lang:ro', title: 'Română' },
    });
  });

  it('agree on every kind of message, and each brings its key back', async () => {
    const whatsapp = await channel;
    const messages: OutboundMessage[] = [
      { kind: 'text', body: 'Salut' },
      { kind: 'buttons', body: 'Expirat', buttons: [{ id: 'again:x', title: 'Link nou' }] },
      { kind: 'contact-request', body: 'Telefonul?' },
      ...TEMPLATE_DEFINITIONS.filter(({ locale }) => locale === 'ro').map(
        ({ name, locale, examples, button }): OutboundMessage => ({
          kind: 'template',
          name,
          locale,
          parameters: templateParameters(examples),
          ...(button !== undefined && { replies: ['again:x'] }),
        }),
      ),
    ];
    for (const [index, message] of messages.entries()) await whatsapp.send(own, seller, message, { key: `k/${index}` });
    const keys = () => new Set(heard.statuses.map(({ key }) => key));
    await hear(() => messages.every((_, index) => keys().has(`k/${index}`)));
    expect(heard.statuses.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('agree on refusals', async () => {
    const whatsapp = await channel;
    const cold = whatsapp.send(own, { phone: '37369000009' }, { kind: 'text', body: 'Salut' }, { key: 'k/cold' });
    await expect(cold).rejects.toMatchObject({ kind: 'WindowClosed', details: { code: 131047 } });
    const stranger = line({ address: '1' });
    await expect(whatsapp.send(stranger, seller, { kind: 'text', body: 'Salut' }, { key: 'k' })).rejects.toMatchObject({
      kind: 'AccountBlocked',
    });
  });

  it('left nothing unsigned and nothing that was not understood', () => {
    expect(new Set(signatures)).toEqual(new Set([0]));
    expect(counts).toEqual([]);
  });
});
