import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, makeOnce, withLock } from './cache.mjs';
import { isExecutable, run } from './run.mjs';
import { step } from './say.mjs';

/** The oldest that is supported, and the one that the image runs. */
const [OLDEST, IMAGE] = ['20.20.2', '24.21.0'];
const OS = { linux: 'linux', darwin: 'darwin', win32: 'win' };

/** The supported version of Node that this process is not. */
export const otherVersion = (running = process.versions.node) =>
  Number(running.split('.')[0]) < Number(IMAGE.split('.')[0]) ? IMAGE : OLDEST;

/**
 * Node in another version, from the packages of npm that carry its binaries: npm is there wherever this runs.
 *
 * @param {string} version
 * @returns {Promise<string>} the folder of the program, to be put before PATH
 * @throws {import('./say.mjs').SetupError} where npm has none for this machine, or can't be reached
 */
export async function findNode(version) {
  const home = join(cacheFolder(), `node-${version}`);
  const folder = join(home, 'bin');
  const ready = () => isExecutable(join(folder, process.platform === 'win32' ? 'node.exe' : 'node'));
  if (ready()) return folder;
  return withLock(`node-${version}`, async () => {
    if (!ready()) await step(`fetching Node ${version} from npm (once, about 30 MB)`, () => obtain(home, version));
    return folder;
  });
}

async function obtain(home, version) {
  const name = `node-${OS[process.platform] ?? process.platform}-${process.arch}`;
  await makeOnce(home, async (scratch) => {
    mkdirSync(scratch, { recursive: true });
    const args = ['install', '--prefix', scratch, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    const npm = process.env.npm_execpath;
    const [program, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
    await run(program, [...before, ...args, `${name}@${version}`]);
    const made = join(scratch, 'made');
    renameSync(join(scratch, 'node_modules', name), made);
    return made;
  });
}
