import { sign } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';
import { bankKeys, createHarness, LINE, NOW, ORIGIN } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const PAID = '2a663962-c954-4984-90e5-1d24c3305f7b';
const CHAT = `conversation/md/${LINK}`;
const amount = { minor: 10_000, currency: 'MDL' };
const memo = { conversationId: CHAT, sender: { phone: '37369000001' } };
const view = { memo, lineId: 'md', sellerId: 'pos-1', merchantId: 'M1' };
const issued = {
  paymentId: PAID,
  origin: ORIGIN,
  amount,
  checkoutPage: 'https://pay.example/x',
  issuedAt: NOW.toISOString(),
  expiresAt: NOW.toISOString(),
};
const notice = { linkId: LINK, seq: 1, outcome: 'expired', amount, at: NOW.toISOString(), tag: 'masa7' } as const;
const expired: PaymentLinkResult = { state: 'Expired', notification: 'Sent', issued: [issued], notice };

interface Word {
  readonly orderId?: string;
  readonly paymentId?: string;
  readonly status?: string;
  readonly amount?: number;
}
function result({ orderId = LINK, paymentId = PAID, status = 'SUCCESS', amount: paid = 100 }: Word = {}) {
  const about = { terminalId: 'T1', paymentDate: '2026-10-05T22:13:42', amount: paid, currency: 'MDL' };
  return { ...about, orderId, paymentId, status };
}

/** As the rail writes it: values in the order of their keys, amounts with two decimals. */
function callback(word: Word = {}, key = bankKeys.privateKey) {
  const told = result(word);
  const { currency, orderId, paymentDate, paymentId, status, terminalId } = told;
  const text = [told.amount.toFixed(2), currency, orderId, paymentDate, paymentId, status, terminalId].join(';');
  return { result: told, signature: sign('sha256', Buffer.from(text), key).toString('base64') };
}

/** Signed of a payment that expired in another shop of the same bank, whose order was named `<link>;<payment>;<status>`. */
function recut({ status = 'SUCCESS' }: Word = {}) {
  const [date, theirs] = ['2026-10-05T22:13:42', '9b2f0c11-5d5e-4a5b-8c43-0d5b1f7c9a01'];
  const text = `100.00;MDL;${LINK};${PAID};${status};${date};${theirs};qr;EXPIRED;T-ATT`;
  const word = { amount: 100, currency: 'MDL', orderId: LINK, paymentId: PAID, status };
  return {
    result: { ...word, t0: date, t1: theirs, t2: 'qr', t3: 'EXPIRED', t4: 'T-ATT' },
    signature: sign('sha256', Buffer.from(text), bankKeys.privateKey).toString('base64'),
  };
}

type Harness = ReturnType<typeof createHarness>;
const post = ({ app }: Harness, body: object | string, link = LINK) =>
  request(app).post(`/webhooks/rail/${link}`).set('Content-Type', 'application/json').send(body);

function open(options?: Parameters<typeof createHarness>[0]) {
  const harness = createHarness(options);
  harness.temporal.payments.set(LINK, { ...view, open: true });
  return harness;
}
function closed(end: PaymentLinkResult | undefined) {
  const harness = createHarness();
  harness.temporal.payments.set(LINK, { ...view, open: false, ...(end && { result: end }) });
  return harness;
}

