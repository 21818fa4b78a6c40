import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, sign } from 'node:crypto';
import { readCallback } from '../../../rails/miapos/callback';
import { signatureBase } from '../../../rails/miapos/signature';

const { publicKey: key, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64');
const signed = (text: string): string => sign('sha256', Buffer.from(text), privateKey).toString('base64');

const RESULT = {
  terminalId: 'TE0001',
  orderId: 'link1',
  paymentId: '2a663962-c954-4984-90e5-1d24c3305f7b',
  status: 'SUCCESS',
  amount: 145.25,
  currency: 'MDL',
  paymentType: 'qr',
  paymentDate: '2026-10-05T22:13:42',
  swiftMessageId: 'swift-1',
  swiftPayerBank: 'CMTBMD2X',
};
const REPORT = {
  paymentId: RESULT.paymentId,
  orderId: 'link1',
  status: 'SUCCESS',
  amount: { minor: 14_525, currency: 'MDL' },
  swiftMessageId: 'swift-1',
  swiftPayerBank: 'CMTBMD2X',
};
const EVENT = {
  event: 'payment.completed',
  paymentId: RESULT.paymentId,
  orderId: 'link1',
  amount: 145.25,
  currency: 'MDL',
  status: 'COMPLETED',
  completedAt: '2026-10-05T22:13:42',
};

const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const resultBody = (result: object, base = signatureBase({ ...result }) ?? ''): Buffer =>
  bodyOf({ result, signature: signed(base) });
const readEvent = (event: object, more: Record<string, string> = {}): ReturnType<typeof readCallback> => {
  const body = bodyOf(event);
  return readCallback(body, { 'x-miapos-signature': signed(body.toString()), ...more });
};

describe('a callback with a signed result', () => {
  it('is read into what the rail reports, and verified by its key', () => {
    const callback = readCallback(resultBody(RESULT), {});
    expect(callback?.report).toEqual(REPORT);
    expect(callback?.verify(publicKey)).toBe(true);
  });

  it('keeps an amount exact that is spelt with two decimals', () => {
    const spelt = JSON.stringify({ ...RESULT, amount: 1775 }).replace('1775', '1775.00');
    const signature = signed(signatureBase({ ...RESULT, amount: 1775 }) ?? '');
    const callback = readCallback(Buffer.from(`{"result":${spelt},"signature":"${signature}"}`), {});
    expect(callback?.report?.amount).toEqual({ minor: 177_500, currency: 'MDL' });
    expect(callback?.verify(publicKey)).toBe(true);
  });

  it.each(Object.keys(RESULT))('does not verify once its %s was touched', (field) => {
    const values = { ...RESULT, [field]: { amount: 1.25, status: 'FAILED', currency: 'EUR' }[field] ?? 'touched' };
    const callback = readCallback(resultBody(values, signatureBase(RESULT)), {});
    expect(callback?.verify(publicKey)).toBe(false);
  });

  it('does not verify with a field more or less', () => {
    const { paymentType, ...less } = RESULT;
    const base = signatureBase(RESULT);
    expect(paymentType).toBe('qr');
    expect(readCallback(resultBody(less, base), {})?.verify(publicKey)).toBe(false);
    expect(readCallback(resultBody({ ...RESULT, note: 'x' }, base), {})?.verify(publicKey)).toBe(false);
  });

  it('reads the same when it comes again: a replay is for the payment to judge', () => {
    const body = resultBody(RESULT);
    expect(readCallback(body, {})?.report).toEqual(readCallback(body, {})?.report);
  });

  it.each([
    ['not JSON', Buffer.from('{')],
    ['null', bodyOf(null)],
    ['no result', bodyOf({ signature: 'x' })],
    ['no signature', bodyOf({ result: RESULT })],
    ['an unsigned event', bodyOf(EVENT)],
    ['a status that is none', resultBody({ ...RESULT, status: 'PAID' })],
    ['an amount of three decimals', resultBody({ ...RESULT, amount: 145.255 }, 'x')],
    ['no amount', resultBody({ ...RESULT, amount: 0 })],
    ['a nested field', resultBody({ ...RESULT, extra: { a: 1 } }, 'x')],
    ['an order id with a semicolon', resultBody({ ...RESULT, orderId: 'link1;SUCCESS' })],
    ['a payment id that would leave its path', resultBody({ ...RESULT, paymentId: '../token' })],
  ])('is unreadable where it is %s', (_, body) => {
    expect(readCallback(body, {})).toBeUndefined();
  });
});

describe("a callback of the website's form", () => {
  it.each([
    ['payment.completed', 'SUCCESS'],
    ['payment.failed', 'FAILED'],
    ['payment.expired', 'EXPIRED'],
  ])('%s means %s', (event, status) => {
    const callback = readEvent({ ...EVENT, event }, { 'x-miapos-event': event, 'x-miapos-delivery': 'd-1' });
    expect(callback?.report).toEqual({ paymentId: RESULT.paymentId, orderId: 'link1', amount: REPORT.amount, status });
    expect(callback).toMatchObject({ event, deliveryId: 'd-1' });
    expect(callback?.verify(publicKey)).toBe(true);
  });

  it('lets the event decide, not the status beside it', () => {
    expect(readEvent({ ...EVENT, event: 'payment.failed' })?.report?.status).toBe('FAILED');
  });

  it('of a refund is no word about the payment', () => {
    const callback = readEvent({ ...EVENT, event: 'payment.refunded' });
    expect(callback?.report).toBeUndefined();
    expect(callback).toMatchObject({ event: 'payment.refunded', refund: { orderId: 'link1', amount: REPORT.amount } });
    expect(callback?.verify(publicKey)).toBe(true);
  });

  it('signs the bytes as they came, so one space more is one too many', () => {
    const body = bodyOf(EVENT);
    const headers = { 'x-miapos-signature': signed(body.toString()) };
    const touched = Buffer.from(body.toString().replace('"amount":', '"amount": '));
    expect(readCallback(touched, headers)?.report).toEqual(readCallback(body, headers)?.report);
    expect(readCallback(touched, headers)?.verify(publicKey)).toBe(false);
  });

  it.each([
    ['an event that we do not know', { ...EVENT, event: 'payment.created' }, {}],
    ['a header that says otherwise', { ...EVENT, event: 'payment.failed' }, { 'x-miapos-event': 'payment.completed' }],
    ['a signed result beside the header', { result: RESULT, signature: 'x' }, {}],
    ['no amount', { ...EVENT, amount: null }, {}],
  ])('is unreadable with %s', (_, event, headers) => {
    expect(readEvent(event, headers)).toBeUndefined();
  });
});
