import { join } from 'node:path';
import { cacheFolder, makeOnce, withLock } from './cache.mjs';
import { isExecutable, onPath, run } from './run.mjs';
import { say, SetupError, step } from './say.mjs';
import { downloadWithSdk } from './sdk-download.mjs';

/** Server 1.29 with its UI. Newer versions of the CLI have `replace` lines in go.mod, which `go install` refuses. */
const CLI = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * The Temporal CLI, whose dev server tests and the sandbox run.
 *
 * @returns {Promise<string>} an absolute path
 * @throws {SetupError} where it can neither be found, nor built, nor downloaded
 */
export async function findDevServer() {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new SetupError(`TEMPORAL_CLI_PATH is ${named}, which is no executable file: correct it or unset it.`);
  }
  const installed = onPath('temporal');
  if (installed !== undefined) return installed;
  const cached = join(cacheFolder(), 'bin', PROGRAM);
  if (isExecutable(cached)) return cached;
  return withLock('temporal', async () => (isExecutable(cached) ? cached : obtain(cached)));
}

async function obtain(cached) {
  const failures = [];
  const attempts = [() => build(cached), () => downloadWithSdk('dev-server')];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(error.message.split('\n')[0]);
      failures.push(error.message);
    }
  }
  throw new SetupError(
    'There is no Temporal dev server, and it could not be made.\n' +
      'Do one of these: install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on PATH; ' +
      'or set TEMPORAL_CLI_PATH to it; or install Go 1.24 or newer and be online once.\n' +
      failures.join('\n'),
  );
}

async function build(cached) {
  const go = onPath('go');
  if (go === undefined) throw new SetupError('Go is not installed, so the Temporal dev server cannot be built.');
  await step(`building the Temporal dev server once, into ${cached} (about 3 minutes)`, () =>
    makeOnce(cached, async (scratch) => {
      // GOFLAGS of the user's own projects (-mod=vendor) would break this build; cgo would ask for a C compiler.
      await run(go, ['install', CLI], { cwd: scratch, env: { GOBIN: scratch, GOFLAGS: '', CGO_ENABLED: '0' } });
      return join(scratch, PROGRAM);
    }),
  );
  return cached;
}
