import { execFileSync } from 'node:child_process';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(__dirname, '../..');
/** Typed lint wants files of the project; only their paths count, the text is ours. */
const WORKFLOW = 'workflows/payment-link.contract.ts';
const DOMAIN = 'domain/money.ts';
const CHANNEL = 'channels/channel.ts';

const forbiddenModules = [
  ...builtinModules.flatMap((name) => (name.startsWith('node:') ? [name] : [name, `node:${name}`])),
  '../activities',
  '../activities/send-message',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/activity',
];
const forbiddenGlobals = [
  ...['process', 'Buffer', 'fetch', 'setTimeout', 'setInterval', 'console'],
  ...['WeakRef', 'FinalizationRegistry'],
];
const importing = (name: string, index: number) => `export * as module${index} from '${name}';`;
const using = (name: string, index: number) => `export const global${index}: unknown = ${name};`;

/** One statement a line, so that a line that passed can be named. */
interface Snippet {
  readonly filePath: string;
  readonly rule: string;
  readonly lines: readonly string[];
}

const IMPORTS = '@typescript-eslint/no-restricted-imports';

const stopped: readonly Snippet[] = [
  ...[WORKFLOW, DOMAIN].flatMap((filePath) => [
    { filePath, rule: IMPORTS, lines: forbiddenModules.map(importing) },
    { filePath, rule: 'no-restricted-globals', lines: forbiddenGlobals.map(using) },
  ]),
  { filePath: CHANNEL, rule: 'no-restricted-properties', lines: ['export const used: unknown = process.env;'] },
  {
    filePath: WORKFLOW,
    rule: '@typescript-eslint/no-floating-promises',
    lines: ['(async (): Promise<void> => { await Promise.resolve(); })();'],
  },
];

const passing: readonly Snippet[] = [
  {
    filePath: WORKFLOW,
    rule: IMPORTS,
    lines: [
      "import type { Activities } from '../activities';",
      "export { condition } from '@temporalio/workflow';",
      'export type Used = Activities;',
    ],
  },
  { filePath: CHANNEL, rule: IMPORTS, lines: ["export * as crypto from 'node:crypto';"] },
  { filePath: CHANNEL, rule: 'no-restricted-globals', lines: ['export const used: unknown = setTimeout;'] },
];

/** @returns for each snippet, the lines at which its own rule fired */
function linesStopped(snippets: readonly Snippet[]): string[][] {
  const input = JSON.stringify(snippets.map(({ filePath, lines }) => ({ filePath, code: `${lines.join('\n')}\n` })));
  const program = join(__dirname, 'lint-snippets.mjs');
  const answer = execFileSync(process.execPath, [program], { cwd: ROOT, encoding: 'utf8', input });
  const messages = JSON.parse(answer) as [number, string][][];
  return snippets.map(({ lines, rule }, index) => {
    const fired = new Set((messages[index] ?? []).filter(([, id]) => id === rule).map(([line]) => line));
    return lines.filter((_, at) => fired.has(at + 1));
  });
}

describe('the lint fence around deterministic code', () => {
  let answers: string[][];
  beforeAll(() => {
    answers = linesStopped([...stopped, ...passing]);
  }, 120_000);

  it('stops Node modules, activities, clients, timers, the environment and a lost await', () => {
    expect(answers.slice(0, stopped.length)).toEqual(stopped.map(({ lines }) => lines));
  });

  it('lets type imports and the workflow package pass, and Node modules elsewhere', () => {
    expect(answers.slice(stopped.length)).toEqual(passing.map(() => []));
  });
});
