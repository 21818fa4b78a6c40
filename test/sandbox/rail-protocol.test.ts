import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRailSim } from '../../sandbox/rail/rail-sim';
import type { Running } from '../../sandbox/control/server';
import { call } from './support/http';
import { MERCHANT, ORDER, RailCaller, PRIVATE_KEY_PEM } from './support/rail';

describe("the simulated rail speaks the bank's e-commerce protocol", () => {
  const sim = createRailSim({ privateKeyPem: PRIVATE_KEY_PEM });
  let running: Running;
  let bank: RailCaller;

  beforeAll(async () => {
    running = await sim.listen(0);
    bank = new RailCaller(running.url);
    await bank.login();
  });
  afterAll(() => running.close());

  it('gives a token for the right secret and renews it', async () => {
    const token = await call('POST', `${running.url}/ecomm/api/v1/token`, MERCHANT);
    expect(token.body).toMatchObject({
      accessTokenExpiresIn: 300,
      refreshTokenExpiresIn: 432_000,
      tokenType: 'Bearer',
    });
    const { refreshToken } = token.body as { refreshToken: string };
    const renewed = await call('POST', `${running.url}/ecomm/api/v1/token/refresh`, { refreshToken });
    expect(Object.keys(renewed.body as object).sort()).toEqual(Object.keys(token.body as object).sort());
  });

  it('creates a payment that waits for the payer', async () => {
    const { paymentId, checkoutPage, orderId } = await bank.pay();
    expect(orderId).toBe('order-1');
    expect(checkoutPage).toBe(`${running.url}/checkout/${paymentId}`);
    const read = await bank.send('GET', `/payment/${paymentId}`);
    expect(read.body).toMatchObject({ paymentId, status: 'CREATED', amount: 100, currency: 'MDL', checkoutPage });
    expect(read.body).toMatchObject({ paymentDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) });
  });

  it('makes a new payment for every call, whatever the order id', async () => {
    const [first, second] = [await bank.pay(), await bank.pay()];
    expect(first.orderId).toBe(second.orderId);
    expect(first.paymentId).not.toBe(second.paymentId);
  });

  it('sends a request to pay from an RTP terminal only', async () => {
    const payer = { clientName: 'Ion', clientPhone: '+37369000099' };
    const sent = await bank.send('POST', '/request-to-pay/direct', {
      ...ORDER,
      ...payer,
      terminalId: 'R-AUTO-SERVICE',
    });
    expect(Object.keys(sent.body as object)).toEqual(['orderId', 'paymentId']);
    const refused = await bank.send('POST', '/request-to-pay/direct', { ...ORDER, ...payer });
    expect(refused).toMatchObject({ status: 400, body: { errorCode: '1' } });
  });

  it.each([
    ['an unknown payment', 'GET', '/payment/nope', undefined],
    ['three decimals', 'POST', '/pay', { ...ORDER, amount: 1.005 }],
    ['a foreign terminal', 'POST', '/pay', { ...ORDER, terminalId: 'E-CAFEA-CENTRU' }],
    ['no description', 'POST', '/pay', { ...ORDER, payDescription: undefined }],
    ['no JSON', 'POST', '/pay', '{'],
    ['a wrong secret', 'POST', '/token', { ...MERCHANT, secretKey: 'guess' }],
  ])('says 400 and errorCode 1 to %s', async (_what, method, path, body) => {
    expect(await bank.send(method, path, body)).toMatchObject({ status: 400, body: { errorCode: '1' } });
  });

  it('says 401 with an empty body without a good token', async () => {
    const answer = await call('GET', `${running.url}/ecomm/api/v1/public-key`, undefined, {
      Authorization: 'Bearer x.y',
    });
    expect(answer).toMatchObject({ status: 401, body: '' });
  });

  it('lets an access token live five minutes', async () => {
    const other = createRailSim({ privateKeyPem: PRIVATE_KEY_PEM });
    const its = await other.listen(0);
    const caller = new RailCaller(its.url);
    await caller.login();
    expect((await caller.send('GET', '/public-key')).status).toBe(200);
    await caller.control('POST', '/clock', { advanceMs: 300_000 });
    expect((await caller.send('GET', '/public-key')).status).toBe(401);
    await its.close();
  });

  it('takes revoked tokens no more', async () => {
    const caller = new RailCaller(running.url);
    await caller.login();
    await caller.control('POST', '/tokens/revoke');
    expect((await caller.send('GET', '/public-key')).status).toBe(401);
    await bank.login();
    expect((await bank.send('GET', '/public-key')).status).toBe(200);
  });

  it('fails on the path of the older docs as the real one does', async () => {
    expect((await call('GET', `${running.url}/api/v1/public-key`)).status).toBe(500);
  });
});
