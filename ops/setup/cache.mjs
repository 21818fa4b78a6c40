import { linkSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const LOCK_POLL_MS = 500;
/** Longer than the slowest build: an older lock was left by a process whose id means another one today. */
const LOCK_STALE_MS = 30 * 60_000;

/**
 * Where built servers are kept: under the user's home, so that every clone shares them.
 * A relative XDG_CACHE_HOME is ignored, as its specification asks.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder() {
  const xdg = process.env.XDG_CACHE_HOME;
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
  return join(base, 'miapos-conversational');
}

/**
 * Makes something in a scratch folder and moves it to its place in one rename, so that nobody ever sees half of it.
 *
 * @param {string} place a path in the cache, on the scratch folder's file system
 * @param {(scratch: string) => Promise<string>} make returns the path, in `scratch`, of what is to be moved
 */
export async function makeOnce(place, make) {
  mkdirSync(dirname(place), { recursive: true });
  const scratch = mkdtempSync(join(cacheFolder(), 'scratch-'));
  try {
    const made = await make(scratch);
    rmSync(place, { recursive: true, force: true });
    renameSync(made, place);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * One run at a time does the named work; others wait for it.
 * A second one slipping through a stale lock only builds twice: `makeOnce` keeps the result whole.
 *
 * @template T
 * @param {string} name a file name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const lock = join(cacheFolder(), `${name}.lock`);
  const mine = `${lock}.${process.pid}`;
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(mine, String(process.pid));
  try {
    await take(lock, mine);
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function take(lock, mine) {
  for (let waiting = false; ;) {
    try {
      // A link, for unlike a new file it appears together with its content, the owner's process id.
      linkSync(mine, lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!waiting) say(`waiting for another run that does the same (remove ${lock} if there is none)`);
    waiting = true;
    await sleep(LOCK_POLL_MS);
  }
}

function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MS) return true;
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    // ESRCH: the owner died. Gone (ENOENT) is no lock at all. EPERM: alive, under another user.
    return error.code === 'ESRCH' || error.code === 'ENOENT';
  }
}
