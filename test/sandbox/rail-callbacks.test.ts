import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running } from '../../sandbox/control/server';
import { createRailSim, type RailSim } from '../../sandbox/rail/rail-sim';
import { signatureBase } from '../../sandbox/rail/signing';
import { eventually } from './support/http';
import { bodyOf, fitsKey, RailCaller, PRIVATE_KEY_PEM } from './support/rail';
import { Sink } from './support/sink';

describe('callbacks of the simulated rail', () => {
  let sim: RailSim;
  let running: Running;
  let bank: RailCaller;
  let shop: Sink;
  let callbackUrl: string;

  beforeEach(async () => {
    shop = new Sink();
    callbackUrl = `${await shop.listen()}/callback`;
    sim = createRailSim({ privateKeyPem: PRIVATE_KEY_PEM });
    running = await sim.listen(0);
    bank = new RailCaller(running.url);
    await bank.login();
  });
  afterEach(async () => {
    await running.close();
    await shop.close();
  });

  const become = async (status: string): Promise<string> => {
    const { paymentId } = await bank.pay({ callbackUrl, amount: 1775 });
    await bank.control('POST', `/payments/${paymentId}`, { status });
    return paymentId;
  };
  const rule = (doing: unknown) => bank.control('PUT', '/faults', [{ match: { operation: 'callback' }, do: doing }]);
  const fits = (index = 0, publicKey = sim.key.publicKey): boolean => {
    const { result, signature } = bodyOf(shop.caught[index]);
    return fitsKey(signatureBase(result as Record<string, string | number>), signature, publicKey);
  };
  const sent = () => sim.journal.since().filter(({ direction }) => direction === 'sent');

  it('sign the values in the order of their keys, the amount with two decimals', () => {
    const published = {
      terminalId: 'TRMW0001',
      orderId: '108',
      paymentId: '2a663962-c954-4984-90e5-1d24c3305f7b',
      status: 'EXPIRED',
      amount: 1775,
      currency: 'MDL',
      paymentType: 'qr',
      paymentDate: '2024-12-17T11:54:23',
    };
    expect(signatureBase(published)).toBe(
      '1775.00;MDL;108;2024-12-17T11:54:23;2a663962-c954-4984-90e5-1d24c3305f7b;qr;EXPIRED;TRMW0001',
    );
  });

  it('tell every final status, signed with the published key', async () => {
    const paymentId = await become('SUCCESS');
    const [callback] = await shop.received(1);
    expect(callback?.raw).toContain('"amount":1775.00');
    expect(bodyOf(callback).result).toMatchObject({ paymentId, status: 'SUCCESS', swiftPayerBank: expect.any(String) });
    const { publicKey } = (await bank.send('GET', '/public-key')).body as { publicKey: string };
    expect(fits(0, publicKey)).toBe(true);
  });

  it('come once, whatever the answer is', async () => {
    shop.answers.push(500);
    await become('FAILED');
    await eventually(() => (sent()[0]?.status === 500 ? true : undefined));
    await bank.control('POST', '/clock', { advanceMs: 86_400_000 });
    expect(sent()).toHaveLength(1);
  });

  it('can be lost', async () => {
    await rule('callbackLost');
    await become('SUCCESS');
    expect(sent()).toMatchObject([{ note: 'lost on purpose' }]);
    await become('EXPIRED');
    expect(bodyOf((await shop.received(1))[0]).result.status).toBe('EXPIRED');
  });

  it('can come several times', async () => {
    await rule({ callbackDuplicates: 2 });
    await become('SUCCESS');
    expect(new Set((await shop.received(3)).map(({ raw }) => raw)).size).toBe(1);
  });

  it('can come late', async () => {
    await rule({ callbackDelayMs: 60_000 });
    await become('SUCCESS');
    expect(sent()).toHaveLength(0);
    await bank.control('POST', '/clock', { advanceMs: 60_000 });
    await shop.received(1);
  });

  it('can carry values that the bank itself signed wrong', async () => {
    await rule({ tamper: { amount: 1, currency: 'EUR' }, resign: true });
    await become('SUCCESS');
    expect(bodyOf((await shop.received(1))[0]).result).toMatchObject({ amount: 1, currency: 'EUR' });
    expect(fits()).toBe(true);
  });

  it('can be changed on the way, so that the signature does not fit', async () => {
    await rule({ tamper: { amount: 1 }, resign: false });
    await become('SUCCESS');
    await shop.received(1);
    expect(fits()).toBe(false);
  });

  it('can be signed badly', async () => {
    await rule('badSignature');
    await become('SUCCESS');
    await shop.received(1);
    expect(fits()).toBe(false);
  });

  it('are signed with a new key after a rotation', async () => {
    const before = sim.key.publicKey;
    await bank.control('POST', '/keys/rotate');
    await become('SUCCESS');
    await shop.received(1);
    expect(fits(0, before)).toBe(false);
    expect(fits()).toBe(true);
  });

  describe('in the form of the website', () => {
    beforeEach(() => bank.control('PATCH', '/settings', { callbackForm: 2 }));

    it('are signed in a header over the raw body', async () => {
      const paymentId = await become('SUCCESS');
      const [callback] = await shop.received(1);
      expect(callback?.headers).toMatchObject({
        'x-miapos-event': 'payment.completed',
        'x-miapos-delivery': expect.any(String),
      });
      expect(JSON.parse(callback?.raw ?? '')).toMatchObject({
        event: 'payment.completed',
        paymentId,
        status: 'COMPLETED',
      });
      const signature = String(callback?.headers['x-miapos-signature']);
      expect(fitsKey(callback?.raw ?? '', signature, sim.key.publicKey)).toBe(true);
    });

    it('come again until they are taken', async () => {
      shop.answers.push(503);
      await become('EXPIRED');
      await eventually(() => (sent()[0]?.status === 503 ? true : undefined));
      await bank.control('POST', '/clock', { advanceMs: 60_000 });
      const [first, second] = await shop.received(2);
      expect(second?.headers['x-miapos-delivery']).toBe(first?.headers['x-miapos-delivery']);
    });

    it('tell of a refund, which leaves the payment paid', async () => {
      const paymentId = await become('SUCCESS');
      await bank.control('POST', `/payments/${paymentId}`, { status: 'REFUNDED' });
      const events = (await shop.received(2)).map(({ headers }) => headers['x-miapos-event']);
      expect(new Set(events)).toEqual(new Set(['payment.completed', 'payment.refunded']));
      expect(await bank.status(paymentId)).toBe('SUCCESS');
    });
  });
});
