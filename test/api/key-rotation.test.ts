import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createCapService } from '../../cap-svc/client';
import { createWhatsAppChannel } from '../../channels/whatsapp/client';
import { readEnv, type ApiEnv } from '../../config/env';
import { accepted, graphError } from '../channels/whatsapp/graph-server';
import { startStub } from '../support/stub-server';
import { contacts, createHarness, LINE, said, signed, UI, webhook } from './support/harness';

const KEY = `k:${Buffer.alloc(32, 1).toString('base64')}`;
const SET = {
  PUBLIC_URL: 'https://pay.example.com',
  META_APP_SECRET: 'old-secret',
  META_VERIFY_TOKEN: 'old-verify',
  WHATSAPP_ACCESS_TOKEN: 'old-token',
  CAP_SVC_URL: 'http://localhost:4010',
  CAP_SVC_TOKEN: 'old-token',
  RAIL_ORIGINS: 'https://ecomm.bank-a.example',
  PAYLOAD_KEYS: KEY,
  ADDRESS_KEY: KEY,
  CODEC_TOKEN: 'old-codec-token-of-16',
};
/** A process as it starts with these variables changed. */
const started = (changed: Partial<typeof SET>): ApiEnv => readEnv({ ...SET, ...changed }, 'api', () => 'test');

describe('a change of META_APP_SECRET', () => {
  const [OLD_FIRST, BOTH, NEW_ONLY] = ['old-secret', 'old-secret,new-secret', 'new-secret'];
  const by = (secrets: string) => createHarness({ meta: started({ META_APP_SECRET: secrets }).meta });
  const deliver = async (secrets: string, metaSigns: string) => {
    const harness = by(secrets);
    const { body, signature } = signed(webhook({ contacts, messages: [said('pay 1')] }), metaSigns);
    const call = request(harness.app).post('/webhooks/whatsapp').set('Content-Type', 'application/json');
    const { status } = await call.set('X-Hub-Signature-256', signature).send(body);
    const counted = (secret: string) => harness.count('webhook_signatures_total', { secret });
    return { status, current: await counted('current'), next: await counted('next'), none: await counted('none') };
  };
  /** Whether a call of ours is taken by Meta, which knows one secret. */
  const calls = async (secrets: string, metaKnows: string) => {
    const server = await startStub();
    server.handle((response, { path }) => {
      const proof = createHmac('sha256', metaKnows).update(SET.WHATSAPP_ACCESS_TOKEN).digest('hex');
      const fits = path.includes(proof);
      const refused = graphError(100, { message: 'Invalid appsecret_proof provided in the API argument' });
      response.writeHead(fits ? 200 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(fits ? accepted() : refused));
    });
    const env = started({ META_APP_SECRET: secrets });
    const channel = createWhatsAppChannel({
      ...env.whatsapp,
      graphUrl: server.url,
      appSecrets: env.meta.appSecrets,
      timeoutMs: 5_000,
    });
    const sent = channel.send(LINE, { phone: '37369000001' }, { kind: 'text', body: 'Salut' }, { key: 'k' });
    return sent
      .then(
        () => 'taken',
        (error: unknown) => (error as { readonly kind?: string }).kind,
      )
      .finally(() => server.close());
  };

  it.each([
    ['before', OLD_FIRST, 'old-secret', { status: 200, current: 1, next: 0 }],
    ['1. `old,new`', BOTH, 'old-secret', { status: 200, current: 1, next: 0 }],
    ['2. changed at Meta', BOTH, 'new-secret', { status: 200, current: 0, next: 1 }],
    ['3. `new`', NEW_ONLY, 'new-secret', { status: 200, current: 1, next: 0 }],
  ] as const)('%s: webhooks are taken, and calls of ours too', async (_, secrets, meta, counted) => {
    expect(await deliver(secrets, meta)).toMatchObject(counted);
    expect(await calls(secrets, meta)).toBe('taken');
  });

  it('too early it is loud: a webhook is 401, counted, and comes again; a send says that the account is in the way', async () => {
    for (const [secrets, meta] of [
      [OLD_FIRST, 'new-secret'],
      [NEW_ONLY, 'old-secret'],
    ] as const) {
      expect(await deliver(secrets, meta)).toMatchObject({ status: 401, none: 1 });
      expect(await calls(secrets, meta)).toBe('AccountBlocked');
    }
  });
});

