import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.mjs';
import { isExecutable, run } from './run.mjs';
import { SetupError, step } from './say.mjs';

const STARTER = fileURLToPath(new URL('./start-with-sdk.cjs', import.meta.url));

/**
 * The last way: the SDK downloads the server it was tested with, by starting it once.
 * Kept in our cache, not in the system's temporary folder, so that it is used like the other ways' result.
 *
 * @param {'dev-server' | 'time-skipping'} kind
 * @returns {Promise<string>} an absolute path
 */
export async function downloadWithSdk(kind) {
  const folder = join(cacheFolder(), `sdk-${kind}`);
  const present = executableIn(folder);
  if (present !== undefined) return present;
  mkdirSync(folder, { recursive: true });
  try {
    await step(`letting the Temporal SDK download its ${kind} from temporal.download`, () =>
      run(process.execPath, [STARTER, kind, folder]),
    );
  } catch (error) {
    throw new SetupError(`The Temporal SDK could not download its ${kind} from temporal.download.\n${error.message}`);
  }
  const downloaded = executableIn(folder);
  if (downloaded === undefined) throw new SetupError(`The Temporal SDK's ${kind} ran, but is not in ${folder}.`);
  return downloaded;
}

function executableIn(folder) {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .find((path) => isExecutable(path) && !path.endsWith('.downloading'));
  } catch {
    return undefined;
  }
}
