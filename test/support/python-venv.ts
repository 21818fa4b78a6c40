import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(homedir(), '.cache', 'miapos-conversational', 'venv');

/** A Python with packages in it, or why there is none. */
export type PythonVenv = { readonly python: string } | { readonly missing: string };

/**
 * A virtual environment with exactly these packages, made once and kept in the user's cache, never in the clone.
 * Its programs are run as modules, `python -m …`: their scripts name the folder that the environment was made in.
 *
 * @param requirement e.g. `some-package==1.2.3`
 */
export function preparePython(requirement: string): PythonVenv {
  const home = join(CACHE, requirement.replace(/[^\w.-]+/g, '-'));
  const python = join(home, 'bin', 'python');
  if (existsSync(python)) return { python };
  if (run('python3', ['--version']) !== undefined) return { missing: 'python3 is not installed' };
  mkdirSync(CACHE, { recursive: true });
  // Made aside and renamed: a run that is broken off, or a second one beside it, leaves no half of one.
  const draft = mkdtempSync(join(CACHE, 'draft-'));
  const failed =
    run('python3', ['-m', 'venv', draft]) ??
    run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', requirement]);
  if (failed === undefined && !existsSync(home)) renameSync(draft, home);
  else rmSync(draft, { recursive: true });
  return existsSync(python) ? { python } : { missing: failed ?? 'the cache could not be written' };
}

/** @returns the last line of what it complained about; undefined: it worked */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 240_000 });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim().split('\n').at(-1) ?? `${command} failed`;
}
