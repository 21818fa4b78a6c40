import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EXAMPLES } from '../locales/examples';
import { readText, ROOT } from './documents';

const files = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
const textOf = (...folders: readonly string[]): string => folders.flatMap(files).map(readText).join('\n');

const product = textOf('workflows', 'activities', 'domain');
/** Rendering is no hearing: tests of the words alone don't count. */
const heard = textOf('test/workflows', 'test/integration', 'test/activities');

const kinds = Object.keys(EXAMPLES);

describe('everything that has words', () => {
  it('is known', () => {
    expect(kinds.length).toBeGreaterThan(25);
  });

  it.each(kinds)('is said by the product, and heard by a test: %s', (kind) => {
    expect(product.replace(readText('domain/say.ts'), '')).toMatch(new RegExp(`say: .*'${kind}'`));
    expect(heard).toMatch(new RegExp(`'${kind}'`));
  });
});
