import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BAD_CALLBACKS, BAD_PEOPLE, BAD_WEBHOOKS } from '../support/bad-inputs';
import { variables } from '../../config/variables';
import { isProof, readText, ROOT, tableUnder } from './documents';

const PAGE = 'docs/security.md';
const threats = tableUnder(PAGE, '## Threats');
const KEY_TESTS = [
  'test/integration/key-rotation.test.ts',
  'test/api/address-key-rotation.test.ts',
  'test/api/key-rotation.test.ts',
  'test/rails/key-ring.test.ts',
];
const testsIn = (text: string) => [...text.matchAll(/`?(test\/[\w./-]+\.test\.ts)`?/g)].map(([, file = '']) => file);

describe('the security page', () => {
  it('is found: an empty table would prove nothing', () => {
    expect(threats.length).toBeGreaterThan(20);
  });

  it.each(threats.map(([threat = '', , proof = '']) => [threat, proof]))('proves what stops it: %s', (_, proof) => {
    expect(proof.split('<br>').filter((one) => !isProof(one))).toEqual([]);
  });

  it('names tests that there are for how each key is changed', () => {
    const named = testsIn(readText(PAGE));
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    for (const file of KEY_TESTS) expect(named).toContain(file);
  });

  it('has the steps of every key and token of the environment', () => {
    const keys = tableUnder(PAGE, '## Changing keys').flatMap(([key = '']) => key.split(', '));
    const secrets = Object.keys(variables.shape).filter((name) => /(SECRET|TOKEN|KEYS?)$/.test(name));
    const ofTelegram = (name: string) => name.startsWith('TELEGRAM_');
    expect(keys.map((key) => key.replaceAll('`', ''))).toEqual(
      expect.arrayContaining(secrets.filter((name) => !ofTelegram(name))),
    );
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
