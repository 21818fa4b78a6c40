import { describe, expect, it } from '@jest/globals';
import { isProof, readText, tableUnder } from './documents';

const PAGE = 'docs/product-guide.md';
const PARTS = [...readText(PAGE).matchAll(/^## (.+)$/gm)].map(([heading]) => heading);
const rows = PARTS.flatMap((heading) => tableUnder(PAGE, `${heading}\n`));
const REASON = /^(Not yet|Not here|Not ours to prove|A figure, not a test): ?\S/;

describe('the product guide, sentence by sentence', () => {
  it('is found: an empty table would prove nothing', () => {
    expect(PARTS.length).toBeGreaterThan(8);
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows.map(([sentence = '', proof = '']) => [sentence, proof]))('%s', (_, proof) => {
    expect(REASON.test(proof) || isProof(proof)).toBe(true);
  });
});
