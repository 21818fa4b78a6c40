import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running } from '../../sandbox/control/server';
import { createRailSim, type RailSim } from '../../sandbox/rail/rail-sim';
import { call } from './support/http';
import { RailCaller, PRIVATE_KEY_PEM } from './support/rail';

describe('payments on the simulated rail', () => {
  let sim: RailSim;
  let running: Running;
  let bank: RailCaller;

  beforeEach(async () => {
    sim = createRailSim({ privateKeyPem: PRIVATE_KEY_PEM });
    running = await sim.listen(0);
    bank = new RailCaller(running.url);
    await bank.login();
  });
  afterEach(() => running.close());

  const later = (advanceMs: number) => bank.control('POST', '/clock', { advanceMs });

  it('wait for the button on the checkout page', async () => {
    const { paymentId, checkoutPage = '' } = await bank.pay({ successUrl: 'https://shop.example/ok' });
    const page = await call('GET', checkoutPage);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toMatch(/100\.00 MDL/);
    await later(20_000);
    expect(await bank.status(paymentId)).toBe('CREATED');
    expect((await call('POST', `${checkoutPage}/pay`)).status).toBe(303);
    expect(await bank.status(paymentId)).toBe('SUCCESS');
    expect((await call('GET', checkoutPage)).body).toContain('https://shop.example/ok');
  });

  it('tell the bank message and the payer bank once paid', async () => {
    const { paymentId } = await bank.pay();
    await bank.control('POST', `/payments/${paymentId}`, { status: 'SUCCESS' });
    const read = await bank.send('GET', `/payment/${paymentId}`);
    expect(read.body).toMatchObject({ swiftMessageId: expect.any(String), swiftPayerBank: expect.any(String) });
  });

  it('can be declined, and stay so', async () => {
    const { paymentId, checkoutPage = '' } = await bank.pay();
    await call('POST', `${checkoutPage}/decline`);
    await call('POST', `${checkoutPage}/pay`);
    expect(await bank.status(paymentId)).toBe('DECLINED');
  });

  it('show what they are for without letting it become HTML', async () => {
    const { checkoutPage = '' } = await bank.pay({ payDescription: '<script>alert(1)</script>' });
    expect((await call('GET', checkoutPage)).body).not.toContain('<script>');
  });

  it('expire after the lifetime of their terminal, and can not be paid then', async () => {
    const { paymentId, checkoutPage = '' } = await bank.pay();
    await later(299_000);
    expect(await bank.status(paymentId)).toBe('CREATED');
    await later(1_000);
    await bank.login();
    expect(await bank.status(paymentId)).toBe('EXPIRED');
    await call('POST', `${checkoutPage}/pay`);
    expect(await bank.status(paymentId)).toBe('EXPIRED');
  });

  it('take another lifetime of their terminal', async () => {
    await bank.control('PUT', '/terminals/E-AUTO-SERVICE', { lifetimeSeconds: 2 });
    const { paymentId } = await bank.pay();
    await later(2_000);
    expect(await bank.status(paymentId)).toBe('EXPIRED');
  });

  it('fail by themselves at .01 and stay pending for ever at .02', async () => {
    const [fails, stays] = [await bank.pay({ amount: 10.01 }), await bank.pay({ amount: 10.02 })];
    await later(10_000);
    expect(await bank.status(fails.paymentId)).toBe('FAILED');
    await later(280_000);
    expect(await bank.status(stays.paymentId)).toBe('PENDING');
    await later(3_600_000);
    await bank.login();
    expect(await bank.status(stays.paymentId)).toBe('PENDING');
  });

  it('are accepted in a foreign currency and then fail', async () => {
    const { paymentId } = await bank.pay({ currency: 'EUR' });
    expect(await bank.status(paymentId)).toBe('CREATED');
    await later(10_000);
    expect(await bank.status(paymentId)).toBe('FAILED');
  });

  it('pay themselves where the switch says so', async () => {
    await bank.control('PATCH', '/settings', { paysByItself: true });
    const { paymentId } = await bank.pay();
    await later(5_000);
    expect(await bank.status(paymentId)).toBe('PENDING');
    await later(5_000);
    expect(await bank.status(paymentId)).toBe('SUCCESS');
  });

  it('can be set to anything, a SUCCESS after EXPIRED too', async () => {
    const { paymentId } = await bank.pay();
    await bank.control('POST', `/payments/${paymentId}`, { status: 'EXPIRED' });
    await bank.control('POST', `/payments/${paymentId}`, { status: 'SUCCESS' });
    expect(await bank.status(paymentId)).toBe('SUCCESS');
    expect((await bank.control('GET', '/payments')).body).toMatchObject([{ paymentId, amountMinor: 10_000 }]);
    expect((await bank.control('POST', '/payments/none', { status: 'SUCCESS' })).status).toBe(404);
  });

  it('of a request to pay have no page', async () => {
    const payer = { terminalId: 'R-AUTO-SERVICE', clientName: 'Ion', clientPhone: '+37369000099' };
    const { paymentId } = await bank.pay();
    const body = { ...payer, orderId: 'o', amount: 5, currency: 'MDL', payDescription: 'x' };
    await bank.send('POST', '/request-to-pay/direct', body);
    const rtp = sim.payments.list().find(({ kind }) => kind === 'rtp');
    expect(rtp?.paymentId).not.toBe(paymentId);
    expect((await call('GET', `${running.url}/checkout/${rtp?.paymentId ?? ''}`)).status).toBe(404);
  });
});
