import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BAD_CALLBACKS, BAD_PEOPLE, BAD_WEBHOOKS } from '../support/bad-inputs';
import { readText, ROOT, tableUnder } from './documents';

const PAGE = 'docs/security.md';
const threats = tableUnder(PAGE, '## Threats');
const testsIn = (text: string) => [...text.matchAll(/`?(test\/[\w./-]+\.test\.ts)`?/g)].map(([, file = '']) => file);

describe('the security page', () => {
  it('names a test that exists for each threat, and for how each key is changed', () => {
    expect(threats.length).toBeGreaterThan(15);
    for (const [threat = '', , proof = ''] of threats) {
      expect([threat, testsIn(proof).length > 0]).toEqual([threat, true]);
    }
    const named = testsIn(readText(PAGE));
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('covers the whole API Top 10', () => {
    const items = threats.flatMap(([, , , owasp = '']) => owasp.split(', '));
    for (let number = 1; number <= 10; number += 1) expect(items).toContain(`API${number}`);
  });

  it('lists every bad input that was tried, with its answer, and no other', () => {
    const tried = [...BAD_WEBHOOKS, ...BAD_CALLBACKS, ...BAD_PEOPLE].map(([what, , status]) => [what, String(status)]);
    expect(tableUnder(PAGE, '## Bad inputs and their answers')).toEqual(tried);
  });
});
