import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { readCallback } from '../../rails/miapos/callback';
import { signatureBase } from '../../rails/miapos/signature';
import type { Running } from '../../sandbox/control/server';
import { createRailSim } from '../../sandbox/rail/rail-sim';
import { notChecked } from '../support/not-checked';
import { preparePython } from '../support/python-venv';
import { startStub, type StubRequest, type StubServer } from '../support/stub-server';

/** The vendor's own client. GPL: installed for this test, nothing of it is shipped. */
const SDK = 'finergy-mia-pos-sdk==1.1.3';
const SCRIPT = join(__dirname, '..', 'support', 'miapos-sdk.py');
const TIMEOUT_MS = 60_000;

const prepared = preparePython(SDK);

function describeSdk(python: string): void {
  const sim = createRailSim();
  let rail: Running;
  let shop: StubServer;
  beforeAll(async () => {
    rail = await sim.listen(0);
    shop = await startStub();
  });
  afterAll(async () => {
    await shop.close();
    await rail.close();
  });

  /** One step of the vendor's client, in a process of its own. */
  async function sdk(step: 'pay' | 'validate' | 'base', given: Record<string, unknown>): Promise<unknown> {
    const login = { base_url: rail.url, merchant_id: 'cafea-centru', secret_key: 'sandbox-secret-of-cafea-centru' };
    const env = { ...process.env, NO_PROXY: '*' };
    const stdout = await new Promise<string>((resolve, reject) => {
      const child = execFile(python, [SCRIPT, step], { env, timeout: TIMEOUT_MS }, (error, out, stderr) => {
        if (error === null) resolve(out);
        else reject(new Error(`The vendor's client failed at ${step}: ${stderr}`));
      });
      child.stdin?.end(JSON.stringify({ login, ...given }));
    });
    return JSON.parse(stdout) as unknown;
  }

  const payment = {
    terminalId: 'E-CAFEA-CENTRU',
    orderId: 'order-1',
    amount: 12.5,
    currency: 'MDL',
    payDescription: 'Cafea',
  };

  it(
    'creates a payment and reads its status at our simulated rail',
    async () => {
      const { made, read } = (await sdk('pay', { payment })) as { made: object; read: object };
      expect(made).toMatchObject({ orderId: 'order-1', checkoutPage: expect.stringContaining(rail.url) });
      expect(read).toMatchObject({ ...made, status: 'CREATED', amount: 12.5, currency: 'MDL', paymentType: 'qr' });
    },
    TIMEOUT_MS,
  );

  it(
    'accepts the signature of a callback of our simulated rail, as we do, and no touched one',
    async () => {
      const called = new Promise<StubRequest>((resolve) => {
        shop.handle((response, request) => {
          response.end();
          resolve(request);
        });
      });
      const given = { payment: { ...payment, callbackUrl: `${shop.url}/callback` } };
      const { made } = (await sdk('pay', given)) as { made: { paymentId: string } };
      await fetch(`${rail.url}/__control/payments/${made.paymentId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status: 'SUCCESS' }),
      });
      const { text } = await called;
      const touched = text.replace('12.5', '12.6');
      expect(touched).not.toBe(text);
      await expect(sdk('validate', { bodies: [text, touched] })).resolves.toEqual([true, false]);
      const [ours, oursTouched] = [text, touched].map((body) => readCallback(Buffer.from(body), {}));
      expect(ours?.report).toMatchObject({
        paymentId: made.paymentId,
        orderId: 'order-1',
        status: 'SUCCESS',
        amount: { minor: 1_250, currency: 'MDL' },
      });
      expect(ours?.verify(sim.key.publicKey)).toBe(true);
      expect(oursTouched?.verify(sim.key.publicKey)).toBe(false);
    },
    TIMEOUT_MS,
  );

  it(
    'spells what is signed as we do',
    async () => {
      const results = [
        { terminalId: 'T', orderId: '1', amount: 1775, currency: 'MDL', status: 'EXPIRED', Zeta: 'z', année: 'é' },
        { amount: 0.01, swiftPayerBank: 'Bank "X"', paymentDate: '2024-12-17T11:54:23', '😀': 'astral', '｡': 'bmp' },
        { amount: 9999999999.99, attempt: 7 },
      ];
      await expect(sdk('base', { results })).resolves.toEqual(results.map(signatureBase));
    },
    TIMEOUT_MS,
  );
}

function sayNotChecked(missing: string): void {
  it('needs python3 with venv and a package index, which are not here', () => {
    notChecked(`${SDK} at the simulated rail`, `${missing}; python3 with venv and a package index make it checkable`);
    expect(missing).not.toBe('');
  });
}

describe("the vendor's own client", () => {
  if ('python' in prepared) describeSdk(prepared.python);
  else sayNotChecked(prepared.missing);
});
