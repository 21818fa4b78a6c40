import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMiaposRail } from '../../../rails/miapos/client';
import { readCallback } from '../../../rails/miapos/callback';
import type { RailAccess } from '../../../rails/rail';
import type { Running } from '../../../sandbox/control/server';
import { createRailSim } from '../../../sandbox/rail/rail-sim';
import { startStub, type StubRequest, type StubServer } from '../../support/stub-server';

const LINK = {
  orderId: 'link1',
  amount: { minor: 14_525, currency: 'MDL' },
  description: 'Schimb; ulei',
  locale: 'de' as const,
};

describe('our rail client at the simulated rail', () => {
  const sim = createRailSim();
  const rail = createMiaposRail({ timeoutMs: 5_000 });
  let running: Running;
  let shop: StubServer;
  let access: RailAccess;
  beforeAll(async () => {
    running = await sim.listen(0);
    shop = await startStub();
    const { accessToken } = sim.tokens.issue('auto-service');
    access = { accessToken, origin: running.url, terminalId: 'E-AUTO-SERVICE', rtpTerminalId: 'R-AUTO-SERVICE' };
  });
  afterAll(async () => {
    await shop.close();
    await running.close();
  });

  const nextCallback = (): Promise<StubRequest> =>
    new Promise((resolve) => {
      shop.handle((response, request) => {
        response.end();
        resolve(request);
      });
    });

  it.each([1, 2] as const)('follows a link from its making to its signed callback of form %d', async (callbackForm) => {
    sim.configure({ callbackForm });
    const called = nextCallback();
    const { paymentId, checkoutPage } = await rail.issueLink(access, { ...LINK, callbackUrl: `${shop.url}/cb` });
    expect(checkoutPage).toContain(running.url);
    const created = { paymentId, orderId: 'link1', status: 'CREATED', amount: LINK.amount };
    await expect(rail.readPayment(access, paymentId)).resolves.toEqual(created);

    const payment = sim.payments.find(paymentId);
    if (payment !== undefined) sim.payments.become(payment, 'SUCCESS');
    const { text, headers } = await called;
    const callback = readCallback(Buffer.from(text), headers);
    expect(callback?.report).toMatchObject({ ...created, status: 'SUCCESS' });
    expect(callback?.verify(await rail.readPublicKey(access))).toBe(true);
    await expect(rail.readPayment(access, paymentId)).resolves.toMatchObject({
      status: 'SUCCESS',
      swiftMessageId: expect.any(String),
      swiftPayerBank: expect.any(String),
    });
  });

  it('asks a payer directly', async () => {
    const payer = { payerPhone: '37369123456', payerName: 'Ion' };
    const { paymentId } = await rail.requestToPay(access, { ...LINK, ...payer, callbackUrl: `${shop.url}/cb` });
    await expect(rail.readPayment(access, paymentId)).resolves.toMatchObject({ orderId: 'link1', status: 'CREATED' });
  });

  it('is told what it may not do', async () => {
    const order = { ...LINK, callbackUrl: `${shop.url}/cb` };
    await expect(rail.readPayment(access, 'unknown')).rejects.toMatchObject({ kind: 'Refused' });
    await expect(rail.issueLink({ ...access, terminalId: 'none' }, order)).rejects.toMatchObject({ kind: 'Refused' });
    const stranger = { ...access, accessToken: 'stale' };
    await expect(rail.issueLink(stranger, order)).rejects.toMatchObject({ kind: 'Unauthorized' });
  });
});
