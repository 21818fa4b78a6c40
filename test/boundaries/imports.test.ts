import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

const ROOT = resolve(__dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A tree that breaks every rule once. Written at test time, for broken imports in the clone would break its other checks. */
const tree: Readonly<Record<string, string>> = {
  'domain/first.ts': "import { second } from './second';\nexport const first = (): unknown => second;",
  'domain/second.ts': "import { first } from './first';\nexport const second = (): unknown => first;",
  'domain/speaks.ts': "import { text } from '../locales/text';\nexport const spoken = text;",
  'domain/reads-disk.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
  'domain/leads-nowhere.ts': "import { nothing } from './nothing';\nexport const led = nothing;",
  'locales/text.ts': "export const text = 'text';",
  'workflows/index.ts': "export { typed } from './by-type';",
  'workflows/by-type.ts':
    "import type { Send } from '../activities/send';\nimport { condition } from '@temporalio/workflow';\nexport const typed = (send: Send): unknown => [send, condition];",
  'workflows/reaches-far.ts': "import { helper } from './helper';\nexport const far = helper;",
  'workflows/helper.ts': "import { send } from '../activities/send';\nexport const helper = send;",
  'workflows/parses.ts': "import { z } from 'zod';\nexport const parsed = z;",
  'activities/send.ts': "export const send = (): string => 'sent';\nexport type Send = typeof send;",
  'activities/calls-back.ts': "import { app } from '../api/app';\nexport const called = app;",
  'api/app.ts': "export const app = 'app';",
  'api/runs-workflow.ts': "import { typed } from '../workflows/index';\nexport const ran = typed;",
  'channels/knows-caller.ts': "import { send } from '../activities/send';\nexport const known = send;",
  'temporal/knows-caller.ts': "import { app } from '../api/app';\nexport const known = app;",
  'rails/pretends.ts': "import { fake } from '../sandbox/fake';\nexport const pretended = fake;",
  'rails/validates.ts': "import Ajv from 'ajv';\nexport const validated = Ajv;",
  'cap-svc/supported.ts': "import { support } from '../test/support';\nexport const supported = support;",
  'workers/operates.ts': "import { script } from '../ops/script';\nexport const operated = script;",
  'sandbox/fake.ts': "export const fake = 'fake';",
  'test/support.ts': "import { fake } from '../sandbox/fake';\nexport const support = fake;",
  'ops/script.ts': "export const script = 'script';",
};

const broken: Readonly<Record<string, readonly string[]>> = {
  // A circle is reported once, where it was met first.
  'domain/first.ts': ['no-circular'],
  'domain/speaks.ts': ['domain-imports-domain-only'],
  'domain/reads-disk.ts': ['deterministic-no-node-modules', 'domain-imports-domain-only'],
  'domain/leads-nowhere.ts': ['domain-imports-domain-only', 'imports-exist'],
  'workflows/reaches-far.ts': ['workflows-reach-no-effects'],
  'workflows/helper.ts': ['workflows-reach-no-effects'],
  'workflows/parses.ts': ['workflows-packages-allowed'],
  'activities/calls-back.ts': ['activities-know-no-callers'],
  'api/runs-workflow.ts': ['workflows-only-by-contract'],
  'channels/knows-caller.ts': ['adapters-know-no-callers'],
  'temporal/knows-caller.ts': ['temporal-knows-contracts-only'],
  'rails/pretends.ts': ['sandbox-for-tests-and-ops'],
  'rails/validates.ts': ['production-needs-no-dev-packages'],
  'cap-svc/supported.ts': ['tests-are-imported-by-tests'],
  'workers/operates.ts': ['ops-is-imported-by-tests-and-sandbox'],
};

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

let folder: string;
let found: Record<string, string[]>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'commonjs' } }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

  const folders = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))];
  const args = [CRUISER, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  const report = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })) as Report;
  found = {};
  for (const { from, rule } of report.summary.violations) (found[from] ??= []).push(rule.name);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the fence between folders', () => {
  it.each(Object.entries(broken))('stops %s: %j', (path, rules) => {
    expect([...new Set(found[path])].sort()).toEqual([...rules].sort());
  });

  it('lets everything else pass, a type import of an activity in a workflow above all', () => {
    expect(Object.keys(found).sort()).toEqual(Object.keys(broken).sort());
  });

  it('has no rule that nothing here has shown to bite', () => {
    const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>('../../.dependency-cruiser.cjs');
    expect(forbidden.map(({ name }) => name).sort()).toEqual([...new Set(Object.values(broken).flat())].sort());
  });
});
