/** Progress goes to stderr: stdout belongs to `--print` and to the command that runs afterwards. */
export const say = (line) => process.stderr.write(`setup: ${line}\n`);

const HEARTBEAT_MS = 10_000;
const WORTH_A_WORD_MS = 2_000;

/**
 * Runs one step of the setup and says so, since a silent minute looks like a hang.
 *
 * @template T
 * @param {string} title what is done, for people: `installing the packages of package-lock.json`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  say(`${title} …`);
  const heartbeat = setInterval(() => say(`… still at it (${seconds()})`), HEARTBEAT_MS);
  try {
    const result = await work();
    if (Date.now() - started > WORTH_A_WORD_MS) say(`done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** A failure whose message alone tells what to do: printed without a stack trace. */
export class SetupError extends Error {}