describe('a change of META_VERIFY_TOKEN', () => {
  const verified = async (tokens: string, token: string) => {
    const { app } = createHarness({ meta: started({ META_VERIFY_TOKEN: tokens }).meta });
    const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': token };
    return (await request(app).get('/webhooks/whatsapp').query(query)).status;
  };

  it.each([
    ['1. `old,new`', 'old-verify,new-verify', 'old-verify', 200],
    ['2. changed at Meta', 'old-verify,new-verify', 'new-verify', 200],
    ['3. `new`', 'new-verify', 'new-verify', 200],
    ['too early: Meta says at once that the address is not verified', 'old-verify', 'new-verify', 403],
  ] as const)('%s', async (_, tokens, token, status) => {
    expect(await verified(tokens, token)).toBe(status);
  });
});

describe('a change of WHATSAPP_ACCESS_TOKEN or CAP_SVC_TOKEN', () => {
  /** What the outside says while it takes these tokens. */
  async function asked(ours: string, taken: readonly string[]) {
    const server = await startStub();
    server.handle((response, { headers, path }) => {
      const known = taken.includes(headers.authorization?.replace('Bearer ', '') ?? '');
      const atMeta = path.includes('/messages');
      const refused = atMeta ? graphError(190) : { code: 'UNAUTHORIZED', message: 'unknown token' };
      const token = { accessToken: 't', expiresInSeconds: 60, ecommBaseUrl: 'https://x.example', terminalId: 'T' };
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(known ? (atMeta ? accepted() : token) : refused));
    });
    const env = started({ WHATSAPP_ACCESS_TOKEN: ours, CAP_SVC_TOKEN: ours });
    const graph = { ...env.whatsapp, graphUrl: server.url, appSecrets: env.meta.appSecrets, timeoutMs: 5_000 };
    const kind = (error: unknown) => (error as { readonly kind?: string }).kind;
    const sent = createWhatsAppChannel(graph)
      .send(LINE, { phone: '37369000001' }, { kind: 'text', body: 'Salut' }, { key: 'k' })
      .then(() => 'taken', kind);
    const cap = createCapService({ baseUrl: server.url, token: env.capSvc.token, timeoutMs: 5_000 });
    const brokered = cap.issueToken('pos-1', 'm-1', 'r').then(() => 'taken', kind);
    const answers = await Promise.all([sent, brokered]);
    await server.close();
    return answers;
  }

  it.each([
    ['1. a second one is made', 'old-token', ['old-token', 'new-token'], ['taken', 'taken']],
    ['2. it is set', 'new-token', ['old-token', 'new-token'], ['taken', 'taken']],
    ['3. the first is revoked', 'new-token', ['new-token'], ['taken', 'taken']],
    ['revoked too early it is loud', 'old-token', ['new-token'], ['AccountBlocked', 'Unauthorized']],
  ] as const)('%s', async (_, ours, taken, answers) => {
    expect(await asked(ours, taken)).toEqual(answers);
  });
});

describe('a change of CODEC_TOKEN', () => {
  const by = (token: string) => createHarness({ codecAccess: started({ CODEC_TOKEN: token }).codec }).app;
  const decode = (app: ReturnType<typeof by>, headers: Record<string, string>) =>
    request(app).post('/codec/decode').set(headers).send({ payloads: [] });

  it('ends the old token and every login by it; people log in again', async () => {
    const login = (app: ReturnType<typeof by>, token: string) =>
      request(app).post('/codec/login').type('form').send({ token });
    const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => ({
      Origin: UI,
      Cookie: String((headers['set-cookie'] as readonly string[] | undefined)?.[0]).split(';')[0] ?? '',
    });
    const earlier = cookieOf(await login(by('old-codec-token-of-16'), 'old-codec-token-of-16'));
    expect((await decode(by('old-codec-token-of-16'), earlier)).status).toBe(200);

    const app = by('new-codec-token-of-16');
    expect((await decode(app, earlier)).status).toBe(401);
    expect((await decode(app, { Authorization: 'Bearer old-codec-token-of-16' })).status).toBe(401);
    expect((await decode(app, cookieOf(await login(app, 'new-codec-token-of-16')))).status).toBe(200);
  });
});
