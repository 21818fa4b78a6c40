/** What the test runner (ops/test-run) looks for at the beginning of a line, to repeat it before its closing line. */
const PREFIX = 'NOT CHECKED:';

/**
 * Says that a check could not be made on this machine, so that a green run is not read as more than it is.
 *
 * Written straight to stdout, for jest decorates `console` output with a stack trace and hides it with `--silent`.
 *
 * @param what the promise that stays unproven here, e.g. `signature vectors against Python's cryptography`
 * @param how why, and what makes it checkable, e.g. `python3 is not installed: apt-get install python3`
 */
export function notChecked(what: string, how: string): void {
  const oneLine = `${what} — ${how}`.replace(/\s+/g, ' ');
  process.stdout.write(`\n${PREFIX} ${oneLine}\n`);
}
