import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, readText } from './documents';

/** Cells of docs/resilience.md that name a test: its file, and what it says it proves. */
const named = [...readText('docs/resilience.md').matchAll(/\| `(test\/[\w./-]+\.test\.ts)`: (.+?) +\|$/gm)].map(
  ([, file = '', title = '']) => [file, title] as const,
);
/** As written in the source, where a quote may be escaped. */
const plain = (text: string): string => text.replaceAll('\\', '');

describe('what is said to be proven', () => {
  it('is more than a few things', () => {
    expect(named.length).toBeGreaterThan(25);
  });

  it.each(named)('%s: %s', (file, title) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(plain(readText(file))).toContain(title);
  });
});
