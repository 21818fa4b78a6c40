import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../domain/locale';
import type { Notice } from '../../domain/say';
import { mdl, NOW, notice, OUTCOMES } from './examples';
import { bodyIn } from './support';

/** One an hour, the newest first; 100, 101, 102 … MDL. */
const many = (count: number, more: (index: number) => Partial<Notice> = () => ({})): Notice[] =>
  Array.from({ length: count }, (_, index) =>
    notice('paid', {
      linkId: `abcdefghijklmnopqrstuvw${String(index).padStart(3, '0')}`,
      amount: mdl(10_000 + 100 * index),
      at: new Date(NOW.getTime() - index * 3_600_000).toISOString(),
      ...more(index),
    }),
  );

describe('what could not be told earlier', () => {
  it('is told as it would have been when it is one', () => {
    const one = notice('failed');
    expect(bodyIn('ro', { say: 'notices', notices: [one] })).toBe(bodyIn('ro', { say: 'notice', notice: one }));
  });

  it('is told line by line, the newest first, whatever order it came in', () => {
    const [first, second, third] = bodyIn('ro', { say: 'notices', notices: many(3).reverse() }).split('\n');
    expect(first).toBe('✅ Achitat 100,00 MDL · Cafea #masa7 · 14:30 · uvw000');
    expect(second).toContain('101,00 MDL');
    expect(third).toContain('102,00 MDL');
  });

  it('says once, at the end, what to do next', () => {
    const notices = many(4, (index) => ({ outcome: index < 2 ? 'failed' : 'unconfirmed' }));
    expect(bodyIn('ro', { say: 'notices', notices }).split('\n').slice(4)).toEqual([
      'Neachitate: puteți trimite un link nou.',
      'Neconfirmate: nu predați încă nimic.',
    ]);
  });

  it('is counted and added up by outcome when it is more than ten, then the newest ten', () => {
    const notices = many(40, (index) => (index % 4 === 0 ? { outcome: 'expired' } : {}));
    const lines = bodyIn('ro', { say: 'notices', notices }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '✅ Achitate: 30 · 3.600,00 MDL',
      '⌛ Neachitate, expirate: 10 · 1.180,00 MDL',
      'Ultimele 10:',
    ]);
    expect(lines.slice(3, 13).map((line) => line.slice(-6))).toEqual(
      Array.from({ length: 10 }, (_, index) => `uvw00${index}`),
    );
  });

  it('adds up each currency by itself', () => {
    const notices = many(12, (index) => ({ amount: { minor: 100, currency: index < 6 ? 'MDL' : 'EUR' } }));
    expect(bodyIn('ro', { say: 'notices', notices })).toMatch(/^✅ Achitate: 12 · 6,00 MDL \+ 6,00 EUR\n/u);
  });

  it.each(LOCALES)('keeps ten whole lines below 1,024 characters in %s, with the longest of descriptions', (locale) => {
    const notices = many(300, () => ({ description: '☕️ cafea cu lapte '.repeat(8), merchant: 'Cafenea Aroma' }));
    const body = bodyIn(locale, { say: 'notices', notices });
    expect(body.length).toBeLessThan(1_024);
    for (const { linkId } of notices.slice(0, 10)) expect(body).toContain(linkId.slice(-6));
  });

  it.each(LOCALES)('keeps ten lines in %s though all went differently', (locale) => {
    const notices = many(12, (index) => ({ outcome: OUTCOMES[index % OUTCOMES.length] ?? 'paid' }));
    const body = bodyIn(locale, { say: 'notices', notices });
    expect(body.length).toBeLessThan(1_024);
    for (const { linkId } of notices.slice(0, 10)) expect(body).toContain(linkId.slice(-6));
  });

  it('is no message when there is nothing to tell', () => {
    expect(() => bodyIn('ro', { say: 'notices', notices: [] })).toThrow('no notices');
  });
});