describe('a callback that the bank signed', () => {
  it('is given to its payment with the origin whose key fitted', async () => {
    const harness = open();
    expect((await post(harness, callback())).status).toBe(200);
    expect(harness.temporal.paymentSignals).toEqual([
      {
        linkId: LINK,
        signal: 'railReported',
        argument: { origin: ORIGIN, report: { paymentId: PAID, orderId: LINK, status: 'SUCCESS', amount } },
      },
    ]);
  });

  it('costs one call of Temporal and no key once the key is known', async () => {
    const harness = open();
    await post(harness, callback());
    const before = harness.temporal.calls;
    await post(harness, callback());
    expect(harness.temporal.calls - before).toBe(1);
    expect(harness.keyFetches).toHaveLength(1);
  });

  it("is also read in the website's form, signed over the raw body", async () => {
    const harness = open();
    const body = JSON.stringify({
      event: 'payment.completed',
      ...{ paymentId: PAID, orderId: LINK, amount: 100, currency: 'MDL', status: 'COMPLETED' },
    });
    const signature = sign('sha256', Buffer.from(body), bankKeys.privateKey).toString('base64');
    const answer = await post(harness, body).set('X-MiaPos-Signature', signature);
    expect(answer.status).toBe(200);
    expect(harness.temporal.paymentSignals).toMatchObject([{ argument: { report: { status: 'SUCCESS' } } }]);
  });

  it('that tells of a refund is counted and changes nothing', async () => {
    const harness = open();
    const body = JSON.stringify({
      event: 'payment.refunded',
      ...{ paymentId: PAID, orderId: LINK, amount: 100, currency: 'MDL' },
    });
    const signature = sign('sha256', Buffer.from(body), bankKeys.privateKey).toString('base64');
    expect((await post(harness, body).set('X-MiaPos-Signature', signature)).status).toBe(200);
    expect(harness.temporal.paymentSignals).toEqual([]);
    expect(await harness.count('rail_callbacks_total', { verdict: 'refunded' })).toBe(1);
  });

  it('for another seller’s link changes nothing at this one, open or over, and is counted', async () => {
    const of = callback({ orderId: 'zzzzzzzzzzzzzzzzzzzzzzzzzz', paymentId: 'payment-of-another' });
    for (const harness of [open(), closed(expired)]) {
      expect((await post(harness, of)).status).toBe(200);
      expect(harness.temporal.paymentSignals).toEqual([]);
      expect(harness.temporal.conversationSignals).toEqual([]);
      expect(await harness.count('rail_callbacks_total', { verdict: 'otherOrder' })).toBe(1);
    }
  });
});

describe('a callback of a bank that moved to another host and kept its key, with both in RAIL_ORIGINS', () => {
  const OLD = 'https://old.bank-a.example';
  const NEW = ORIGIN;
  const heardFrom = ({ temporal }: Harness) =>
    temporal.paymentSignals.map((one) => (one.signal === 'railReported' ? one.argument.origin : one.signal));
  /** An api that met the bank's key at its old host. */
  async function moved(after: () => string = () => NEW) {
    let bankAt = () => OLD;
    const harness = open({ railOrigins: [OLD, NEW], bankAt: () => bankAt() });
    await post(harness, callback());
    expect(heardFrom(harness)).toEqual([OLD]);
    harness.temporal.paymentSignals.length = 0;
    bankAt = after;
    return harness;
  }

  it('reaches the payments that were made at either of them', async () => {
    const harness = await moved();
    expect((await post(harness, callback())).status).toBe(200);
    expect(heardFrom(harness)).toEqual([OLD, NEW]);
    expect(await harness.count('rail_callbacks_total', { verdict: 'taken' })).toBe(2);
  });

  it('costs nothing but the second word, once the keys of all hosts are at hand', async () => {
    const harness = await moved();
    await post(harness, callback());
    const before = harness.temporal.calls;
    await post(harness, callback());
    expect(harness.temporal.calls - before).toBe(2);
    expect(harness.keyFetches.map(({ origin }) => origin)).toEqual([OLD, NEW]);
  });

  it('is told once where it comes after the end of a payment that was made at the new one', async () => {
    const harness = await moved();
    harness.temporal.payments.set(LINK, { ...view, open: false, result: expired });
    await post(harness, callback());
    await post(harness, callback());
    expect(harness.temporal.conversationSignals).toMatchObject([
      { signal: 'owed', argument: { notice: { outcome: 'paidAfterAll', seq: 2 } } },
    ]);
    expect(await harness.count('rail_callbacks_total', { verdict: 'lateNews' })).toBe(1);
    expect(await harness.count('rail_callbacks_total', { verdict: 'lateReplay' })).toBe(1);
  });

  it('is taken with what is known where nobody can say whose payment it is', async () => {
    const harness = await moved(() => {
      throw new Error('cap-svc is down');
    });
    expect((await post(harness, callback())).status).toBe(200);
    expect(heardFrom(harness)).toEqual([OLD]);
  });
});

