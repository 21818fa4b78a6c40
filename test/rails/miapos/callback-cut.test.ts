import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCallback } from '../../../rails/miapos/callback';
import { signatureBase } from '../../../rails/miapos/signature';

const { publicKey: key, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64');

const LINK = 'abcdefghijklmnopqrstuvwx23';
const PAID = '2a663962-c954-4984-90e5-1d24c3305f7b';
const OTHER = '9b2f0c11-5d5e-4a5b-8c43-0d5b1f7c9a01';
const DATE = '2026-10-05T22:13:42';

type Result = Record<string, string | number>;
const read = (result: Result, signature: string) =>
  readCallback(Buffer.from(JSON.stringify({ result, signature })), {});
const signed = (result: Result): string =>
  sign('sha256', Buffer.from(signatureBase(result) ?? ''), privateKey).toString('base64');

const RESULT: Result = {
  ...{ terminalId: 'T-OWN', orderId: LINK, paymentId: PAID, status: 'SUCCESS', amount: 100, currency: 'MDL' },
  ...{ paymentType: 'qr', paymentDate: DATE, swiftMessageId: 'swift-1', swiftPayerBank: 'CMTBMD2X' },
};
const without = (...fields: readonly string[]): Result =>
  Object.fromEntries(Object.entries(RESULT).filter(([field]) => !fields.includes(field)));

describe('a callback as the vendor documents it', () => {
  it.each([
    ['with all fields', RESULT],
    ['of a payment that did not succeed, which has no SWIFT', without('swiftMessageId', 'swiftPayerBank')],
    ['of a request to pay', { ...RESULT, paymentType: 'rtp' }],
    [
      'without a paymentType, and with an offset, as in its guide',
      { ...without('paymentType'), paymentDate: `${DATE}+03:00` },
    ],
  ])('is believed %s', (_, result) => {
    expect(read(result, signed(result))).toMatchObject({
      report: { orderId: LINK, paymentId: PAID, status: 'SUCCESS' },
    });
  });

  it.each([
    ['a field that nobody documented', { ...RESULT, fee: 1 }],
    ['a semicolon in a value', { ...RESULT, swiftPayerBank: 'CMTB;MD2X' }],
    ['a second word that is a status', { ...RESULT, terminalId: 'FAILED' }],
    ['no date', without('paymentDate')],
    ['a date that is none', { ...RESULT, paymentDate: PAID }],
    ['no terminal', without('terminalId')],
    ['an unknown type', { ...RESULT, paymentType: 'card' }],
  ])('is a reason to ask the rail, and no more, with %s', (_, result) => {
    const callback = read(result, signed(result));
    expect(callback?.report).toBeUndefined();
    expect(callback).toMatchObject({ doubted: { orderId: LINK, paymentId: PAID } });
    expect(callback?.verify(publicKey)).toBe(true);
  });
});

/** Without one of these it is no callback at all. */
const NEEDED = ['amount', 'currency', 'orderId', 'paymentId', 'status'];
const OTHERS = ['paymentDate', 'paymentType', 'swiftMessageId', 'swiftPayerBank', 'terminalId'];
/** Names that the bank may add one day, and nobody signs: they sort between the status and the terminal. */
const MADE_UP = ['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9'];

/** What a merchant of the same bank may name an order of theirs: pieces of a word about our payment. */
const piece = fc.constantFrom(LINK, PAID, OTHER, DATE, 'qr', 'SUCCESS', 'EXPIRED', 'T-OWN', 'x', '');
const theirOrder = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(';'));
const theirPayment = fc
  .record(
    {
      terminalId: fc.constant('T-ATT'),
      orderId: theirOrder,
      paymentId: fc.constant(OTHER),
      status: fc.constantFrom('CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'),
      amount: fc.constant(100),
      currency: fc.constant('MDL'),
      paymentType: fc.constantFrom('qr', 'rtp'),
      paymentDate: fc.constant('2026-11-29T10:00:00'),
      swiftMessageId: piece,
      swiftPayerBank: piece,
    },
    { requiredKeys: ['terminalId', 'orderId', 'paymentId', 'status', 'amount', 'currency'] },
  )
  .map((payment) => ({ ...payment }));

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** The same bytes under other keys: `names` in the order in which they are signed. */
const cut = (parts: readonly string[], names: readonly string[]): Result =>
  Object.fromEntries(parts.map((value, at) => [names[at] ?? '', value]));

/** All subsets of the names. */
function* subsets(names: readonly string[]): Generator<readonly string[]> {
  const [first, ...rest] = names;
  if (first === undefined) yield [];
  else for (const others of subsets(rest)) yield* [others, [first, ...others]];
}
const NAMES = [...subsets(OTHERS)].map((some) => [...NEEDED, ...some].sort(byCodePoint));

/** With names that nobody knows for what is left over, or with all that is left over in the last value. */
function recuts(pieces: readonly string[], names: readonly string[]): readonly Result[] {
  const more = MADE_UP.slice(0, Math.max(pieces.length - names.length, 0));
  const [head, tail] = [pieces.slice(0, names.length - 1), pieces.slice(names.length - 1).join(';')];
  return [cut(pieces, [...names, ...more].sort(byCodePoint)), cut([...head, tail], names)];
}

const about = (callback: ReturnType<typeof readCallback>) =>
  callback?.report && [callback.report.paymentId, callback.report.status, callback.report.amount.minor];

describe('the signed values of one payment', () => {
  it('are never believed about another, under whatever keys they are cut', () => {
    let believed = 0;
    const property = fc.property(theirPayment, (theirs) => {
      const pieces = (signatureBase(theirs) ?? '').split(';');
      const fitting = NAMES.filter(({ length }) => length <= pieces.length);
      for (const recut of fitting.flatMap((names) => recuts(pieces, names))) {
        const told = about(read(recut, 'unread'));
        if (told === undefined) continue;
        believed += 1;
        expect(told).toEqual([OTHER, theirs.status, 10_000]);
      }
    });
    fc.assert(property, { numRuns: 300 });
    expect(believed).toBeGreaterThan(5);
  });

  it('are not believed though their signature is good: an order of another shop with our success in its name', () => {
    const theirs: Result = { ...without('swiftMessageId', 'swiftPayerBank'), paymentId: OTHER, status: 'EXPIRED' };
    const attack: Result = { ...theirs, orderId: `${LINK};${PAID};SUCCESS`, terminalId: 'T-ATT' };
    const recut: Result = {
      ...{ amount: 100, currency: 'MDL', orderId: LINK, paymentId: PAID, status: 'SUCCESS' },
      ...{ t0: DATE, t1: OTHER, t2: 'qr', t3: 'EXPIRED', t4: 'T-ATT' },
    };
    const callback = read(recut, signed(attack));
    expect(callback?.verify(publicKey)).toBe(true);
    expect(callback?.report).toBeUndefined();
  });
});
