import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
let live: Live;

beforeAll(async () => {
  live = await startLive();
});
afterAll(async () => {
  await live.stop();
});

const heardBy = (phone: string, count: number) =>
  eventually(
    () => live.heard(phone),
    (heard) => heard.length >= count,
  );

describe('one paid link, over real HTTP on a real server', () => {
  it('goes from the webhook to the "paid" message', async () => {
    live.write(ANA, 'pay 100 "Cafea + croissant" #cafea');
    const [link] = await heardBy(ANA, 1);
    expect(link?.body).toContain('100,00');
    expect(link?.body).toContain('Cafea + croissant');
    const payment = live.payments()[0];
    expect(link?.body).toContain(payment?.checkoutPage);

    await fetch(`${payment?.checkoutPage ?? ''}/pay`, { method: 'POST' });
    const [, paid] = await heardBy(ANA, 2);
    expect(paid?.body).toMatch(/^✅ Achitat 100,00/);
    const handle = live.client.workflow.getHandle(paymentLinkWorkflowId(payment?.orderId ?? ''));
    await expect(handle.result()).resolves.toMatchObject({ state: 'Paid', notification: 'Sent' });
  });
});
