import { describe, expect, it } from '@jest/globals';
import { fit } from '../../locales/fit';

describe('a body that has to fit', () => {
  const rows = Array.from({ length: 30 }, (_, index) => `row ${index + 10}`);

  it('is left whole where there is room', () => {
    expect(fit(300, 0, (length) => 'x'.repeat(length))).toBe('x'.repeat(280));
  });

  it('gives up the tails of texts before any row', () => {
    const body = fit(40, 2, (length, shown) => rows.slice(0, shown).join('\n') + 'x'.repeat(length));
    expect(body).toBe(`row 10\nrow 11${'x'.repeat(25)}`);
  });

  it('gives up as few rows as it can, from the end', () => {
    const body = fit(40, rows.length, (length, shown) => rows.slice(0, shown).join('\n') + 'x'.repeat(length));
    expect(body).toBe('row 10\nrow 11\nrow 12\nrow 13\nrow 14');
  });

  it('gives up whole lines at last, and shows that it did', () => {
    expect(fit(20, 0, () => rows.join('\n'))).toBe('row 10\nrow 11\n…');
  });
});
