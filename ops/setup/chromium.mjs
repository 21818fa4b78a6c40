import { onPath, run } from './run.mjs';
import { say, SetupError, step } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** A minute is usual. Checks without a browser are worth more than a run that waits for a slow mirror. */
const LIMIT_MS = 240_000;
const APT = ['-y', '-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Retries=1', '-o', 'DPkg::Lock::Timeout=30'];

/**
 * Gets a Chromium for the tests in a browser, where that is nobody's machine (CI), and apt-get and root are at hand. Whoever
 * sits at a machine of their own installs it themselves: the tests say how. It never fails, for all other checks can be made.
 */
export async function provideChromium() {
  if (process.env.CHROMIUM_PATH || NAMES.some((name) => onPath(name) !== undefined)) return;
  const apt = onPath('apt-get');
  if (process.env.CI !== 'true' || apt === undefined || process.getuid?.() !== 0) return;
  try {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const signal = AbortSignal.timeout(LIMIT_MS);
    await step('installing Chromium for the tests in a browser (apt-get, about a minute)', async () => {
      await run(apt, [...APT, 'update'], { env, signal });
      await run(apt, [...APT, 'install', '--no-install-recommends', 'chromium'], { env, signal });
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message}\nThere is no Chromium, so nothing is checked in a browser; all else is.`);
  }
}
