import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../../channels/whatsapp/signature';
import { CLOSURES_ID, closuresState } from '../../workflows/closures.contract';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';

const ANA = '+37369000001';
const EMMA = '+37369000006';
/** Long enough for a SIGTERM to come in the middle, and well within the worker's grace. */
const SLOW_MS = 4_000;
let live: Live;

beforeAll(async () => {
  live = await startLive();
});
afterAll(async () => {
  await live.stop();
});

/** What Meta was sent of it, answered or not. */
const sends = (text: string) =>
  live.stack.world.meta.journal
    .since()
    .filter(
      ({ direction, method, body }) =>
        direction === 'received' && method === 'POST' && JSON.stringify(body ?? '').includes(text),
    );
const made = (description: string) => live.payments().filter((payment) => payment.description === description);
const log = (part: 'api' | 'worker') => readFileSync(live.stack.running(part).logFile, 'utf8');

describe('SIGTERM', () => {
  it('in the middle of a send lets it end: what was sent stays sent, and nothing is doubled', async () => {
    live.stack.world.meta.faults.replace([{ match: { contains: 'In the middle' }, do: { delayMs: SLOW_MS } }]);
    live.write(ANA, 'pay 100 "In the middle"');
    await eventually(
      () => sends('/checkout/'),
      (found) => found.length === 1,
    );
    expect(sends('/checkout/')[0]?.status).toBeUndefined();
    const worker = live.stack.running('worker');
    await worker.stop();

    expect(await worker.gone).toBe(0);
    expect(log('worker')).toContain('worker drained');
    expect(sends('/checkout/').map(({ status }) => status)).toEqual([200]);

    await live.stack.start('worker');
    await fetch(`${made('In the middle')[0]?.checkoutPage ?? ''}/pay`, { method: 'POST' });
    const handle = live.client.workflow.getHandle(paymentLinkWorkflowId(made('In the middle')[0]?.orderId ?? ''));
    await expect(handle.result()).resolves.toMatchObject({ state: 'Paid', notification: 'Sent' });
    expect(live.heard(ANA).map(({ body }) => body.includes('/checkout/'))).toEqual([true, false]);
  });

  it('in the middle of a webhook lets it be answered, and its command becomes one payment', async () => {
    // Opens the window: what comes below does not pass through the simulated Meta.
    live.write(EMMA, 'Hello');
    await eventually(
      () => live.heard(EMMA),
      (heard) => heard.length > 0,
    );
    const body = Buffer.from(webhook('pay 50 "Half a webhook"'));
    const api = live.stack.running('api');
    const calling = request(`${live.stack.world.urls.api}/webhooks/whatsapp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-hub-signature-256': sign(body, 'sandbox-app-secret'),
        expect: '100-continue',
      },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      calling.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    // The api asks for the body: from now on the request is under way there.
    await new Promise((resolve) => {
      calling.once('continue', resolve).flushHeaders();
    });
    calling.write(body.subarray(0, 100));
    const stopped = api.stop();
    await eventually(
      () => log('api'),
      (text) => text.includes('stopping: no new requests'),
    );
    calling.end(body.subarray(100));

    expect(await answered).toBe(200);
    await stopped;
    expect(await api.gone).toBe(0);
    await eventually(
      () => live.heard(EMMA),
      (heard) => heard.some(({ body: text }) => text.includes('/checkout/')),
    );
    await live.stack.start('api');
    expect(made('Half a webhook')).toHaveLength(1);
  });
});

describe('a decision that no worker is there for', () => {
  it('is not called undecided: it is taken as soon as one is back', async () => {
    await live.stack.running('worker').stop();
    const { code, stderr } = await ops(live, 'close', 'bank', 'codru-bank', '--reason', 'maintenance');
    expect(stderr).toMatch(/^Nobody knows whether it was decided: /);
    expect(code).not.toBe(0);

    await live.stack.start('worker');
    const closures = live.client.workflow.getHandle(CLOSURES_ID);
    const closed = await eventually(
      () => closures.query(closuresState),
      (found) => found.length > 0,
    );
    expect(closed).toMatchObject([{ kind: 'bank', id: 'codru-bank', reason: 'maintenance' }]);
  });
});

/** A message of Emma's, as Meta wraps it. */
function webhook(text: string): string {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const message = { from: EMMA.slice(1), id: 'wamid.half', timestamp, type: 'text', text: { body: text } };
  const metadata = { phone_number_id: '100000000000001', display_phone_number: '37369002773' };
  const value = {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [{ wa_id: EMMA.slice(1), profile: { name: 'Emma' } }],
    messages: [message],
  };
  const entry = [{ id: '200000000000001', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}
