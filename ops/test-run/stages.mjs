import { readAudit, readJest, readOtherNode, readStatic } from './results.mjs';

const MINUTE = 60_000;

/**
 * What `npm test` is made of, in the order it runs: the quickest first, for a typo should not cost ten minutes.
 * Each stage is a script of package.json, so that whoever sees it fail can repeat just that.
 *
 * @typedef {object} Stage
 * @property {string} name what `--only` takes
 * @property {string} says what it promises, for the summary
 * @property {string} script of package.json
 * @property {readonly string[]} [args] passed to the script
 * @property {number} timeoutMs it hangs, and is killed after this: several times what it takes, for machines differ
 * @property {(run: import('./run-stage.mjs').StageRun) => import('./results.mjs').Result} read
 * @property {boolean} [quiet] its output is for the runner, not for people
 * @property {boolean} [report] it writes jest's JSON report to the file named by `--outputFile`
 */

/** @type {readonly Stage[]} */
export const stages = [
  { name: 'format', says: 'formatting', script: 'format:check', timeoutMs: 5 * MINUTE, read: readStatic },
  { name: 'lint', says: 'lint', script: 'lint', timeoutMs: 10 * MINUTE, read: readStatic },
  {
    name: 'boundaries',
    says: 'imports between folders',
    script: 'lint:boundaries',
    timeoutMs: 5 * MINUTE,
    read: readStatic,
  },
  { name: 'dead', says: 'nothing unused', script: 'lint:dead', timeoutMs: 3 * MINUTE, read: readStatic },
  { name: 'types', says: 'types', script: 'typecheck', timeoutMs: 8 * MINUTE, read: readStatic },
  { name: 'build', says: 'build for production', script: 'build', timeoutMs: 5 * MINUTE, read: readStatic },
  {
    name: 'audit',
    says: 'no known holes in packages',
    script: 'audit',
    timeoutMs: 2 * MINUTE,
    read: readAudit,
    quiet: true,
  },
  {
    name: 'unit',
    says: 'tests without a server',
    script: 'test:unit',
    timeoutMs: 20 * MINUTE,
    read: readJest,
    report: true,
  },
  {
    name: 'temporal',
    says: 'tests on Temporal servers',
    script: 'test:temporal',
    timeoutMs: 35 * MINUTE,
    read: readJest,
    report: true,
  },
  {
    name: 'browser',
    says: 'the sandbox page in a browser',
    script: 'test:browser',
    timeoutMs: 20 * MINUTE,
    read: readJest,
    report: true,
  },
  {
    name: 'other-node',
    says: 'build and core tests under the other Node, 20.20 or 24',
    script: 'test:node',
    timeoutMs: 20 * MINUTE,
    read: readOtherNode,
    report: true,
  },
];
