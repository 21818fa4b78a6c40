import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './compose';
import { run } from './programs';

const MODULE = pathToFileURL(join(ROOT, 'ops/setup/dependencies.mjs')).href;
const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'clone-'));
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(LOCK));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const installed = (packages: object) => {
  mkdirSync(join(clone, 'node_modules'), { recursive: true });
  writeFileSync(join(clone, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
};

/** npm writes down how it was called. */
async function install(npm = `require('node:fs').appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')`) {
  writeFileSync(join(clone, 'npm.cjs'), npm);
  const program = `import { installDependencies } from '${MODULE}'; await installDependencies(${JSON.stringify(clone)});`;
  const env = { HOME: clone, XDG_CACHE_HOME: join(clone, 'cache'), npm_execpath: join(clone, 'npm.cjs') };
  return run(process.execPath, ['--input-type=module', '-e', program], env);
}
const npmCalls = () =>
  existsSync(join(clone, 'npm.log')) ? readFileSync(join(clone, 'npm.log'), 'utf8').trim().split('\n') : [];

describe('a fresh clone', () => {
  it('gets its packages, exactly those of the lock file', async () => {
    expect((await install()).code).toBe(0);
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci --include=dev/)]);
  });

  it('says what is needed where the registry is out of reach', async () => {
    const { code, stderr } = await install(`console.error('ENOTFOUND registry'); process.exit(1)`);
    expect(code).not.toBe(0);
    expect(stderr).toContain('registry to be reachable');
    expect(stderr).toContain('ENOTFOUND registry');
  });
});

describe('a clone with packages', () => {
  it('is left alone while they are those of the lock file', async () => {
    installed(LOCK.packages);
    await install();
    expect(npmCalls()).toEqual([]);
  });

  it.each([
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } }],
    ['a package missing, as after an install for production', {}],
  ])('is brought up to date: %s', async (_, packages) => {
    installed(packages);
    await install();
    expect(npmCalls()).toHaveLength(1);
  });
});
