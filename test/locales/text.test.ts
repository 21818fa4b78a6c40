import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, join, plain } from '../../locales/text';

describe('text of others', () => {
  it.each([
    ['Cafea\n✅ Achitat 1.000,00 MDL', 'Cafea ✅ Achitat 1.000,00 MDL'],
    ['Cafea\u2028Ceai\u0085Apă\r\n\tSuc', 'Cafea Ceai Apă Suc'],
  ])('never begins a second line: %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it.each([
    ['*Cafea*', '∗Cafea∗'],
    ['~Cafea~', '∼Cafea∼'],
    ['```Cafea```', '’’’Cafea’’’'],
    ['_Cafea_', '＿Cafea＿'],
    ['> Cafea', '› Cafea'],
    ['- Cafea', '– Cafea'],
  ])('formats nothing: %s', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('keeps an underscore within a word, as tags have it', () => {
    expect(plain('masa_7_sus')).toBe('masa_7_sus');
  });

  it('loses marks that reorder or hide, and keeps those that emoji and scripts need', () => {
    expect(plain('\u202e001\u202c a\u200bb \ufeffc\u2066d\u2069\ud800')).toBe('001 ab cd');
    expect(plain('👨‍👩‍👧 ☕️')).toBe('👨‍👩‍👧 ☕️');
  });

  it('is made plain once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = plain(text);
        expect(plain(once)).toBe(once);
        expect(once).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}*~`\u202a-\u202e]/u);
      }),
    );
  });
});

describe('cutting', () => {
  it('leaves alone what fits', () => {
    expect(cut('Cafea', 5)).toBe('Cafea');
  });

  it('shows that something is missing', () => {
    expect(cut('Cafea cu lapte', 10)).toBe('Cafea cu…');
  });

  it('never takes an emoji apart', () => {
    expect(cut('👨‍👩‍👧👨‍👩‍👧', 10)).toBe('👨‍👩‍👧…');
    expect(cut('👨‍👩‍👧', 4)).toBe('…');
  });

  it('fits by UTF-16 units and so by code points, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, longest) => {
        const shown = cut(text, longest);
        expect(shown.length).toBeLessThanOrEqual(longest);
        expect(Array.from(shown).length).toBeLessThanOrEqual(longest);
      }),
    );
  });
});

describe('joining', () => {
  it('leaves no separator where something is absent', () => {
    expect(join(' · ', ['a', undefined, '', 'b'])).toBe('a · b');
  });
});
