import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createServer } from '../../api/http/server';
import { strike, type Target } from '../support/bad-inputs';
import { callbackFor, signatureOf } from './support/callback';
import { contacts, createHarness, NAME, PHONE, said, SECRETS, signed, WAMID, webhook } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const RUNS = { numRuns: 1_000 };

const harness = createHarness();
let server: Server;
let target: Target;
beforeAll(async () => {
  server = createServer(harness.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  harness.temporal.payments.set(LINK, { memo: {}, lineId: 'md', sellerId: 's', merchantId: 'm', open: true });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  target = { url, linkId: LINK } as Target;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Step = readonly [place: number, deed: 'drop' | 'double' | 'replace' | 'nest' | 'rename', value: unknown];
const steps = fc.array(
  fc.tuple(fc.nat(60), fc.constantFrom('drop', 'double', 'replace', 'nest', 'rename'), fc.jsonValue({ maxDepth: 1 })),
  { minLength: 1, maxLength: 3 },
) as fc.Arbitrary<readonly Step[]>;

/** A valid body with some of its places changed: what a new version of theirs may send, or a fault on the way. */
function mutate(valid: unknown, changes: readonly Step[]): unknown {
  const root: unknown = { root: JSON.parse(JSON.stringify(valid)) as unknown };
  for (const [place, deed, value] of changes) {
    const places = placesOf(root);
    const found = places[place % places.length];
    if (found === undefined) continue;
    const { holder, key } = found;
    if (deed === 'replace') holder[key] = value;
    else if (deed === 'nest') holder[key] = [holder[key]];
    else if (Array.isArray(holder)) {
      const list = holder as unknown[];
      if (deed === 'double') list.splice(Number(key), 0, list[Number(key)]);
      else list.splice(Number(key), 1);
    } else if (deed === 'drop') Reflect.deleteProperty(holder, key);
    else holder[`${key}_`] = holder[key];
  }
  return (root as { root: unknown }).root;
}

function placesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

const status = {
  id: WAMID,
  status: 'failed',
  timestamp: '1763892000',
  biz_opaque_callback_data: `payment-link/${LINK}#notice`,
  errors: [{ code: 131026 }],
};
const VALID = [
  webhook({ contacts, messages: [said('pay 100 "Cafea" #masa7')] }),
  webhook({ contacts, messages: [said({ tap: `again:${LINK}` })] }),
  webhook({ contacts, messages: [said('/list'), said('/cancel', { context: { id: WAMID } })] }),
  webhook({ statuses: [status] }),
  webhook({ messages: [said('x', { type: 'system', system: { type: 'user_changed_number', wa_id: '37369000002' } })] }),
];

describe('a valid webhook with something changed in it', () => {
  it('is taken when it is signed, whatever was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VALID), steps, async (valid, changes) => {
        const { body, signature } = signed(JSON.stringify(mutate(valid, changes) ?? null));
        const headers = { 'x-hub-signature-256': signature };
        expect((await strike(target, { path: '/webhooks/whatsapp', body, headers })).status).toBe(200);
      }),
      RUNS,
    );
    // Most of it was still understood, or this would prove little.
    expect(harness.temporal.started.length + harness.temporal.conversationSignals.length).toBeGreaterThan(
      RUNS.numRuns / 10,
    );
  }, 240_000);

  it('is 401 when a byte changes after it was signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VALID), fc.nat(), fc.integer({ min: 1, max: 255 }), async (valid, at, by) => {
        const { body, signature } = signed(valid, SECRETS[1]);
        const bytes = Buffer.from(body);
        bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ by, at % bytes.length);
        const headers = { 'x-hub-signature-256': signature };
        expect((await strike(target, { path: '/webhooks/whatsapp', body: bytes, headers })).status).toBe(401);
      }),
      RUNS,
    );
  }, 240_000);
});

describe('a callback of the rail with something changed in it', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    strike(target, { path: `/webhooks/rail/${LINK}`, body, headers });
  const heard = () => harness.temporal.paymentSignals.filter(({ signal }) => signal === 'railReported').length;

  it('before the bank signs it is taken or 400, and its payment hears what the bank wrote, or asks', async () => {
    let [taken, asked] = [0, 0];
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        const result = mutate(callbackFor().result, changes);
        const isRecord = typeof result === 'object' && result !== null && !Array.isArray(result);
        const signature = isRecord ? signatureOf(result as Record<string, unknown>) : '';
        const before = heard();
        const answer = await post(JSON.stringify({ result, signature }));
        expect([200, 400]).toContain(answer.status);
        const ofThisLink = isRecord && (result as { readonly orderId?: unknown }).orderId === LINK;
        const isTaken = answer.status === 200 && ofThisLink;
        const last = harness.temporal.paymentSignals.at(-1);
        const isAsked = isTaken && last?.signal === 'pollWanted';
        const isHeard = isTaken && !isAsked;
        expect(heard() - before).toBe(isHeard ? 1 : 0);
        if (isHeard) taken += 1;
        if (isAsked) asked += 1;
        const told = last?.signal === 'railReported' ? last.argument.report : undefined;
        const { amount, status: said } = (result ?? {}) as { readonly amount?: unknown; readonly status?: unknown };
        // What was refused may be no number at all, nor become one.
        const signed = isHeard ? [Number(amount), said] : 'nothing';
        const heardOf = isHeard ? [(told?.amount.minor ?? 0) / 100, told?.status] : 'nothing';
        expect(heardOf).toEqual(signed);
      }),
      RUNS,
    );
    expect(taken).toBeGreaterThan(2);
    expect(asked).toBeGreaterThan(20);
  }, 240_000);

  it('after the bank signed it moves nothing, unless it still says the very same', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        const { result, signature } = callbackFor();
        const other = mutate(result, changes) as Record<string, unknown> | null;
        const before = heard();
        const answer = await post(JSON.stringify({ result: other, signature }));
        const last = harness.temporal.paymentSignals.at(-1);
        const told = last?.signal === 'railReported' ? last.argument.report : undefined;
        // Cut anew, and the same is signed: the rail is asked.
        const isAsked = answer.status === 200 && last?.signal === 'pollWanted';
        const isHeard = answer.status === 200 && !isAsked;
        const { paymentId, status: said, amount } = told ?? {};
        const same = { paymentId: result.paymentId, said: 'SUCCESS', amount: { minor: 10_000, currency: 'MDL' } };
        expect(isHeard ? { paymentId, said, amount } : [answer.status, heard()]).toEqual(
          isHeard ? same : [isAsked ? 200 : 400, before],
        );
      }),
      RUNS,
    );
  }, 240_000);

  it('is 400 as raw bytes, with a header of either form or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.option(fc.base64String()), async (bytes, header) => {
        const headers = header === null ? {} : { 'x-miapos-signature': header };
        expect((await post(Buffer.from(bytes), headers)).status).toBe(400);
      }),
      RUNS,
    );
  }, 240_000);
});

describe('after all of that', () => {
  it('nothing crashed, the log calls nothing a bug, and nobody shows in it', () => {
    const log = harness.logged.join('');
    expect(log.includes('"msg":"bug"')).toBe(false);
    expect([PHONE, NAME, WAMID].filter((personal) => log.includes(personal))).toEqual([]);
  });
});
