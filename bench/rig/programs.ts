import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export const BUNDLE = join(ROOT, 'dist', 'workflow-bundle.js');

/** Of the image: without it V8 lets a heap grow by what the machine has. */
function heapLimit(): string {
  const [flag] = /--max-old-space-size=\d+/.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  if (flag === undefined)
    throw new Error('The Dockerfile sets no --max-old-space-size, so no process here is as in production.');
  return flag;
}

/** What is measured is what production runs: compiled code, the prebuilt bundle, the image's limit of the heap. */
export function compiled(file: 'api/main.js' | 'workers/main.js', profileFolder?: string) {
  const path = built(file);
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const flags = file === 'workers/main.js' ? ['--require', built('workers/threads.js')] : [];
  return { command: process.execPath, args: [heapLimit(), ...profiling, ...flags, path] };
}

function built(file: string): string {
  const path = join(ROOT, 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is missing: npm run build makes it.`);
  return path;
}

/** A TypeScript program of the bench itself. */
export const benchProgram = (file: string): { command: string; args: string[] } => ({
  command: process.execPath,
  args: ['--import', 'tsx', join(ROOT, 'bench', file)],
});
