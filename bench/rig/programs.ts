import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export const BUNDLE = join(ROOT, 'dist', 'workflow-bundle.js');

/** What is measured is what production runs: compiled code and the prebuilt bundle. */
export function compiled(file: string, profileFolder?: string): { command: string; args: string[] } {
  const path = join(ROOT, 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is missing: npm run build makes it.`);
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  return { command: process.execPath, args: [...profiling, path] };
}

/** A TypeScript program of the bench itself. */
export const benchProgram = (file: string): { command: string; args: string[] } => ({
  command: process.execPath,
  args: ['--import', 'tsx', join(ROOT, 'bench', file)],
});
