import { describe, expect, it } from '@jest/globals';
import {
  formatAmount,
  formatDate,
  formatDayAndTime,
  formatLeft,
  formatMoment,
  regionalTag,
} from '../../locales/format';
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

  it('carry the date whatever the day where it is asked for', () => {
    expect(formatDayAndTime('ro-MD', 'Europe/Chisinau', now)).toBe('24 nov., 00:30');
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

describe('the time left', () => {
  const left = (tag: string, minutes: number, seconds = 0): string =>
    spaced(formatLeft(tag, minutes * 60_000 + seconds * 1_000));

  it.each([
    ['ro-MD', '12 min.', '2 ore 5 min.', '1 zi 23 ore'],
    ['ru-MD', '12 мин', '2 ч 5 мин', '1 день 23 ч'],
    ['en-GB', '12 mins', '2 hrs 5 mins', '1 day 23 hrs'],
    ['fr-FR', '12 min', '2 h 5 min', '1 jour 23 h'],
    ['de-DE', '12 Min.', '2 Std. 5 Min.', '1 Tag 23 Std.'],
  ])('in %s: %s, %s, %s', (tag, short, hours, days) => {
    expect([left(tag, 12), left(tag, 125), left(tag, 47 * 60 + 59)]).toEqual([short, hours, days]);
  });

  it('is never more than there is, and at least a minute', () => {
    expect([left('en-GB', 4, 59), left('en-GB', 0, 1), left('en-GB', 60), left('en-GB', 1440, 59 * 60)]).toEqual([
      '4 mins',
      '1 min',
      '1 hr',
      '1 day',
    ]);
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
