import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from '../../api/http/server';
import { BAD_CALLBACKS, BAD_PEOPLE, BAD_WEBHOOKS, strike, type Answer, type Target } from '../support/bad-inputs';
import { callbackFor, signatureOf } from './support/callback';
import { createHarness, LINE, SECRETS } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const PAID = '2a663962-c954-4984-90e5-1d24c3305f7b';

const harness = createHarness();
let server: Server;
let target: Target;
beforeAll(async () => {
  server = createServer(harness.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  harness.temporal.payments.set(LINK, { memo: {}, lineId: 'md', sellerId: 's', merchantId: 'm', open: true });
  target = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appSecret: SECRETS[0],
    phoneNumberId: LINE.address,
    wabaId: LINE.wabaId ?? '',
    linkId: LINK,
    paymentId: PAID,
    // One bank is played here; that of another is told apart by the payment itself, on a real server.
    signAs: (who, result) => signatureOf(result, who === 'stranger' ? 'stranger' : 'bank'),
  };
  // The bank's key is at hand, as after any callback.
  await strike(target, { path: `/webhooks/rail/${LINK}`, body: JSON.stringify(callbackFor({ status: 'PENDING' })) });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** What a refusal says of itself; undefined where the answer is none. */
function problemOf({ status, type, text }: Answer): { readonly type: string; readonly says: unknown } | undefined {
  if (status < 400) return undefined;
  const { status: says } = JSON.parse(text) as { readonly status?: unknown };
  return { type, says };
}

describe.each([
  ["Meta's door", BAD_WEBHOOKS],
  ["the banks' door", BAD_CALLBACKS],
  ["people's doors", BAD_PEOPLE],
] as const)('at %s', (_, inputs) => {
  it.each(inputs)('%s', async (_, make, status) => {
    const answer = await strike(target, make(target));
    const refused = { type: 'application/problem+json', says: status };
    expect([answer.status, problemOf(answer)]).toEqual([status, status >= 400 ? refused : undefined]);
    // Neither a place in our code nor the sender's own words.
    expect(answer.text).not.toMatch(/\.[tj]s:\d+|node_modules|37369999001|script/);
  });
});

describe('after all of them', () => {
  it('no prototype was touched, nothing was started, and the log calls nothing a bug', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(harness.temporal.started).toEqual([]);
    expect(harness.logged.filter((line) => line.includes('"msg":"bug"'))).toEqual([]);
    expect(harness.logged.join('')).not.toContain('37369999001');
  });

  it('the payment heard only what a bank had signed of it, and was asked about once', () => {
    const heard = harness.temporal.paymentSignals.map((one) =>
      one.signal === 'railReported' ? one.argument.report : one,
    );
    expect(heard).toEqual([
      expect.objectContaining({ status: 'PENDING' }),
      expect.objectContaining({ status: 'SUCCESS', paymentId: PAID, amount: { minor: 10_000, currency: 'MDL' } }),
      expect.objectContaining({ status: 'EXPIRED', paymentId: 'of-nobody' }),
      expect.objectContaining({ signal: 'pollWanted' }),
    ]);
  });
});
