import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapFailure, type CapService, type PaymentRecord } from '../../cap-svc/cap-svc';
import { createCapService } from '../../cap-svc/client';
import { startStub, type StubServer } from '../support/stub-server';

const SELLER = {
  posUserId: 'pos-1',
  status: 'ACTIVE',
  locale: 'ro',
  displayName: 'Ana',
  merchants: [
    {
      merchantId: 'm-1',
      name: 'Cafenea',
      bank: { id: 'b-1', name: 'Banca', country: 'MD' },
      currency: 'MDL',
      capabilities: { link: true, rtp: false },
      limits: { min: '1.00', max: '100000.00' },
      linkTtlSeconds: 300,
    },
  ],
};
const TOKEN = { accessToken: 'secret', expiresInSeconds: 300, ecommBaseUrl: 'https://rail.example', terminalId: 'T1' };
const RECORD: PaymentRecord = {
  posUserId: 'pos-1',
  merchantId: 'm-1',
  orderId: 'link1',
  kind: 'link',
  amount: { minor: 10_050, currency: 'MDL' },
  tag: 'masa7',
  channel: 'whatsapp',
  status: 'CREATED',
};

describe('cap-svc over HTTP', () => {
  let server: StubServer;
  let cap: CapService;
  beforeEach(async () => {
    server = await startStub();
    cap = createCapService({ baseUrl: `${server.url}/`, token: 'service', timeoutMs: 2_000 });
  });
  afterEach(() => server.close());

  const failureOf = async (call: Promise<unknown>): Promise<CapFailure> => {
    const error: unknown = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CapFailure);
    return error as CapFailure;
  };

  it('asks who a phone belongs to, with our token and an audit id', async () => {
    server.answer(200, SELLER);
    await expect(cap.resolveSeller('+37369123456', 'whatsapp', 'link1.resolve')).resolves.toEqual(SELLER);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/rev2/sellers/resolve' });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer service', 'x-request-id': 'link1.resolve' });
    expect(JSON.parse(request?.text ?? '')).toEqual({ phone: '+37369123456', channel: 'whatsapp' });
  });

  it('reads answers that have grown since, and leaves out what is null', async () => {
    server.answer(200, { ...SELLER, displayName: null, loyalty: 'gold' });
    const seller = await cap.resolveSeller('+37369123456', 'telegram', 'r');
    expect(seller).not.toHaveProperty('displayName');
    server.answer(200, { ...TOKEN, rtpTerminalId: null, scope: 'all' });
    await expect(cap.issueToken('pos-1', 'm-1', 'r')).resolves.toEqual(TOKEN);
    server.answer(200, { ...TOKEN, rtpTerminalId: 'R1' });
    await expect(cap.issueToken('pos-1', 'm-1', 'r')).resolves.toMatchObject({ rtpTerminalId: 'R1' });
  });

  it.each([200, 201])('records a payment, new or known (%d), with its amount as a decimal', async (status) => {
    server.answer(status, '');
    await cap.recordPayment('pay/../1', RECORD, 'r'.repeat(200));
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PUT', path: '/rev2/payments/pay%2F..%2F1' });
    expect(request?.headers['x-request-id']).toHaveLength(128);
    expect(JSON.parse(request?.text ?? '')).toEqual({ ...RECORD, amount: '100.50', currency: 'MDL' });
  });

  it.each([
    [404, 'SELLER_UNKNOWN', 'SellerUnknown'],
    [403, 'SELLER_BLOCKED', 'SellerBlocked'],
    [403, 'MERCHANT_FORBIDDEN', 'MerchantForbidden'],
    [404, 'MERCHANT_UNKNOWN', 'MerchantUnknown'],
    [409, 'PAYMENT_CONFLICT', 'RecordConflict'],
    [400, 'BAD_REQUEST', 'BadRequest'],
    [401, 'UNAUTHORIZED', 'Unauthorized'],
    [503, 'UNAVAILABLE', 'Unavailable'],
  ])('understands %d %s', async (status, code, kind) => {
    server.answer(status, { code, message: 'phone +37369123456 of Ana' }, { 'retry-after': '7' });
    const failure = await failureOf(cap.issueToken('pos-1', 'm-1', 'r'));
    expect(failure).toMatchObject({ kind, details: { status, retryAfterMs: 7_000 } });
    expect(failure.message).not.toMatch(/37369123456|Ana/);
  });

  it.each([
    [404, 'BadRequest'],
    [403, 'BadRequest'],
    [401, 'Unauthorized'],
    [429, 'Unavailable'],
    [502, 'Unavailable'],
  ])("takes a proxy's %d page for no word of cap-svc", async (status, kind) => {
    server.answer(status, '<html>nginx</html>', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    const failure = await failureOf(cap.resolveSeller('+37369123456', 'whatsapp', 'r'));
    expect(failure).toMatchObject({ kind, details: { status } });
    expect(failure.details.retryAfterMs).toBeUndefined();
  });

  it.each([
    ['no JSON', 'hello', /the body/],
    ['a seller without merchants', { ...SELLER, merchants: [] }, /merchants/],
    ['a language nobody speaks here', { ...SELLER, locale: 'it' }, /locale/],
  ])('waits for cap-svc to be mended where it answers %s', async (_, body, field) => {
    server.answer(200, body);
    const failure = await failureOf(cap.resolveSeller('+37369123456', 'whatsapp', 'r'));
    expect(failure.kind).toBe('Unavailable');
    expect(failure.message).toMatch(field);
  });

  it('takes silence, a cut line and a closed port for an outage', async () => {
    const hasty = createCapService({ baseUrl: server.url, token: 'service', timeoutMs: 50 });
    server.handle(() => undefined);
    await expect(failureOf(hasty.issueToken('p', 'm', 'r'))).resolves.toMatchObject({ kind: 'Unavailable' });
    server.handle((response) => response.destroy());
    await expect(failureOf(cap.issueToken('p', 'm', 'r'))).resolves.toMatchObject({ kind: 'Unavailable' });
    await server.close();
    await expect(failureOf(cap.issueToken('p', 'm', 'r'))).resolves.toMatchObject({ kind: 'Unavailable' });
  });

  it('follows no redirect, which would carry the service token away', async () => {
    const elsewhere = await startStub();
    server.answer(307, '', { location: elsewhere.url });
    await expect(failureOf(cap.issueToken('p', 'm', 'r'))).resolves.toMatchObject({ kind: 'Unavailable' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});
