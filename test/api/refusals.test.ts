import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { strangerOf } from '../../api/http/address';
import { createRefusals } from '../../api/http/refusals';
import { sign } from '../../channels/whatsapp/signature';
import { CODEC_TOKEN, createHarness, NOW, SECRETS, VERIFY_TOKENS } from './support/harness';
import { callbackFor } from './support/callback';

const STRANGER = '203.0.113.7';
const META = '2a03:2880:10ff:9::face:b00c';
const LINK = 'abcdefghijklmnopqrstuvwx23';
const TRIES = 60;

/** The api behind a proxy that it trusts, as seen by whoever stands before that proxy. */
function world() {
  let ms = 0;
  const harness = createHarness({ trustedProxies: ['loopback'], now: () => new Date(NOW.getTime() + ms) });
  const from = (address: string) => ({ 'X-Forwarded-For': address });
  const guess = (address = STRANGER, token = 'guess') =>
    request(harness.app)
      .post('/codec/decode')
      .set({ ...from(address), Authorization: `Bearer ${token}` })
      .send({ payloads: [] });
  const isRefusedOften = async () => {
    for (let tries = 0; tries < TRIES; tries += 1) expect((await guess()).status).toBe(401);
  };
  return { ...harness, from, guess, isRefusedOften, wait: (by: number) => (ms += by) };
}

describe('a stranger who is refused again and again', () => {
  it('is not even heard after a minute full of refusals, with the right token neither', async () => {
    const { guess, isRefusedOften, count } = world();
    await isRefusedOften();
    const answer = await guess(STRANGER, CODEC_TOKEN);
    expect(answer.body).toMatchObject({ status: 429, code: 'TooManyRefusals' });
    expect(answer.headers['retry-after']).toBe('60');
    expect(await count('limited_requests_total')).toBe(1);
  });

  it('is heard again after a minute of quiet', async () => {
    const { guess, isRefusedOften, wait } = world();
    await isRefusedOften();
    wait(60_000);
    expect((await guess(STRANGER, CODEC_TOKEN)).status).toBe(200);
  });

  it('keeps nobody else out', async () => {
    const { guess, isRefusedOften } = world();
    await isRefusedOften();
    expect((await guess('198.51.100.9', CODEC_TOKEN)).status).toBe(200);
  });

  it.each([
    ['guessing verify tokens', 'get', '/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x'],
    ['logging in', 'post', '/codec/login'],
    ['deciding about money', 'post', '/ops/close'],
    ['making us ask Temporal about links', 'post', `/webhooks/rail/${LINK}`],
  ] as const)('is turned away from %s', async (_, method, path) => {
    const { app, from, isRefusedOften, temporal } = world();
    await isRefusedOften();
    const before = temporal.calls;
    const body = path.includes('rail') ? callbackFor({ orderId: LINK }, 'stranger') : {};
    expect((await request(app)[method](path).set(from(STRANGER)).send(body)).status).toBe(429);
    expect(temporal.calls).toBe(before);
  });
});

describe('what is signed', () => {
  it('is taken from an address that was refused all the time: Meta may share it', async () => {
    const { app, from, isRefusedOften } = world();
    await isRefusedOften();
    const body = '{"object":"whatsapp_business_account","entry":[]}';
    const send = (signature: string) =>
      request(app)
        .post('/webhooks/whatsapp')
        .set({ ...from(STRANGER), 'X-Hub-Signature-256': signature })
        .type('application/json')
        .send(body);
    expect((await send(sign(body, SECRETS[0]))).status).toBe(200);
    expect((await send(sign(body, 'guess'))).status).toBe(401);
  });

  it('by a bank whose key is at hand is taken, too: a callback comes only once', async () => {
    const { app, from, isRefusedOften, temporal } = world();
    temporal.payments.set(LINK, { memo: {}, sellerId: 's', merchantId: 'm', open: true });
    const post = (address: string) =>
      request(app)
        .post(`/webhooks/rail/${LINK}`)
        .set(from(address))
        .send(callbackFor({ orderId: LINK }));
    expect((await post('198.51.100.9')).status).toBe(200);
    await isRefusedOften();
    expect((await post(STRANGER)).status).toBe(200);
  });

  it('is never counted, at whatever rate', async () => {
    const { app, from } = world();
    const token = { 'hub.mode': 'subscribe', 'hub.challenge': '7', 'hub.verify_token': VERIFY_TOKENS[0] };
    for (let times = 0; times < TRIES + 20; times += 1) {
      expect((await request(app).get('/webhooks/whatsapp').query(token).set(from(META))).status).toBe(200);
    }
  });
});

describe('whose address counts', () => {
  it('is not what a stranger says of himself: without a trusted proxy X-Forwarded-For is nothing', async () => {
    const { app } = createHarness();
    for (let times = 0; times < TRIES + 1; times += 1) {
      const answer = await request(app).post('/ops/close').set('X-Forwarded-For', STRANGER).send({});
      expect(answer.status).toBe(403);
    }
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['10.1.2.3', undefined],
    ['172.31.0.1', undefined],
    ['172.32.0.1', '172.32.0.1'],
    ['192.168.1.1', undefined],
    ['100.64.0.1', undefined],
    ['127.0.0.1', undefined],
    ['::1', undefined],
    ['fd00::1', undefined],
    ['fe80::1%eth0', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('of %s is %s', (ip, stranger) => {
    expect(strangerOf(ip)).toBe(stranger);
  });

  it('is forgotten when too many come: the memory is bounded', () => {
    const refusals = createRefusals(() => 0);
    expect(() => {
      for (let at = 0; at < 50_000; at += 1) refusals.check({ ip: `203.0.${at >> 8}.${at & 255}` } as never);
    }).not.toThrow();
  });
});
