import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readCompose, readText } from '../ops/compose';
import { podOf, manifests } from '../ops/kubernetes';

const run = promisify(execFile);
const FLAG = join(__dirname, '..', '..', 'workers', 'without-stacks.ts');
const WITHOUT = ['--require', 'tsx/cjs', '--require', FLAG];
const START = ['node', '--require', './dist/workers/threads.js', 'dist/workers/main.js'];

/** What a thread says that was started as the SDK starts those that run workflows. */
const inThread = (code: string) =>
  `new (require('node:worker_threads').Worker)(${JSON.stringify(code)}, { eval: true });`;
const HOOK = `
  try { require('node:v8').promiseHooks.createHook({ init() {} }); console.log('hooked'); }
  catch (error) { console.log(error.message); }
`;
/** As the client of Temporal does it. */
const CONTEXT = `
  const context = new (require('node:async_hooks').AsyncLocalStorage)();
  context.run('kept', async () => { await null; console.log(context.getStore()); });
`;
const said = async (code: string, ...flags: string[]) =>
  (await run(process.execPath, [...flags, '--eval', code])).stdout.trim();

describe('a worker in production', () => {
  it('takes the hook on promises from the threads that run workflows', async () => {
    expect(await said(inThread(HOOK), ...WITHOUT)).toBe(
      'Workers run without promise hooks: see workers/without-stacks.ts',
    );
    expect(await said(inThread(HOOK))).toBe('hooked');
  });

  it('leaves Node’s own hook alone, in threads and outside of them', async () => {
    expect(await said(CONTEXT, ...WITHOUT)).toBe('kept');
    expect(await said(inThread(CONTEXT), ...WITHOUT)).toBe('kept');
  });

  it('is started so by npm, compose and Kubernetes', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const pods = manifests.filter(({ name }) => name.startsWith('miapos-worker'));
    const containers = pods.flatMap((one) => podOf(one)?.spec.containers ?? []);
    expect(scripts['start:worker']).toBe(START.join(' '));
    expect(readCompose().services['worker']?.command).toEqual(START);
    expect(containers.map(({ command }) => command)).toEqual([START]);
  });
});
