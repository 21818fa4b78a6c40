import { describe, expect, it } from '@jest/globals';
import { formatAmount, formatDate, formatMoment, regionalTag } from '../../locales/format';
import { spaced } from './support';

const amount = (tag: string, minor: number, currency: string): string => spaced(formatAmount(tag, { minor, currency }));

describe('amounts', () => {
  it.each([
    ['ro-MD', '1.250,00 MDL'],
    ['ru-MD', '1 250,00 MDL'],
    ['en-GB', 'MDL 1,250.00'],
    ['fr-FR', '1 250,00 MDL'],
    ['de-DE', '1.250,00 MDL'],
  ])('in %s are written %s, never with a bare L', (tag, text) => {
    expect(amount(tag, 125_000, 'MDL')).toBe(text);
  });

  it.each([
    ['JPY', 500, '500 JPY'],
    ['EUR', 5, '0,05 EUR'],
    ['HUF', 12_345, '123,45 HUF'],
    ['KWD', 1_250, '1,250 KWD'],
  ])('of %s have the decimals of the currency', (currency, minor, text) => {
    expect(amount('ro-MD', minor, currency)).toBe(text);
  });

  it('are exact to the last minor unit', () => {
    expect(amount('ro-MD', Number.MAX_SAFE_INTEGER, 'MDL')).toBe('90.071.992.547.409,91 MDL');
  });

  it.each(['ro-MD', 'ru-MD', 'en-GB', 'fr-FR', 'de-DE'])('never break over two lines in %s', (tag) => {
    expect(formatAmount(tag, { minor: 123_456_789, currency: 'MDL' })).not.toMatch(/[^\S\u00a0]/u);
  });
});

describe('times', () => {
  const now = new Date('2026-11-23T22:30:00Z');
  const moment = (tag: string, at: string): string => formatMoment(tag, 'Europe/Chisinau', new Date(at), now).time;

  it.each(['ro-MD', 'ru-MD', 'en-GB', 'fr-FR', 'de-DE'])('of today are bare in %s', (tag) => {
    expect(moment(tag, '2026-11-24T12:05:00Z')).toBe('14:05');
  });

  it.each([
    ['ro-MD', '23 nov., 23:59'],
    ['ru-MD', '23 нояб., 23:59'],
    ['en-GB', '23 Nov, 23:59'],
    ['fr-FR', '23 nov., 23:59'],
    ['de-DE', '23. Nov., 23:59'],
  ])('of another day carry the date in %s: %s', (tag, text) => {
    expect(moment(tag, '2026-11-23T21:59:00Z')).toBe(text);
  });

  it('are those of the merchant’s zone, where the day may have begun already', () => {
    const at = new Date('2026-11-23T22:05:00Z');
    expect(formatMoment('ro-MD', 'Europe/Chisinau', at, now)).toEqual({ time: '00:05', day: 'today' });
    expect(formatMoment('ro-MD', 'Europe/Chisinau', new Date('2026-11-23T21:55:00Z'), now).day).toBe('later');
    expect(formatDate('ro-MD', 'Europe/Chisinau', now)).toBe('24 nov.');
  });

  it('do not take the same date of another year for today', () => {
    expect(moment('ro-MD', '2025-11-24T12:05:00Z')).toBe('24 nov., 14:05');
  });
});

describe('regional tags', () => {
  it.each([
    ['ro', 'MD', 'ro-MD'],
    ['ru', 'MD', 'ru-MD'],
    ['en', 'MD', 'en-GB'],
    ['fr', 'MD', 'fr-FR'],
    ['de', 'MD', 'de-DE'],
    ['ro', 'DE', 'ro-RO'],
    ['de', 'AT', 'de-AT'],
  ] as const)('%s on a line of %s: %s', (locale, country, tag) => {
    expect(regionalTag(locale, country)).toBe(tag);
  });
});
