import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './cache.mjs';
import { run } from './run.mjs';
import { SetupError, step } from './say.mjs';

/**
 * Runs `npm ci` where node_modules is not what package-lock.json says.
 *
 * @param {string} root the clone
 * @throws {SetupError} naming the network where npm could not reach its registry
 */
export async function installDependencies(root) {
  if (isInstalled(root)) return;
  await withLock(`install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`, async () => {
    if (isInstalled(root)) return;
    await step('installing the packages of package-lock.json (npm ci, about half a minute)', () => npmCi(root));
  });
}

/**
 * npm records what it installed in node_modules/.package-lock.json as its last act, so a broken install never looks
 * whole, and a `npm ci` typed by hand counts. Rejected: a stamp of our own, which knows of neither.
 */
function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === undefined) throw new SetupError('package-lock.json is missing: the clone is incomplete.');
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional === true) return true;
    return present[path]?.version === entry.version && present[path]?.integrity === entry.integrity;
  });
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function npmCi(root) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  // Under `npm test` npm tells where it is, which spares a search for npm.cmd on Windows.
  const npm = process.env.npm_execpath;
  try {
    await (npm === undefined ? run('npm', args, { cwd: root }) : run(process.execPath, [npm, ...args], { cwd: root }));
  } catch (error) {
    throw new SetupError(
      `The packages could not be installed; npm needs its registry to be reachable.\n${error.message}`,
    );
  }
}
