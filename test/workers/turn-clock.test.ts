import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FLAG = join(__dirname, '..', '..', 'workers', 'threads.ts');
const LIMIT_MS = 300;

/** Runs code as the SDK runs that of a workflow: in a thread, in a context of its own, with a limit. */
function turn(code: string, { timeout = LIMIT_MS, afterwards = '' } = {}) {
  const thread = `
    const vm = require('node:vm');
    const context = vm.createContext({ now: () => Date.now(), done: (what) => console.log(what) });
    new vm.Script(${JSON.stringify(code)}).runInContext(context, { timeout: ${String(timeout)} });
    ${afterwards}
  `;
  const main = `new (require('node:worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true });`;
  const args = ['--require', 'tsx/cjs', '--require', FLAG, '--eval', main];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('the code of a workflow in production', () => {
  it('ends its process, and says why, where it never pauses', () => {
    const { signal, stderr } = turn('for (;;);');
    expect(signal).toBe('SIGKILL');
    expect(stderr).toContain('went on without a pause for longer than it may (LONG_TURNS in workers/workers.ts)');
  });

  it('may take its time within the limit, and its errors come out', () => {
    const busy = 'const until = now() + 200; while (now() < until);';
    expect(turn(`${busy} done('through')`, { timeout: 60_000 })).toMatchObject({ status: 0, stdout: 'through\n' });
    const { status, stderr } = turn(`throw new Error('mine')`);
    expect([status, stderr]).toEqual([1, expect.stringContaining('Error: mine')]);
  });

  it('is not watched any more once it is through', () => {
    // Longer than the clock takes for its two looks.
    const afterwards = `setTimeout(() => console.log('alive'), 3_000);`;
    expect(turn('1', { timeout: 1, afterwards })).toMatchObject({ status: 0, stdout: 'alive\n' });
  });
});
