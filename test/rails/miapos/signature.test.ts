import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { readPublicKey, signatureBase, verifySignature } from '../../../rails/miapos/signature';

const bank = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
const publicKey = spki(bank.publicKey);
const signed = (text: string): string => sign('sha256', Buffer.from(text), bank.privateKey).toString('base64');

/** As the vendor published it; parsed from text, for the amount is spelt with decimals that JSON drops. */
const PUBLISHED = JSON.parse(
  '{"terminalId":"TRMW0001","orderId":"108","paymentId":"2a663962-c954-4984-90e5-1d24c3305f7b","status":"EXPIRED",' +
    '"amount":1775.00,"currency":"MDL","paymentType":"qr","paymentDate":"2024-12-17T11:54:23"}',
) as Record<string, unknown>;
const PUBLISHED_BASE = '1775.00;MDL;108;2024-12-17T11:54:23;2a663962-c954-4984-90e5-1d24c3305f7b;qr;EXPIRED;TRMW0001';

describe('what the rail signs', () => {
  it("is the vendor's published string, letter by letter", () => {
    expect(signatureBase(PUBLISHED)).toBe(PUBLISHED_BASE);
  });

  it("follows the rule for the fields of the guide's own example too", () => {
    const guide = {
      terminalId: '123456',
      orderId: 'order123',
      paymentId: 'bc340d13-7411-4785-a083-b594b1384eb5',
      status: 'SUCCESS',
      amount: 145.25,
      currency: 'MDL',
      paymentDate: '2024-05-20T16:32:28+03:00',
      swiftMessageId: 'swift123',
      swiftPayerBank: 'SomeBank',
    };
    expect(signatureBase(guide)).toBe(
      '145.25;MDL;order123;2024-05-20T16:32:28+03:00;bc340d13-7411-4785-a083-b594b1384eb5;SUCCESS;swift123;SomeBank;123456',
    );
  });

  it('sorts keys by code point: capitals first, and characters beyond the first plane last', () => {
    const keys = ['b', 'a', 'B', '\u{1F600}', '\uFF61', 'amountX', 'é'];
    const base = signatureBase(Object.fromEntries(keys.map((key) => [key, key])));
    expect(base).toBe(['B', 'a', 'amountX', 'b', 'é', '\uFF61', '\u{1F600}'].join(';'));
  });

  it.each([
    ['1775', '1775.00'],
    ['1775.0', '1775.00'],
    ['12.5', '12.50'],
    ['0.01', '0.01'],
    ['1e2', '100.00'],
    ['9999999999999.99', '9999999999999.99'],
    ['"1775.5"', '1775.50'],
    ['1.005', undefined],
    ['0.30000000000000004', undefined],
    ['1e21', undefined],
    ['-5', undefined],
    ['"5,00"', undefined],
    ['"0x10"', undefined],
    ['true', undefined],
    ['{}', undefined],
  ])('spells the amount %s as %s', (json, base) => {
    expect(signatureBase(JSON.parse(`{"amount":${json}}`) as Record<string, unknown>)).toBe(base);
  });

  it('omits nulls, as the sender does, and takes numbers and booleans as they are', () => {
    expect(signatureBase({ b: null, a: 7, d: undefined, c: true })).toBe('7;true');
  });

  it.each([
    [1.25, 'KWD', '1.250;KWD'],
    [1.255, 'KWD', '1.255;KWD'],
    [500, 'JPY', '500.00;JPY'],
    [12.5, 'MDL', '12.50;MDL'],
  ])('spells %f %s with all its decimals, two at least: %s', (amount, currency, base) => {
    expect(signatureBase({ amount, currency })).toBe(base);
  });

  it('is nothing for an amount that is finer than its currency', () => {
    expect(signatureBase({ amount: 1.255, currency: 'MDL' })).toBeUndefined();
    expect(signatureBase({ amount: 1.2555, currency: 'KWD' })).toBeUndefined();
  });

  it.each([[{ a: {} }], [{ a: [] }], [{ a: ['SUCCESS'] }]])('is nothing for what no rail signs: %j', (result) => {
    expect(signatureBase(result)).toBeUndefined();
  });
});

describe('a signature', () => {
  it('holds for what was signed with the key', () => {
    expect(verifySignature(PUBLISHED_BASE, signed(PUBLISHED_BASE), publicKey)).toBe(true);
    expect(verifySignature(Buffer.from('{"é":1}'), signed('{"é":1}'), publicKey)).toBe(true);
  });

  it('holds for any payment, however its fields are ordered, and for no other content of any field', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const result = fc.record({
      amount: fc.integer({ min: 1, max: 99_999_999_999 }).map((minor) => minor / 100),
      currency: fc.constant('MDL'),
      orderId: text,
      paymentId: fc.uuid(),
      status: fc.constantFrom('SUCCESS', 'FAILED', 'EXPIRED'),
      swiftPayerBank: text,
      terminalId: text,
    });
    const property = fc.property(result, fc.nat(6), text, (original, at, other) => {
      const base = signatureBase(original) ?? '';
      const signature = signed(base);
      const shuffled = Object.fromEntries(Object.entries(original).reverse());
      expect(verifySignature(signatureBase(shuffled) ?? '', signature, publicKey)).toBe(true);
      const [field = '', value] = Object.entries(original)[at] ?? [];
      const tampered = { ...original, [field]: typeof value === 'number' ? value + 1 : `${String(value)}${other}x` };
      expect(verifySignature(signatureBase(tampered) ?? '', signature, publicKey)).toBe(false);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("holds for no other bank's key, and for nothing that is no RSA key or no signature", () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const ed25519 = generateKeyPairSync('ed25519');
    const signature = signed(PUBLISHED_BASE);
    for (const key of [spki(other.publicKey), spki(ed25519.publicKey), '', 'AAAA', publicKey.slice(0, 40)]) {
      expect(verifySignature(PUBLISHED_BASE, signature, key)).toBe(false);
    }
    for (const wrong of ['', 'AAAA', '%%%', signature.slice(4), `AAAA${signature}`]) {
      expect(verifySignature(PUBLISHED_BASE, wrong, publicKey)).toBe(false);
    }
    expect(readPublicKey(spki(ed25519.publicKey))).toBeUndefined();
    expect(readPublicKey(publicKey)?.asymmetricKeyType).toBe('rsa');
  });
});
