import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Repeated before the closing line, wherever a test printed it; see test/support/not-checked.ts. */
const NOT_CHECKED = 'NOT CHECKED: ';

/**
 * @typedef {object} StageRun
 * @property {number | string} code exit code, or the signal or reason it was ended for
 * @property {string} output both streams
 * @property {string} reportFile where jest was asked to report
 * @property {readonly string[]} notChecked
 * @property {number} seconds
 */

const running = new Set();
// A process group of its own keeps Ctrl-C from reaching a stage, so it is passed on.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) endGroup(child, signal);
    process.exit(1);
  });
}

/**
 * Runs a script of package.json to its end, or to its time limit, with everything it started.
 *
 * @param {import('./stages.mjs').Stage} stage
 * @param {string} reportFile
 * @returns {Promise<StageRun>}
 */
export function runStage(stage, reportFile) {
  const started = Date.now();
  const reporting = stage.report ? ['--json', `--outputFile=${reportFile}`] : [];
  const args = ['run', '--silent', stage.script, '--', ...(stage.args ?? []), ...reporting];
  const npm = process.env.npm_execpath;
  const [program, programArgs] = npm === undefined ? ['npm', args] : [process.execPath, [npm, ...args]];
  const child = spawn(program, programArgs, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);

  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      // With --json jest prints its report on stdout as well, as one line.
      if (!stage.quiet && !line.startsWith('{"numFailedTestSuites"')) process.stdout.write(`${line}\n`);
    });
  }

  return new Promise((resolve) => {
    let ended;
    const limit = setTimeout(() => {
      ended = `not finished within ${stage.timeoutMs / 60_000} minutes`;
      endGroup(child, 'SIGKILL');
    }, stage.timeoutMs);
    child.on('error', (error) => (ended = error.message));
    // A server that outlives its test would hold the pipes open and keep `close` from coming.
    child.on('exit', () => endGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      running.delete(child);
      const notChecked = lines
        .filter((line) => line.startsWith(NOT_CHECKED))
        .map((line) => line.slice(NOT_CHECKED.length));
      const seconds = (Date.now() - started) / 1000;
      resolve({ code: ended ?? code ?? signal, output: lines.join('\n'), reportFile, notChecked, seconds });
    });
  });
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended already, which is what is wanted.
    if (error.code !== 'ESRCH') throw error;
  }
}
