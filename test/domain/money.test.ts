import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMoney, decimalsOf, fromDecimal, sameMoney, toDecimal } from '../../domain/money';

const CURRENCIES = ['MDL', 'EUR', 'JPY', 'KWD', 'CLF'] as const;
const minorUnits = fc.maxSafeNat();

describe('the decimals of a currency', () => {
  it.each([
    ['MDL', 2],
    ['RON', 2],
    ['JPY', 0],
    ['XOF', 0],
    ['KWD', 3],
    ['TND', 3],
    ['UYW', 4],
    ['XXZ', 2],
  ])('%s has %i', (currency, decimals) => expect(decimalsOf(currency)).toBe(decimals));
});

describe('an amount as a decimal string', () => {
  it.each([
    ['MDL', 10_000, '100.00'],
    ['MDL', 5, '0.05'],
    ['MDL', 0, '0.00'],
    ['JPY', 500, '500'],
    ['KWD', 1_250, '1.250'],
    ['KWD', 7, '0.007'],
    ['MDL', -150, '-1.50'],
  ])('%s %i is %s', (currency, minor, text) => expect(toDecimal({ minor, currency })).toBe(text));

  it('comes back as the same money', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CURRENCIES), minorUnits, (currency, minor) => {
        expect(fromDecimal(toDecimal({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
  });

  it.each([
    ['100', 10_000],
    ['100.5', 10_050],
    ['0.01', 1],
    ['0', 0],
  ])('%s MDL may leave decimals out', (text, minor) => {
    expect(fromDecimal(text, 'MDL')).toEqual({ minor, currency: 'MDL' });
  });

  it.each([
    ...['', ' ', '1 ', ' 1', '.5', '5.', '1.234', '1,50', '01', '00', '-1', '+1', '1e2', '0x1', '١', 'NaN', '1\n'],
    '90071992547409.92',
    '9'.repeat(400),
  ])('%j is refused in MDL', (text) => expect(() => fromDecimal(text, 'MDL')).toThrow(RangeError));

  it('has no decimals where the currency has none', () => {
    expect(() => fromDecimal('5.0', 'JPY')).toThrow(RangeError);
  });
});

describe('sums and comparisons', () => {
  const lei = (minor: number) => ({ minor, currency: 'MDL' });

  it('adds to the minor unit', () => expect(addMoney(lei(10), lei(20))).toEqual(lei(30)));
  it('never adds two currencies', () => {
    expect(() => addMoney(lei(1), { minor: 1, currency: 'EUR' })).toThrow(RangeError);
  });
  it('never leaves the safe integers', () => {
    expect(() => addMoney(lei(Number.MAX_SAFE_INTEGER), lei(1))).toThrow(RangeError);
  });
  it('is the same money only in the same currency', () => {
    expect(sameMoney(lei(5), lei(5))).toBe(true);
    expect(sameMoney(lei(5), lei(6))).toBe(false);
    expect(sameMoney(lei(5), { minor: 5, currency: 'EUR' })).toBe(false);
  });
});
