import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const APP = join(__dirname, 'app');
const ROOT = resolve(__dirname, '..', '..');
const CACHE = join(ROOT, '.sandbox', 'page');
const run = promisify(execFile);

/**
 * Builds the page with Vite, in a process of its own: Vite is ESM only and needs no place in this one. What was built from
 * the same sources is taken again.
 * @returns the folder with `index.html`
 */
export async function buildApp(onStep: (what: string) => void = () => undefined): Promise<string> {
  const out = join(CACHE, fingerprint());
  if (existsSync(join(out, 'index.html'))) return out;
  onStep('the page (vite build: a second or two, once)');
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const fresh = `${out}-${String(process.pid)}`;
  const args = [vite, 'build', APP, '--base', './', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
  await run(process.execPath, args, { cwd: APP });
  // Two sandboxes may start at once: whoever is first has built for both.
  if (existsSync(out)) rmSync(fresh, { recursive: true, force: true });
  else renameSync(fresh, out);
  return out;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const files = readdirSync(APP, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of [...paths, join(ROOT, 'package-lock.json')]) {
    hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}
