import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { run } from './setup/run.mjs';
import { SetupError } from './setup/say.mjs';

// What was deleted in the sources must not live on in dist: from nothing, each time.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const dist = (path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

try {
  rmSync(dist(''), { recursive: true, force: true });
  // Imported JSON (the locales) is copied by the compiler itself.
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: ROOT });
  await run(process.execPath, [dist('ops/bundle.js')], { cwd: ROOT });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
