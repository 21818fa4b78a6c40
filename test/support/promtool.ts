import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(homedir(), '.cache', 'miapos-conversational');
const KEPT = join(CACHE, 'promtool');

/**
 * Prometheus' own checker of rules: the one on PATH, or that of Debian's package, fetched once into the user's cache. Nothing
 * is installed, for the package would start a server.
 */
export function findPromtool(): { readonly program: string } | { readonly missing: string } {
  if (run('promtool', ['--version'], '.') === undefined) return { program: 'promtool' };
  if (existsSync(KEPT)) return { program: KEPT };
  mkdirSync(CACHE, { recursive: true });
  // Made aside and renamed: a run that is broken off, or a second one beside it, leaves no half of one.
  const draft = mkdtempSync(join(CACHE, 'draft-'));
  try {
    const failed = run('apt-get', ['download', 'prometheus'], draft) ?? unpack(draft);
    if (failed !== undefined)
      return { missing: `it is not installed, and Debian’s package could not be had: ${failed}` };
    renameSync(join(draft, 'usr/bin/promtool'), KEPT);
    return { program: KEPT };
  } finally {
    rmSync(draft, { recursive: true });
  }
}

const unpack = (folder: string): string | undefined => {
  const [deb = ''] = readdirSync(folder);
  return run('dpkg-deb', ['--extract', deb, '.'], folder);
};

/** @returns the last line of what it complained about; undefined: it worked */
function run(command: string, args: readonly string[], cwd: string): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim().split('\n').at(-1) ?? `${command} failed`;
}
