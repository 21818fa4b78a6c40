import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode, otherVersion } from '../setup/other-node.mjs';
import { SetupError } from '../setup/say.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');

const config = fileURLToPath(new URL('core.jest.config.cjs', import.meta.url));

/**
 * Builds and tests under the other supported version of Node: 24 where this is 20, 20.20 where this is newer.
 * Arguments go to jest. A machine that can't get the other one is told so, and that is no failure.
 */
async function main() {
  const version = otherVersion();
  let folder;
  try {
    folder = await findNode(version);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const why = error.message.replace(/\s+/g, ' ').slice(0, 200);
    console.log(`NOT CHECKED: build and tests under Node ${version} — npm could not bring it: ${why}`);
    return 0;
  }
  const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` };
  // Programs that the tests start look it up there, so it must be what it is called.
  const is = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  if (is !== `v${version}`) throw new Error(`${node} is ${is === '' ? 'no program' : is}, and should be v${version}.`);
  console.log(`Node ${version} instead of ${process.versions.node}`);
  const under = (args) =>
    new Promise((resolve, reject) => {
      const child = spawn(node, args, { cwd: ROOT, env, stdio: 'inherit' });
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
  const built = await under([join(ROOT, 'ops/build.mjs')]);
  if (built !== 0) return built;
  return under([jest, '--config', config, ...process.argv.slice(2)]);
}

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
