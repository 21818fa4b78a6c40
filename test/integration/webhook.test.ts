import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAddressing } from '../../addressing/addressing';
import { sign } from '../../channels/whatsapp/signature';
import { conversationWorkflowId } from '../../workflows/conversation.contract';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventsOf } from '../support/history';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const RADU = '+37369000003';
const STRANGER = '+37369123123';

let live: Live;
beforeAll(async () => {
  // A record that takes longer goes another way, which costs three events.
  live = await startLive({ timings: { localRecord: 60_000 } });
});
afterAll(async () => {
  await live.stop();
});

const heardBy = (phone: string, count: number) =>
  eventually(
    () => live.heard(phone),
    (heard) => heard.length >= count,
  );
const pay = (checkoutPage: string | undefined) => fetch(`${checkoutPage ?? ''}/pay`, { method: 'POST' });
const resultOf = (linkId: string) => live.client.workflow.getHandle(paymentLinkWorkflowId(linkId)).result();
const madeFor = (text: string) => live.payments().filter((payment) => payment.description === text);

function conversationOf(phone: string): string {
  const key = Buffer.from(live.stack.env['ADDRESS_KEY']?.split(':')[1] ?? '', 'base64');
  const [pseudonym] = createAddressing([{ id: 'sandbox', key }]).pseudonyms('md', { phone: phone.slice(1) });
  return conversationWorkflowId('md', pseudonym);
}

describe('one paid link', () => {
  it('costs at most 30 history events where the chat was awake, and 5 to wake it', async () => {
    live.write(ANA, 'Bună');
    await heardBy(ANA, 1);
    const before = (await eventsOf(live.client, conversationOf(ANA))).length;
    live.write(ANA, 'pay 100 "Budget" #cafea');
    await heardBy(ANA, 2);
    await pay(madeFor('Budget')[0]?.checkoutPage);
    await heardBy(ANA, 3);
    const linkId = madeFor('Budget')[0]?.orderId ?? '';
    await resultOf(linkId);

    expect((await eventsOf(live.client, paymentLinkWorkflowId(linkId))).length).toBeLessThanOrEqual(30);
    const woken = (await eventsOf(live.client, conversationOf(ANA))).length - before;
    expect(woken).toBeLessThanOrEqual(5);
  });

  it('is told by the log step by step, and counted for Prometheus', async () => {
    live.write(ANA, 'pay 14 "Steps"');
    const { length } = await heardBy(ANA, live.heard(ANA).length + 1);
    const [payment] = madeFor('Steps');
    const linkId = payment?.orderId ?? '';
    await pay(payment?.checkoutPage);
    await heardBy(ANA, length + 1);
    await resultOf(linkId);

    const stepsOf = () =>
      readFileSync(join(live.folder, 'worker.log'), 'utf8')
        .split('\n')
        .filter((line) => line.includes(linkId) && line.endsWith('}'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'payment');
    // The SDK hands its lines on in batches.
    const steps = await eventually(stepsOf, (seen) => seen.some(({ notification }) => notification === 'Sent'));
    expect(steps.map(({ state, notification }) => [state, notification])).toEqual([
      ['Resolving', 'None'],
      ['Issuing', 'None'],
      ['AwaitingPayment', 'None'],
      ['Paid', 'Sending'],
      ['Paid', 'Sent'],
    ]);
    for (const step of steps) {
      expect(step).toMatchObject({ level: 30, linkId, line: 'md', workflowId: paymentLinkWorkflowId(linkId) });
    }

    const figures = await (await fetch(`http://localhost:${String(live.stack.ports.worker)}/metrics`)).text();
    for (const one of [
      'temporal_workflow_task_schedule_to_start_latency_seconds_bucket',
      'temporal_activity_execution_latency_seconds_bucket',
      'temporal_worker_task_slots_available{',
      'miapos_worker_links_total{status="SUCCESS",result="recorded"}',
      'miapos_payload_key_uses_total{key="sandbox",use="decrypt"}',
    ]) {
      expect(figures).toContain(one);
    }
  });

  it('is made once and sent once, though Meta delivers the command five times at once', async () => {
    live.write(IVAN, 'pay 100 "Пять раз"', { duplicate: 4 });
    const [link] = await heardBy(IVAN, 1);
    await pay(madeFor('Пять раз')[0]?.checkoutPage);
    await resultOf(madeFor('Пять раз')[0]?.orderId ?? '');

    expect(link?.body).toContain('Пять раз');
    expect(madeFor('Пять раз')).toHaveLength(1);
    expect(live.heard(IVAN).map(({ body }) => body.split(' ')[0])).toEqual([link?.body.split(' ')[0], '✅']);
  });
});

describe('a command that makes no payment', () => {
  it('of an unregistered phone is politely refused, in Romanian and Russian', async () => {
    live.write(STRANGER, 'pay 100');
    const [refusal] = await heardBy(STRANGER, 1);
    expect(refusal?.body).toMatch(/banc/);
    expect(refusal?.body).toMatch(/банк/);
  });

  it('of a blocked seller is refused', async () => {
    live.write(RADU, 'pay 100 "Blocked"');
    await heardBy(RADU, 1);
    expect(madeFor('Blocked')).toEqual([]);
  });

  it('of yesterday asks first, and the tap issues it exactly once', async () => {
    const before = live.heard(ANA).length;
    live.write(ANA, 'pay 70 "Yesterday"', { timestamp: new Date(Date.now() - 86_400_000).toISOString() });
    const heard = await heardBy(ANA, before + 1);
    const question = heard[before];
    expect(madeFor('Yesterday')).toEqual([]);

    const button = question?.buttons[0]?.title ?? '';
    if (question !== undefined) for (let tap = 0; tap < 3; tap += 1) live.tap(ANA, question, button);
    await eventually(
      () => live.heard(ANA),
      (all) => all.some(({ body }) => body.includes('/checkout/') && body.includes('Yesterday')),
    );
    expect(madeFor('Yesterday')).toHaveLength(1);
  });
});

describe('the webhook', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${live.stack.world.urls.api}/webhooks/whatsapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const signed = (body: string) => post(body, { 'x-hub-signature-256': sign(Buffer.from(body), 'sandbox-app-secret') });
  const update = (message: object, phoneNumberId = '100000000000001') =>
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '200000000000001',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { phone_number_id: phoneNumberId },
                messages: [message],
              },
            },
          ],
        },
      ],
    });
  const text = { from: '37369000001', id: 'wamid.bad', timestamp: '1750000000', type: 'text', text: { body: 'pay 1' } };

  it.each([
    ['unsigned', () => post(update(text)), 401],
    ['with a wrong signature', () => post(update(text), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }), 401],
    ['that is not JSON', () => signed('pay 100'), 400],
    ['of 5 MB', () => signed(JSON.stringify({ filler: 'x'.repeat(5 * 1024 * 1024) })), 413],
  ])('%s is refused with a problem document', async (_, send, status) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status });
  });

  it.each([
    ['of a number that is not ours', () => signed(update(text, '999'))],
    ['of an unknown type', () => signed(update({ ...text, id: 'wamid.type', type: 'hologram' }))],
    ['of a group', () => signed(update({ ...text, id: 'wamid.group', group_id: 'g1' }))],
    ['with nothing in it', () => signed('{}')],
  ])('%s is taken and makes no payment', async (_, send) => {
    const before = live.payments().length;
    expect((await send()).status).toBe(200);
    expect(live.payments()).toHaveLength(before);
  });
});
