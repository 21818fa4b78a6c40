import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { createMiaposRail } from '../../../rails/miapos/client';
import { RailFailure, type PaymentOrder, type RailAccess } from '../../../rails/rail';
import { startStub, type StubServer } from '../../support/stub-server';

const PAYMENT_ID = 'c81b7a16-9c64-494c-88b1-26ec2c6328fe';
const MADE = { orderId: 'link1', paymentId: PAYMENT_ID, checkoutPage: 'https://rail.example/checkout?paymentId=1' };
const FLAT = { terminalId: 'TE0001', orderId: 'link1', paymentId: PAYMENT_ID, amount: 145.25, currency: 'MDL' };
const ORDER: PaymentOrder = {
  orderId: 'link1',
  amount: { minor: 14_525, currency: 'MDL' },
  description: 'Cafea',
  locale: 'ro',
  callbackUrl: 'https://pay.example.com/webhooks/rail/link1',
};
const PAYER = { payerPhone: '37369123456', payerName: 'Ion' };

describe('the miaPOS rail over HTTP', () => {
  const rail = createMiaposRail({ timeoutMs: 2_000 });
  let server: StubServer;
  let access: RailAccess;
  beforeEach(async () => {
    server = await startStub();
    access = { accessToken: 'secret-token', origin: server.url, terminalId: 'TE0001', rtpTerminalId: 'TR0001' };
  });
  afterEach(() => server.close());

  const sent = (): unknown => JSON.parse(server.requests.at(-1)?.text ?? 'null');
  const failureOf = async (call: Promise<unknown>): Promise<RailFailure> => {
    const error: unknown = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(RailFailure);
    return error as RailFailure;
  };

  it('makes a link', async () => {
    server.answer(200, MADE);
    const order = { ...ORDER, successUrl: 'https://pay.example.com/p/1', failUrl: 'https://pay.example.com/p/2' };
    await expect(rail.issueLink(access, order)).resolves.toEqual({
      paymentId: PAYMENT_ID,
      checkoutPage: MADE.checkoutPage,
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/ecomm/api/v1/pay' });
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'content-type': 'application/json',
    });
    expect(sent()).toEqual({
      terminalId: 'TE0001',
      orderId: 'link1',
      amount: 145.25,
      currency: 'MDL',
      payDescription: 'Cafea',
      callbackUrl: ORDER.callbackUrl,
      paymentType: 'qr',
      language: 'ro',
      directRedirect: true,
      successUrl: order.successUrl,
      failUrl: order.failUrl,
    });
  });

  it.each([
    ['ro', 'ro'],
    ['ru', 'ru'],
    ['en', 'en'],
    ['fr', 'en'],
    ['de', 'en'],
  ] as const)('shows the checkout page of a seller who speaks %s in %s', async (locale, language) => {
    server.answer(200, MADE);
    await rail.issueLink(access, { ...ORDER, locale });
    expect(sent()).toMatchObject({ language });
  });

  it('sends every amount with exactly its two decimals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 999_999_999_999 }), async (minor) => {
        let text = '';
        const recorder: typeof fetch = (_url, init) => {
          text = typeof init?.body === 'string' ? init.body : '';
          return Promise.resolve(Response.json(MADE));
        };
        await createMiaposRail({ fetch: recorder }).issueLink(access, { ...ORDER, amount: { minor, currency: 'MDL' } });
        const [, whole = '', fraction = ''] = /"amount":(\d+)(?:\.(\d{1,2}))?,/.exec(text) ?? [];
        expect(`${whole}${fraction.padEnd(2, '0')}`.replace(/^0+/, '')).toBe(String(minor));
      }),
    );
  });

  it.each([
    ['one; two', 'one, two'],
    ['line\nline\u0000', 'line line'],
    ['\u202Etxt', 'txt'],
    [' ; ', ','],
    ['\n', 'link1'],
    ['é'.repeat(141), 'é'.repeat(140)],
    ['😀'.repeat(141), '😀'.repeat(140)],
  ])('sends the description %j as %j', async (description, payDescription) => {
    server.answer(200, MADE);
    await rail.issueLink(access, { ...ORDER, description });
    expect(sent()).toMatchObject({ payDescription });
  });

  it('asks a payer directly, at the terminal for that', async () => {
    server.answer(200, { orderId: 'link1', paymentId: PAYMENT_ID });
    await expect(rail.requestToPay(access, { ...ORDER, ...PAYER })).resolves.toEqual({ paymentId: PAYMENT_ID });
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/ecomm/api/v1/request-to-pay/direct' });
    expect(sent()).toEqual({
      terminalId: 'TR0001',
      orderId: 'link1',
      amount: 145.25,
      currency: 'MDL',
      payDescription: 'Cafea',
      callbackUrl: ORDER.callbackUrl,
      clientName: 'Ion',
      clientPhone: '37369123456',
    });
  });

  it('reads a payment, its amount to the last ban', async () => {
    server.answer(200, { ...FLAT, status: 'SUCCESS', swiftMessageId: 's', swiftPayerBank: 'B', paymentType: 'qr' });
    await expect(rail.readPayment(access, PAYMENT_ID)).resolves.toEqual({
      paymentId: PAYMENT_ID,
      orderId: 'link1',
      status: 'SUCCESS',
      amount: { minor: 14_525, currency: 'MDL' },
      swiftMessageId: 's',
      swiftPayerBank: 'B',
    });
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/ecomm/api/v1/payment/${PAYMENT_ID}`, text: '' });
    server.answer(200, { ...FLAT, status: 'PENDING', swiftMessageId: null });
    await expect(rail.readPayment(access, PAYMENT_ID)).resolves.not.toHaveProperty('swiftMessageId');
  });

  it("reads the bank's key and takes nothing else for one", async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    server.answer(200, { publicKey: text });
    await expect(rail.readPublicKey(access)).resolves.toBe(text);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/ecomm/api/v1/public-key' });
    server.answer(200, { publicKey: 'bm8ga2V5' });
    await expect(failureOf(rail.readPublicKey(access))).resolves.toMatchObject({ kind: 'NoAnswer' });
  });

  it.each([
    [400, 'Refused', 'Refused'],
    [404, 'Refused', 'Refused'],
    [401, 'Unauthorized', 'Unauthorized'],
    [429, 'Unavailable', 'Unavailable'],
    [307, 'Unavailable', 'Unavailable'],
    [500, 'Unavailable', 'NoAnswer'],
    [503, 'Unavailable', 'NoAnswer'],
    [504, 'Unavailable', 'NoAnswer'],
  ])('takes %d for %s; of a request to pay, which is never repeated, for %s', async (status, kind, rtpKind) => {
    const elsewhere = await startStub();
    server.answer(status, '', { 'retry-after': '3', location: elsewhere.url });
    const details = { status, retryAfterMs: 3_000 };
    await expect(failureOf(rail.issueLink(access, ORDER))).resolves.toMatchObject({ kind, details });
    await expect(failureOf(rail.readPayment(access, PAYMENT_ID))).resolves.toMatchObject({ kind, details });
    const asked = failureOf(rail.requestToPay(access, { ...ORDER, ...PAYER }));
    await expect(asked).resolves.toMatchObject({ kind: rtpKind, details });
    expect(server.requests).toHaveLength(3);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it.each([
    ["Field 'clientPhone' with value '37369123456' failed validation, reason - of Ion", /400 \(about clientPhone\)/],
    ['Pos terminal with id: [37369123456 Ion] not found', /400 \(about the terminal\)/],
    ['37369123456 of Ion is blocked', /with 400\.$/],
  ])('says what an error is about, but no value and no token', async (errorMessage, message) => {
    server.answer(400, { errorCode: '1', errorMessage });
    const failure = await failureOf(rail.requestToPay(access, { ...ORDER, ...PAYER }));
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toMatch(/37369123456|Ion|secret-token/);
  });

  it.each([
    ['not JSON', 'hello'],
    ['another order', { ...MADE, orderId: 'link2' }],
    ['no payment id', { ...MADE, paymentId: '' }],
    ['a page that a chat would run', { ...MADE, checkoutPage: 'javascript:alert(1)' }],
  ])('knows nothing of a link that was answered with %s', async (_, body) => {
    server.answer(200, body);
    await expect(failureOf(rail.issueLink(access, ORDER))).resolves.toMatchObject({ kind: 'NoAnswer' });
  });

  it.each([
    ['three decimals', { ...FLAT, status: 'SUCCESS', amount: 145.255 }],
    ['no status we know', { ...FLAT, status: 'PAID' }],
    ['another payment', { ...FLAT, status: 'SUCCESS', paymentId: 'other' }],
  ])('knows nothing of a payment that was answered with %s', async (_, body) => {
    server.answer(200, body);
    await expect(failureOf(rail.readPayment(access, PAYMENT_ID))).resolves.toMatchObject({ kind: 'NoAnswer' });
  });

  it('tells a request that never went out from one that got no answer', async () => {
    const hasty = createMiaposRail({ timeoutMs: 50 });
    server.handle(() => undefined);
    await expect(failureOf(hasty.issueLink(access, ORDER))).resolves.toMatchObject({ kind: 'NoAnswer' });
    server.handle((response) => response.destroy());
    await expect(failureOf(rail.issueLink(access, ORDER))).resolves.toMatchObject({ kind: 'NoAnswer' });
    server.handle((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"orderId":', () => response.destroy());
    });
    await expect(failureOf(rail.issueLink(access, ORDER))).resolves.toMatchObject({ kind: 'NoAnswer' });
    await server.close();
    await expect(failureOf(rail.issueLink(access, ORDER))).resolves.toMatchObject({ kind: 'Unavailable' });
  });

  const refused = { code: 'ECONNREFUSED', syscall: 'connect' };
  it.each([
    ['no such host', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'Unavailable'],
    ['no address that answers', { code: 'ECONNREFUSED', errors: [refused, refused] }, 'Unavailable'],
    ['no connection in time', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'Unavailable'],
    ['a certificate of somebody else', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'Unavailable'],
    ['a connection that broke', { code: 'ECONNRESET', syscall: 'read' }, 'NoAnswer'],
    ['an unreachable host in mid-call', { code: 'EHOSTUNREACH', syscall: 'read' }, 'NoAnswer'],
    ['headers that never came', { code: 'UND_ERR_HEADERS_TIMEOUT' }, 'NoAnswer'],
    ['what nobody has seen before', undefined, 'NoAnswer'],
  ])('reads %s as it is', async (_, cause, kind) => {
    const failing = createMiaposRail({ fetch: () => Promise.reject(new TypeError('fetch failed', { cause })) });
    const asked = failureOf(failing.requestToPay(access, { ...ORDER, ...PAYER }));
    await expect(asked).resolves.toMatchObject({ kind });
  });

  it('refuses before it sends what the rail could only fail', async () => {
    const { rtpTerminalId, ...linkOnly } = access;
    expect(rtpTerminalId).toBeDefined();
    const euros = { ...ORDER, amount: { minor: 100, currency: 'EUR' } };
    const nothing = { ...ORDER, amount: { minor: 0, currency: 'MDL' } };
    for (const call of [
      rail.issueLink(access, euros),
      rail.issueLink(access, nothing),
      rail.requestToPay(access, { ...euros, ...PAYER }),
      rail.requestToPay(linkOnly, { ...ORDER, ...PAYER }),
      rail.readPayment(access, '..'),
    ]) {
      await expect(failureOf(call)).resolves.toMatchObject({ kind: 'Refused' });
    }
    expect(server.requests).toEqual([]);
    server.answer(400, {});
    await failureOf(rail.readPayment(access, 'a/../b?c'));
    expect(server.requests[0]?.path).toBe('/ecomm/api/v1/payment/a%2F..%2Fb%3Fc');
  });
});