describe('a callback that the bank signed, perhaps of another payment', () => {
  it('is not believed: the rail is asked, it is counted and logged', async () => {
    const harness = open();
    expect((await post(harness, recut())).status).toBe(200);
    expect(harness.temporal.paymentSignals).toEqual([{ linkId: LINK, signal: 'pollWanted' }]);
    expect(await harness.count('rail_callbacks_total', { verdict: 'doubtful' })).toBe(1);
    expect(harness.logged.join('')).toContain('the rail is asked');
  });

  it('after the end is told to nobody but people, once', async () => {
    const harness = closed(expired);
    for (let times = 0; times < 2; times += 1) expect((await post(harness, recut())).status).toBe(200);
    expect(harness.temporal.conversationSignals).toEqual([]);
    expect(await harness.count('rail_callbacks_total', { verdict: 'lateDoubtful' })).toBe(1);
    expect(harness.logged.join('')).toContain('ask the bank');
  });

  it('after the end keeps no word from being told that is beyond doubt', async () => {
    const harness = closed(expired);
    for (const body of [recut(), callback()]) await post(harness, body);
    expect(harness.temporal.conversationSignals).toMatchObject([{ argument: { notice: { outcome: 'paidAfterAll' } } }]);
  });

  it('after the end and no news wakes nobody', async () => {
    const harness = closed(expired);
    await post(harness, recut({ status: 'FAILED' }));
    expect(await harness.count('rail_callbacks_total', { verdict: 'lateReplay' })).toBe(1);
  });

  it('is unknown where the link is', async () => {
    const harness = open();
    await post(harness, callback());
    harness.temporal.payments.delete(LINK);
    expect((await post(harness, recut())).status).toBe(404);
  });
});

