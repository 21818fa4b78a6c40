import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCapSvcSim, type CapSvcSim } from '../../sandbox/cap-svc/cap-svc-sim';
import type { Running } from '../../sandbox/control/server';
import { createRailSim } from '../../sandbox/rail/rail-sim';
import { call, type Answer } from './support/http';

const RECORD = {
  posUserId: 'pos-0001',
  merchantId: 'cafea-centru',
  orderId: 'order-1',
  kind: 'link',
  amount: '100.00',
  currency: 'MDL',
  channel: 'whatsapp',
  status: 'CREATED',
};

describe('the simulated cap-svc keeps the Rev 2 contract', () => {
  const rail = createRailSim();
  let railRunning: Running;
  let sim: CapSvcSim;
  let running: Running;

  beforeAll(async () => {
    railRunning = await rail.listen(0);
    sim = createCapSvcSim({ ecommBaseUrls: { 'codru-bank': railRunning.url, 'nistru-bank': railRunning.url } });
    running = await sim.listen(0);
  });
  afterAll(async () => {
    await running.close();
    await railRunning.close();
  });

  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    call(method, `${running.url}${path}`, body, {
      Authorization: 'Bearer sandbox-cap-token',
      'X-Request-Id': 'test-1',
      ...headers,
    });
  const resolve = (phone: string): Promise<Answer> =>
    send('POST', '/rev2/sellers/resolve', { phone, channel: 'whatsapp' });
  const token = (posUserId: string, merchantId: string): Promise<Answer> =>
    send('POST', '/rev2/ecomm-tokens', { posUserId, merchantId });

  it('resolves a seller with merchant, bank and locale', async () => {
    expect(await resolve('+37369000002')).toMatchObject({
      status: 200,
      body: { posUserId: 'pos-0002', status: 'ACTIVE', locale: 'ru', merchants: [{ bank: { country: 'MD' } }] },
    });
  });

  it('shows two merchants at two banks, and which takes requests to pay', async () => {
    const both = (await resolve('+37369000004')).body as { merchants: { bank: { id: string } }[] };
    expect(both.merchants.map(({ bank }) => bank.id)).toEqual(['codru-bank', 'nistru-bank']);
    expect((await resolve('+37369000005')).body).toMatchObject({
      merchants: [{ capabilities: { link: true, rtp: true } }],
    });
  });

  it('answers 200 BLOCKED to a blocked seller and 404 to a stranger', async () => {
    expect(await resolve('+37369000003')).toMatchObject({ status: 200, body: { status: 'BLOCKED' } });
    expect(await resolve('+37369999999')).toMatchObject({ status: 404, body: { code: 'SELLER_UNKNOWN' } });
  });

  it('brokers a token that the rail of the bank takes', async () => {
    const answer = await token('pos-0005', 'auto-service');
    expect(answer).toMatchObject({
      status: 200,
      body: { ecommBaseUrl: railRunning.url, terminalId: 'E-AUTO-SERVICE', rtpTerminalId: 'R-AUTO-SERVICE' },
    });
    const { accessToken } = answer.body as { accessToken: string };
    const key = await call('GET', `${railRunning.url}/ecomm/api/v1/public-key`, undefined, {
      Authorization: `Bearer ${accessToken}`,
    });
    expect(key.status).toBe(200);
  });

  it('hands a held token out with the time it has left, and renews it in good time', async () => {
    const first = (await token('pos-0001', 'cafea-centru')).body as { accessToken: string };
    sim.clock.advance(100_000);
    const later = (await token('pos-0001', 'cafea-centru')).body as { accessToken: string; expiresInSeconds: number };
    expect(later.accessToken).toBe(first.accessToken);
    expect(later.expiresInSeconds).toBeLessThanOrEqual(200);
    sim.clock.advance(150_000);
    const renewed = (await token('pos-0001', 'cafea-centru')).body as { accessToken: string };
    expect(renewed.accessToken).not.toBe(first.accessToken);
    expect(rail.journal.since().some(({ operation }) => operation === 'refreshToken')).toBe(true);
  });

  it.each([
    ['pos-0003', 'cafea-centru', 403, 'SELLER_BLOCKED'],
    ['pos-0001', 'auto-service', 403, 'MERCHANT_FORBIDDEN'],
    ['pos-0001', 'nope', 404, 'MERCHANT_UNKNOWN'],
    ['nobody', 'cafea-centru', 404, 'SELLER_UNKNOWN'],
  ])('refuses a token to %s at %s with %i %s', async (posUserId, merchantId, status, code) => {
    expect(await token(posUserId, merchantId)).toMatchObject({ status, body: { code } });
  });

  it('says UNAVAILABLE while the rail of the bank is down', async () => {
    sim.broker.forget();
    rail.faults.replace([{ match: { operation: 'token' }, do: { status: 502 } }]);
    expect(await token('pos-0001', 'cafea-centru')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect((await token('pos-0001', 'cafea-centru')).status).toBe(200);
  });

  it('records a payment once, takes a newer status, refuses other money', async () => {
    expect((await send('PUT', '/rev2/payments/p-1', RECORD)).status).toBe(201);
    expect((await send('PUT', '/rev2/payments/p-1', RECORD)).status).toBe(200);
    expect((await send('PUT', '/rev2/payments/p-1', { ...RECORD, status: 'SUCCESS' })).status).toBe(200);
    expect((await send('PUT', '/rev2/payments/p-1', RECORD)).status).toBe(200);
    expect(await send('PUT', '/rev2/payments/p-1', { ...RECORD, amount: '1.00' })).toMatchObject({
      status: 409,
      body: { code: 'PAYMENT_CONFLICT' },
    });
    const recorded = await call('GET', `${running.url}/__control/payments`);
    expect(recorded.body).toMatchObject([{ paymentId: 'p-1', status: 'SUCCESS', amount: '100.00' }]);
  });

  it.each([
    ['no request id', { 'X-Request-Id': '' }, 400, 'BAD_REQUEST'],
    ['a wrong service token', { Authorization: 'Bearer x' }, 401, 'UNAUTHORIZED'],
  ])('refuses a call with %s', async (_what, headers, status, code) => {
    const answer = await send('POST', '/rev2/sellers/resolve', { phone: '+37369000001', channel: 'whatsapp' }, headers);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['a phone without plus', 'POST', '/rev2/sellers/resolve', { phone: '37369000001', channel: 'whatsapp' }],
    ['an unknown channel', 'POST', '/rev2/sellers/resolve', { phone: '+37369000001', channel: 'fax' }],
    ['a long description', 'PUT', '/rev2/payments/p-2', { ...RECORD, description: 'x'.repeat(141) }],
    ['no JSON', 'POST', '/rev2/ecomm-tokens', '{'],
  ])('says BAD_REQUEST to %s', async (_what, method, path, body) => {
    expect(await send(method, path, body)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('lets ops add, block and remove sellers', async () => {
    const at = `${running.url}/__control/sellers/+37369000077`;
    expect((await call('PUT', at, { merchantIds: ['nope'] })).status).toBe(400);
    await call('PUT', at, { merchantIds: ['book-corner'], locale: 'fr' });
    expect((await resolve('+37369000077')).body).toMatchObject({ status: 'ACTIVE', locale: 'fr' });
    await call('PUT', at, { status: 'BLOCKED' });
    expect((await resolve('+37369000077')).body).toMatchObject({ status: 'BLOCKED', locale: 'fr' });
    await call('DELETE', at);
    expect((await resolve('+37369000077')).status).toBe(404);
  });

  it('lets ops change a merchant and its currency', async () => {
    await call('PUT', `${running.url}/__control/merchants/book-corner`, { currency: 'EUR', linkTtlSeconds: 60 });
    expect((await resolve('+37369000006')).body).toMatchObject({
      merchants: [{ currency: 'EUR', linkTtlSeconds: 60 }],
    });
  });

  it('keeps secrets sealed and notices a changed one', () => {
    const sealed = sim.vault.sealed('cafea-centru');
    expect(JSON.stringify(sealed)).not.toContain('sandbox-secret');
    expect(sim.vault.open('cafea-centru')).toBe('sandbox-secret-of-cafea-centru');
    sim.vault.restore('chai-i-kofe', sealed ?? { iv: '', tag: '', ciphertext: '' });
    expect(() => sim.vault.open('chai-i-kofe')).toThrow();
  });

  it('writes who asked for what into the audit trail, with no phone and no secret', async () => {
    await send(
      'POST',
      '/rev2/sellers/resolve',
      { phone: '+37369000001', channel: 'telegram' },
      { 'X-Request-Id': 'audit-me' },
    );
    const trail = await call('GET', `${running.url}/__control/audit`);
    expect(trail.body).toContainEqual(
      expect.objectContaining({
        requestId: 'audit-me',
        operation: 'resolveSeller',
        outcome: 'OK',
        posUserId: 'pos-0001',
      }),
    );
    expect(JSON.stringify(trail.body)).not.toMatch(/37369|sandbox-secret/);
  });

  it('fails as a rule says, in the words of the contract', async () => {
    sim.faults.replace([
      {
        match: { operation: 'resolveSeller', to: '+37369000001' },
        times: 1,
        do: { status: 503, retryAfterSeconds: 7 },
      },
    ]);
    const down = await resolve('+37369000001');
    expect(down).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(down.headers.get('retry-after')).toBe('7');
    expect((await resolve('+37369000001')).status).toBe(200);
  });
});
