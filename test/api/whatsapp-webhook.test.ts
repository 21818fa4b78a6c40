import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { sign } from '../../channels/whatsapp/signature';
import {
  contacts,
  createHarness,
  NAME,
  PHONE,
  said,
  SECRETS,
  signed,
  VERIFY_TOKENS,
  WAMID,
  webhook,
} from './support/harness';

type Harness = ReturnType<typeof createHarness>;

async function deliver(
  { app }: Harness,
  payload: unknown,
  change: { secret?: string; signature?: string | null } = {},
) {
  const { body, signature } = signed(payload, change.secret);
  const call = request(app).post('/webhooks/whatsapp').set('Content-Type', 'application/json');
  const header = change.signature === undefined ? signature : change.signature;
  return (header === null ? call : call.set('X-Hub-Signature-256', header)).send(body);
}

const pay = () => webhook({ contacts, messages: [said('pay 100 "Cafea" #masa7')] });

describe('when Meta asks whether the address is ours', () => {
  const ask = (query: Record<string, string>) => request(createHarness().app).get('/webhooks/whatsapp').query(query);

  it.each(VERIFY_TOKENS)('the bare challenge shows it, for %s', async (token) => {
    const answer = await ask({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token });
    expect([answer.status, answer.text, answer.type]).toEqual([200, '1158201444', 'text/plain']);
  });

  it.each([
    ['another token', { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': 'guess' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { 'hub.mode': 'unsubscribe', 'hub.challenge': '1', 'hub.verify_token': VERIFY_TOKENS[0] }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKENS[0] }],
    ['nothing', {}],
  ])('%s is refused', async (_, query) => {
    const answer = await ask(query);
    expect([answer.status, answer.type]).toEqual([403, 'application/problem+json']);
  });
});

describe('a signed webhook', () => {
  it('is answered with 200 once everything in it was accepted', async () => {
    const harness = createHarness();
    const answer = await deliver(harness, pay());
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(harness.temporal.started).toHaveLength(1);
  });

  it('may be signed with the next secret while the secret is changed', async () => {
    const harness = createHarness();
    await deliver(harness, pay(), { secret: SECRETS[1] });
    expect(await harness.count('webhook_signatures_total', { secret: 'next' })).toBe(1);
    expect(harness.temporal.started).toHaveLength(1);
  });

  it('makes one payment when it comes five times at once', async () => {
    const harness = createHarness();
    const payload = pay();
    const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(harness, payload)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(harness.temporal.started).toHaveLength(1);
  });

  it('makes one payment of a message that stands in it twice', async () => {
    const harness = createHarness();
    const message = said('pay 100');
    await deliver(harness, webhook({ messages: [message, message] }));
    expect(harness.temporal.started).toHaveLength(1);
    expect(await harness.count('duplicates_total')).toBe(1);
  });

  it('may hold a thousand updates', async () => {
    const harness = createHarness();
    const messages = Array.from({ length: 1_000 }, (_, at) => said(`pay ${at + 1}`, { from: `3736900${1_000 + at}` }));
    expect((await deliver(harness, webhook({ messages }))).status).toBe(200);
    expect(harness.temporal.started).toHaveLength(1_000);
    expect(harness.temporal.conversationSignals).toHaveLength(1_000);
  });
});

describe('when Temporal is away', () => {
  it('the webhook is answered with 503, so that Meta brings it again', async () => {
    const harness = createHarness();
    harness.temporal.away = true;
    const answer = await deliver(harness, pay());
    expect([answer.status, answer.type, answer.headers['retry-after']]).toEqual([503, 'application/problem+json', '5']);
    expect(answer.body).toMatchObject({ code: 'TemporalUnavailable', status: 503 });
  });

  it('a batch that fails half-way is whole after the next delivery, and nothing is done twice', async () => {
    const harness = createHarness();
    const messages = Array.from({ length: 100 }, (_, at) => said(`pay ${at + 1}`, { from: `3736900${1_000 + at}` }));
    harness.temporal.before = () => {
      harness.temporal.away = harness.temporal.calls > 80;
      return Promise.resolve();
    };
    expect((await deliver(harness, webhook({ messages }))).status).toBe(503);
    const calls = harness.temporal.calls;
    // Nothing more is begun once it is known.
    expect(calls).toBeLessThan(200);
    harness.temporal.before = () => Promise.resolve();
    harness.temporal.away = false;
    expect((await deliver(harness, webhook({ messages }))).status).toBe(200);
    expect(new Set(harness.temporal.started.map(({ linkId }) => linkId)).size).toBe(100);
    expect(harness.temporal.started).toHaveLength(100);
  });
});

describe('what can go wrong with a webhook', () => {
  it.each([
    ['unsigned', pay(), { signature: null }, 401],
    ['signed with a secret that is not ours', pay(), { secret: 'guess' }, 401],
    ['signed with an empty secret', pay(), { secret: '' }, 401],
    ['signed in another way', pay(), { signature: 'sha1=0123' }, 401],
    ['not JSON, unsigned', 'pay 100', { signature: null }, 401],
    ['not JSON', 'pay 100', {}, 400],
    ['empty', '', {}, 400],
    ['5 MB', 'x'.repeat(5 * 1024 * 1024), {}, 413],
    ['of a number that is not ours', webhook({ messages: [said('pay 1')] }, '999999999999999'), {}, 200],
    ['of a message type nobody knows', webhook({ messages: [said('x', { type: 'hologram' })] }), {}, 200],
    ['of a group', webhook({ messages: [said('pay 1', { group_id: 'g1' })] }), {}, 200],
    ['of yesterday', webhook({ messages: [said('pay 1', { timestamp: '1763805600' })] }), {}, 200],
    ['about something else', { object: 'page', entry: [] }, {}, 200],
    ['null', null, {}, 200],
    ['a bare number', 7, {}, 200],
  ])('%s', async (_, payload, change, status) => {
    const harness = createHarness();
    const answer = await deliver(harness, payload, change);
    expect(answer.status).toBe(status);
    expect(answer.status === 200 || answer.type === 'application/problem+json').toBe(true);
    expect(JSON.stringify(answer.body)).not.toMatch(/\n|\.ts:|node_modules/);
  });

  it('a group message and an unknown number are counted and start nothing', async () => {
    const harness = createHarness();
    await deliver(harness, webhook({ messages: [said('pay 1', { group_id: 'g1' })] }));
    await deliver(harness, webhook({ messages: [said('pay 1')] }, '999999999999999'));
    expect(harness.temporal.calls).toBe(0);
    expect(await harness.count('webhook_updates_total', { kind: 'group_message' })).toBe(1);
    expect(await harness.count('webhook_updates_total', { kind: 'unknown_number' })).toBe(1);
  });

  it('a command of yesterday still starts its payment, which asks before it issues', async () => {
    const harness = createHarness();
    await deliver(harness, webhook({ messages: [said('pay 1', { timestamp: '1763805600' })] }));
    expect(harness.temporal.started[0]?.message.sentAt).toBe('2025-11-22T10:00:00.000Z');
  });

  it('a compressed body is refused before it is inflated', async () => {
    const answer = await request(createHarness().app)
      .post('/webhooks/whatsapp')
      .set('X-Hub-Signature-256', sign('x', SECRETS[0]))
      .set('Content-Encoding', 'gzip')
      .set('Content-Type', 'application/json')
      .send('x');
    expect(answer.status).toBe(415);
  });
});

describe('the log', () => {
  it('shows nobody: no phone, name, text or message id', async () => {
    const harness = createHarness();
    await deliver(harness, pay());
    await deliver(harness, webhook({ contacts, messages: [said('Bună ziua')] }));
    await deliver(harness, pay(), { secret: 'guess' });
    harness.temporal.away = true;
    await deliver(harness, pay());
    const log = harness.logged.join('');
    expect(harness.logged.length).toBeGreaterThan(3);
    for (const personal of [PHONE, NAME, 'Cafea', 'Bună', WAMID, 'masa7']) expect(log).not.toContain(personal);
    expect(log).toContain('"route":"/webhooks/whatsapp"');
  });
});