describe('a callback that can not be believed', () => {
  it.each([
    ['with a tampered amount', { ...callback(), result: result({ amount: 1 }) }],
    ['with a tampered status', { ...callback({ status: 'FAILED' }), result: result() }],
    ['signed by somebody else', callback({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    ['signed with noise', { ...callback(), signature: 'bm9pc2U=' }],
  ])('is refused: %s', async (_, body) => {
    const harness = open();
    const answer = await post(harness, body);
    expect(answer.body).toMatchObject({ status: 400, code: 'CallbackSignature' });
    expect(harness.temporal.paymentSignals).toEqual([]);
  });

  it.each([
    ['no JSON', 'status=SUCCESS'],
    ['nothing', ''],
    ['no signature', { result: result() }],
    ['no payment in it', { result: { status: 'SUCCESS' }, signature: 'x' }],
    ['a list', []],
  ])('is refused as unreadable: %s', async (_, body) => {
    const answer = await post(open(), body);
    expect(answer.body).toMatchObject({ status: 400, code: 'CallbackUnreadable' });
  });

  it.each(['short', 'ABCDEFGHIJKLMNOPQRSTUVWX23', 'abcdefghijklmnopqrstuvwx23x'])(
    'is unknown where no link can have the address %s',
    async (link) => {
      const harness = open();
      expect((await post(harness, callback(), link)).body).toMatchObject({ status: 404, code: 'LinkUnknown' });
      expect(harness.temporal.calls).toBe(0);
    },
  );

  it('fetches no key for an unknown link', async () => {
    const harness = createHarness();
    expect((await post(harness, callback())).body).toMatchObject({ status: 404, code: 'LinkUnknown' });
    expect(harness.keyFetches).toEqual([]);
  });

  it('is no bad signature where the link is made up: whoever has no link of ours wakes nobody', async () => {
    const forged = { ...callback(), signature: 'bm9pc2U=' };
    for (const [harness, expected] of [
      [open(), 1],
      [createHarness(), 0],
    ] as const) {
      await post(harness, forged);
      expect(await harness.count('rail_callbacks_total', { verdict: 'badSignature' })).toBe(expected);
    }
  });

  it('over 64 kB is refused unread', async () => {
    const answer = await post(open(), { ...callback(), more: 'x'.repeat(70_000) });
    expect(answer.body).toMatchObject({ status: 413, code: 'BodyTooLarge' });
  });

  it('is known as unknown also after the key is at hand', async () => {
    const harness = open();
    await post(harness, callback());
    expect((await post(harness, callback(), LINK.replace('a', 'b'))).status).toBe(404);
  });
});

describe('when something is out of reach', () => {
  it("the bank's key: 503, and the rail is asked at once, for the callback comes only once", async () => {
    const harness = open({ fetchKey: () => Promise.reject(new Error('down')) });
    expect((await post(harness, callback())).body).toMatchObject({ status: 503, code: 'RailKeyUnavailable' });
    expect(harness.temporal.paymentSignals).toEqual([{ linkId: LINK, signal: 'pollWanted' }]);
  });

  it('whose payment it is: the same', async () => {
    const harness = createHarness();
    harness.temporal.payments.set(LINK, { memo, lineId: 'md', open: true });
    expect((await post(harness, callback())).status).toBe(503);
    expect(harness.keyFetches).toEqual([]);
    expect(harness.temporal.paymentSignals).toEqual([{ linkId: LINK, signal: 'pollWanted' }]);
  });

  it('Temporal: 503', async () => {
    const harness = open();
    harness.temporal.away = true;
    expect((await post(harness, callback())).body).toMatchObject({ status: 503, code: 'TemporalUnavailable' });
  });
});

describe('a callback that comes after the end', () => {
  it('with a SUCCESS is told to the seller by the conversation, started if need be', async () => {
    const harness = closed(expired);
    expect((await post(harness, callback())).status).toBe(200);
    expect(harness.temporal.conversationSignals).toMatchObject([
      {
        id: CHAT,
        input: { line: LINE, contact: { phone: '37369000001' } },
        signal: 'owed',
        argument: { notice: { ...notice, seq: 2, outcome: 'paidAfterAll' } },
      },
    ]);
  });

  it('is told once, however often it is replayed', async () => {
    const harness = closed(expired);
    const body = callback();
    for (let times = 0; times < 3; times += 1) expect((await post(harness, body)).status).toBe(200);
    expect(harness.temporal.conversationSignals).toHaveLength(1);
    expect(await harness.count('rail_callbacks_total', { verdict: 'lateReplay' })).toBe(2);
  });

  it('is other news where it is about another payment of the link, or names another amount', async () => {
    const harness = closed(expired);
    for (const change of [{}, { paymentId: 'another' }, { amount: 1 }]) await post(harness, callback(change));
    expect(harness.temporal.conversationSignals).toHaveLength(3);
  });

  it('and repeats the SUCCESS that was told changes nothing', async () => {
    const harness = closed({ ...expired, state: 'Paid', notice: { ...notice, outcome: 'paid' } });
    expect((await post(harness, callback())).status).toBe(200);
    expect(harness.temporal.conversationSignals).toEqual([]);
  });

  it('of a payment that ended without a result is brought to people, and never swallowed', async () => {
    const harness = closed(undefined);
    await post(harness, callback());
    expect(harness.temporal.conversationSignals).toMatchObject([{ argument: { notice: { outcome: 'review' } } }]);
  });

  it('and nobody is left to tell is shouted about in the log', async () => {
    const harness = createHarness();
    harness.temporal.payments.set(LINK, {
      memo: {},
      lineId: 'md',
      sellerId: 's',
      merchantId: 'm',
      open: false,
      result: expired,
    });
    expect((await post(harness, callback())).status).toBe(200);
    expect(harness.logged.join('')).toContain('tell the seller');
  });
});
