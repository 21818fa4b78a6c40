import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';
import { writeWorkflowBundle } from '../../../ops/bundle';
import type { Programs } from '../../../sandbox/stack';
import { failureConverterPath } from '../../../workers/codec/data-converter';

const ROOT = resolve(__dirname, '../../..');
/** What the two programs are made of; the sandbox's page is built otherwise and not needed. */
const FOLDERS = [
  ...[
    'activities',
    'addressing',
    'api',
    'cap-svc',
    'channels',
    'config',
    'domain',
    'locales',
    'rails',
    'temporal',
    'tracing',
  ],
  ...['workers', 'workflows', 'sandbox'],
];

const PAGE = join('sandbox', 'page');

/**
 * The product compiled, with its workflows bundled: what is killed a hundred times has to be back in a moment. Built anew for
 * each run, for an old `dist` would prove something about yesterday's code. Inside the clone, so that it finds the packages.
 */
export async function buildProduct(): Promise<{ readonly programs: Programs; readonly remove: () => void }> {
  const parent = join(ROOT, '.sandbox');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'chaos-'));
  for (const file of FOLDERS.flatMap(filesIn)) compile(file, folder);
  await writeWorkflowBundle({
    workflowsPath: require.resolve('../../../workflows'),
    failureConverterPath,
    outFile: join(folder, 'workflow-bundle.js'),
  });
  const program = (file: string, ...flags: string[]) => ({
    command: process.execPath,
    args: [...flags, join(folder, file)],
  });
  // As production starts it.
  const flag = ['--require', join(folder, 'workers/threads.js')];
  return {
    programs: { api: program('sandbox/api.js'), worker: program('workers/main.js', ...flag) },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|json)$/.test(name) && !name.startsWith(PAGE));

/** Types are another stage's to check. */
function compile(file: string, folder: string): void {
  const to = join(folder, file);
  mkdirSync(dirname(to), { recursive: true });
  if (file.endsWith('.json')) return cpSync(join(ROOT, file), to);
  const { code } = transformFileSync(join(ROOT, file), {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  writeFileSync(to.replace(/\.ts$/, '.js'), code);
}
