import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} note for the summary
 * @property {readonly string[]} [failures] each test that failed, and what it said
 * @property {readonly string[]} [notChecked] what this machine could not check, each with its reason
 *
 * @typedef {import('./run-stage.mjs').StageRun} StageRun
 */

const failure = (note) => ({ passed: 0, failed: 1, note });

/** A static check counts as one. @param {StageRun} run @returns {Result} */
export function readStatic({ code }) {
  return code === 0 ? { passed: 1, failed: 0, note: '' } : failure(`ended with ${code}`);
}

/**
 * jest's own report counts, not its text. A suite that does not even load has no failing test, so it counts as one;
 * and a run of nothing is a failure, for a gate without tests passes everything; unless it has said what this machine lacks.
 *
 * @param {StageRun} run
 * @returns {Result}
 */
export function readJest({ code, reportFile, notChecked }) {
  if (!existsSync(reportFile)) return failure(`no report; jest ended with ${code}`);
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const { numPassedTests: passed, numPendingTests: skipped, numTodoTests: todo } = report;
  if (passed + report.numFailedTests + report.numRuntimeErrorTestSuites === 0) {
    const excused = code === 0 && skipped > 0 && notChecked.length > 0;
    return excused ? { passed: 0, failed: 0, note: `not checked: ${skipped} skipped` } : failure('no tests executed');
  }
  const counted = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const failed = counted === 0 && code !== 0 ? 1 : counted;
  const notes = [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(counted !== failed ? [`all green, but jest ended with ${code}`] : []),
    ...(skipped + todo > 0 ? [`${skipped + todo} skipped`] : []),
  ];
  return { passed, failed, note: notes.join(', '), failures: failuresIn(report) };
}

/** The end of a long log is what people are shown first, so what failed is said there again. */
function failuresIn({ testResults = [] }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return message === '' ? [] : [`${file}\n${indented(message)}`];
    return failed.map((test) => `${file} › ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`);
  });
}

const LINES_SHOWN = 12;

function indented(message) {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('node_modules'));
  return lines
    .slice(0, LINES_SHOWN)
    .map((line) => `    ${line}`)
    .join('\n');
}

/**
 * As {@link readJest}; where the other Node could not be had, that is said, and is no failure.
 *
 * @param {StageRun} run
 * @returns {Result}
 */
export function readOtherNode(run) {
  const unavailable = run.code === 0 && !existsSync(run.reportFile) && run.notChecked.length > 0;
  return unavailable ? { passed: 0, failed: 0, note: 'not checked: it could not be fetched' } : readJest(run);
}

/**
 * High and critical advisories fail. Without the registry nothing is known, which is said, and is no failure.
 *
 * @param {StageRun} run
 * @returns {Result}
 */
export function readAudit({ output }) {
  const report = jsonIn(output);
  const counts = report?.metadata?.vulnerabilities;
  if (counts === undefined) {
    const reason = report?.message ?? report?.error?.summary ?? 'npm audit gave no report';
    const why = `known holes in packages — ${reason}; be online and run npm run audit`.replace(/\s+/g, ' ');
    return { passed: 0, failed: 0, note: 'not checked: no answer from the registry', notChecked: [why] };
  }
  if (counts.high + counts.critical === 0) return { passed: 1, failed: 0, note: '' };
  const severe = Object.values(report.vulnerabilities).filter(({ severity }) => /^(high|critical)$/.test(severity));
  return failure(severe.map(({ name, severity, range }) => `${name} ${range} (${severity})`).join(', '));
}

function jsonIn(output) {
  const start = output.indexOf('{');
  const end = output.lastIndexOf('}');
  try {
    return JSON.parse(output.slice(start, end + 1));
  } catch {
    return undefined;
  }
}
