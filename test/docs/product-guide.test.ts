import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readText, ROOT, tableUnder } from './documents';

const PAGE = 'docs/product-guide.md';
const PARTS = [...readText(PAGE).matchAll(/^## (.+)$/gm)].map(([heading]) => heading);
const rows = PARTS.flatMap((heading) => tableUnder(PAGE, `${heading}\n`));
const REASON = /^(Not yet|Not here|Not ours to prove|A figure, not a test): ?\S/;

/** A title stands in quotes of its own: words that only look like one prove nothing. */
function holds(proof: string): boolean {
  const [, file, title] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(proof) ?? [];
  if (file === undefined || title === undefined || !existsSync(join(ROOT, file))) return false;
  return ["'", '"', '`'].some((quote) => readText(file).includes(`${quote}${title}${quote}`));
}

describe('the product guide, sentence by sentence', () => {
  it('is found: an empty table would prove nothing', () => {
    expect(PARTS.length).toBeGreaterThan(8);
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows.map(([sentence = '', proof = '']) => [sentence, proof]))('%s', (_, proof) => {
    expect(REASON.test(proof) || holds(proof)).toBe(true);
  });
});
