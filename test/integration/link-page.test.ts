import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayIn } from '../../activities/calendar';
import type { SimPayment } from '../../sandbox/rail/payment';
import * as contract from '../../workflows/payment-link.contract';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';
import { eventually, startLive, untilExpired } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';
import { unreplayable } from '../support/unreplayable';

const ANA = '+37369000001';
const MINUTES = 120_000;
const LINE = {
  id: 'md',
  channel: 'whatsapp',
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  displayNumber: '+37369002773',
  country: 'MD',
  defaultLocale: 'ro',
  linkValidity: 'PT6H',
};
const BROWSER = { Accept: 'text/html', 'Accept-Language': 'en', 'Sec-Fetch-Site': 'same-origin' };

let live: Live;

beforeAll(async () => {
  const linesFile = join(mkdtempSync(join(tmpdir(), 'miapos-lines-')), 'lines.json');
  writeFileSync(linesFile, JSON.stringify([LINE]));
  live = await startLive({ linesFile, timings: { poll: 1_000, pollAfterExpiry: 1_000, askAgain: 1 } });
}, MINUTES);
afterAll(async () => {
  await live.stop();
}, MINUTES);

/** The newest link that Ana was sent, by its address and its payments at the bank. */
async function link(text: string) {
  const before = live.heard(ANA).length;
  live.write(ANA, text);
  const heard = await eventually(
    () => live.heard(ANA).slice(before),
    ([first]) => first !== undefined,
    MINUTES,
  );
  const url = /http\S+\/p\/[a-z2-7]{26}/.exec(heard[0]?.body ?? '')?.[0] ?? '';
  const linkId = url.slice(-26);
  const payments = (): readonly SimPayment[] => live.payments().filter(({ orderId }) => orderId === linkId);
  const handle = live.client.workflow.getHandle<() => Promise<PaymentLinkResult>>(
    contract.paymentLinkWorkflowId(linkId),
  );
  const open = (query = '') => fetch(`${url}${query}`, { headers: BROWSER, redirect: 'manual' });
  const shown = async (query = '') => /data-shows="(\w+)"/.exec(await (await open(query)).text())?.[1];
  const press = async () => {
    const token = /name="token" value="([^"]+)"/.exec(await (await open()).text())?.[1] ?? '';
    return () =>
      fetch(url, { method: 'POST', headers: BROWSER, body: new URLSearchParams({ token }), redirect: 'manual' });
  };
  const expire = async () => {
    const payment = payments().at(-1);
    for (const rail of live.stack.world.rails) {
      const own = rail.payments.find(payment?.paymentId ?? '');
      if (own !== undefined) rail.payments.become(own, 'EXPIRED');
    }
    await untilExpired(live, linkId, MINUTES);
  };
  return { url, handle, payments, open, shown, press, expire };
}

const toldSince = (count: number, wanted: RegExp) =>
  eventually(
    () =>
      live
        .heard(ANA)
        .slice(count)
        .map(({ body }) => body),
    (heard) => heard.some((body) => wanted.test(body)),
    MINUTES,
  );

describe('the page of a link, over real HTTP on a real server', () => {
  it('leads to the bank, then makes one payment for two presses at once, and what is paid is told once', async () => {
    const { url, open, payments, expire, press, handle, shown } = await link('pay 100 "Cafea"');
    expect(url).toContain(live.stack.world.urls.api);
    const first = await open();
    expect([first.status, first.headers.get('location')]).toEqual([302, payments()[0]?.checkoutPage]);

    await expire();
    const told = live.heard(ANA).length;
    const push = await press();
    const answers = await Promise.all([push(), push()]);
    expect(payments()).toHaveLength(2);
    const places = answers.map((answer) => answer.headers.get('location'));
    expect(places).toEqual([payments()[1]?.checkoutPage, payments()[1]?.checkoutPage]);

    const paid = await fetch(`${payments()[1]?.checkoutPage ?? ''}/pay`, { method: 'POST', redirect: 'manual' });
    expect(paid.headers.get('location')).toBe(`${url}?back=1`);
    await open('?back=1');
    await eventually(
      () => handle.query(contract.status),
      ({ state }) => state === 'Paid',
      MINUTES,
    );
    expect(await shown('?back=1')).toBe('paid');
    await toldSince(told, /^✅ Achitat 100,00/);
    expect(await handle.result()).toMatchObject({ state: 'Paid', notification: 'Sent' });
    expect(await shown()).toBe('paid');
    expect(live.heard(ANA)).toHaveLength(told + 1);

    // The books hold each of the two to its own word, and ops find the link by either.
    const [earlier = '', newest = ''] = payments().map(({ paymentId }) => paymentId);
    const { code, stdout } = await eventually(
      () => ops(live, 'reconcile', '--day', dayIn(new Date(), 'Europe/Chisinau')),
      (seen) => seen.stdout.includes(newest),
    );
    expect(stdout).toMatch(new RegExp(`,${earlier},.*,agrees,Paid,EXPIRED,`));
    expect(stdout).toMatch(new RegExp(`,${newest},.*,agrees,Paid,SUCCESS,`));
    expect(code).toBe(0);
    expect((await ops(live, 'show', earlier)).stdout).toContain(`issued: ${newest}`);
  }, 300_000);

  it('loses nothing when the worker is killed while a payment is asked for: never two that can be paid', async () => {
    const { payments, expire, press, open } = await link('pay 110 "Tort"');
    await expire();
    const push = await press();
    const pushed = push().catch(() => undefined);
    await live.stack.running('worker').kill();
    await pushed;
    await live.stack.start('worker');
    // The bank made it and its answer came; or nobody asked the bank; or nobody knows, and then nobody can pay.
    const right = [
      { made: true, state: 'made', payable: 1 },
      { made: false, state: 'payable', payable: 0 },
      { made: false, state: 'processing', payable: 0 },
      { made: false, state: 'processing', payable: 1 },
    ];
    const seen = async () => {
      const page = await open();
      const state = /data-shows="(\w+)"/.exec(await page.text())?.[1] ?? 'made';
      const payable = payments().filter(({ status }) => status === 'CREATED' || status === 'PENDING');
      return { made: page.headers.get('location') !== null, state, payable: payable.length };
    };
    const found = await eventually(
      seen,
      ({ state, payable }) => payable > 1 || right.some((one) => one.state === state && one.payable === payable),
      MINUTES,
      // The page sends away who comes more than sixty times a minute.
      1_200,
    );
    expect(right).toContainEqual(found);
  }, 300_000);

  it('is looked at and expires at the very moment in which it is sent, and every run replays all the same', async () => {
    for (let links = 0; links < 10; links += 1) await (await link('pay 115 "Prăjitură"')).expire();
    expect(await unreplayable(live)).toEqual([]);
  }, 300_000);

  it('shows nothing about a link that is none', async () => {
    const { url } = await link('pay 120');
    const unknown = `${url.slice(0, -26)}${'a'.repeat(26)}`;
    expect((await fetch(unknown, { headers: BROWSER })).status).toBe(404);
  }, 300_000);
});
