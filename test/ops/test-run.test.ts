import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './compose';
import { run, writeProgram } from './programs';

interface Script {
  readonly code?: number;
  readonly lines?: readonly string[];
  readonly report?: Readonly<Record<string, unknown>>;
}

const report = (passed: number, failed = 0, more: Readonly<Record<string, number>> = {}) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...more,
});
const audit = (high: number) => {
  const vulnerabilities = { leftpad: { name: 'leftpad', severity: high > 0 ? 'high' : 'low', range: '<2' } };
  return { lines: [JSON.stringify({ metadata: { vulnerabilities: { high, critical: 0 } }, vulnerabilities })] };
};
const GREEN: Readonly<Record<string, Script>> = {
  audit: audit(0),
  'test:unit': { report: report(40) },
  'test:temporal': { report: report(2) },
  'test:browser': { report: report(3) },
  'test:node': { report: report(3) },
};
const STATIC_CHECKS_AND_AUDIT = 7;

async function testRun(scripts: Readonly<Record<string, Script>>, ...args: string[]) {
  const { code, stdout } = await run(process.execPath, [join(ROOT, 'ops/test-run/main.mjs'), ...args], {
    PATH: process.env['PATH'] ?? '',
    npm_execpath: join(__dirname, 'fixtures/fake-npm.cjs'),
    FAKE_NPM: JSON.stringify({ ...GREEN, ...scripts }),
  });
  const lines = stdout.trimEnd().split('\n');
  return { code, stdout, closing: lines.at(-1), beforeClosing: lines.at(-2) };
}

describe('npm test', () => {
  it('counts each static check as one and each test as one', async () => {
    const { code, closing } = await testRun({});
    expect({ code, closing }).toEqual({ code: 0, closing: `${48 + STATIC_CHECKS_AND_AUDIT} passed, 0 failed` });
  });

  it('goes on after a failing check, and fails', async () => {
    const { code, closing, stdout } = await testRun({ lint: { code: 1, lines: ['a lint error'] } });
    expect({ code, closing }).toEqual({ code: 1, closing: `${47 + STATIC_CHECKS_AND_AUDIT} passed, 1 failed` });
    expect(stdout).toContain('a lint error');
  });

  it.each<[string, Script, string]>([
    ['tests that fail', { code: 1, report: report(39, 1) }, '39 passed, 1 failed'],
    [
      'a suite that does not load',
      { code: 1, report: report(39, 0, { numRuntimeErrorTestSuites: 1 }) },
      '39 passed, 1 failed',
    ],
    ['a run of no tests', { report: report(0) }, '0 passed, 1 failed'],
    ['a run without a report', { code: 1 }, '0 passed, 1 failed'],
    ['a jest that fails though every test is green', { code: 1, report: report(40) }, '40 passed, 1 failed'],
  ])('does not overlook %s', async (_, unit, expected) => {
    const { code, closing } = await testRun({ 'test:unit': unit }, '--only', 'unit');
    expect({ code, closing }).toEqual({ code: 1, closing: expected });
  });

  it('says again at its end what failed, and why', async () => {
    const failing = {
      name: join(process.cwd(), 'test/domain/money.test.ts'),
      message: '',
      assertionResults: [
        { status: 'passed', fullName: 'money adds up', failureMessages: [] },
        { status: 'failed', fullName: 'money is never lost', failureMessages: ['Expected: 1\n\nReceived: 0'] },
      ],
    };
    const broken = {
      name: join(process.cwd(), 'test/api/app.test.ts'),
      message: 'Cannot find it',
      assertionResults: [],
    };
    const unit = { code: 1, report: { ...report(39, 1), testResults: [failing, broken] } };
    const { stdout } = await testRun({ 'test:unit': unit }, '--only', 'unit');
    const end = stdout.slice(stdout.indexOf('── summary'));
    expect(end).toContain(
      'FAILED: test/domain/money.test.ts › money is never lost\n    Expected: 1\n    Received: 0\n',
    );
    expect(end).toContain('FAILED: test/api/app.test.ts\n    Cannot find it\n');
    expect(end).not.toContain('money adds up');
  });

  it('shows skipped tests', async () => {
    const { stdout } = await testRun({ 'test:unit': { report: report(40, 0, { numPendingTests: 3 }) } }, '--only=unit');
    expect(stdout).toMatch(/unit\s+ok.*40 passed, 3 skipped/);
  });

  it('repeats at its end, once, what this machine could not check', async () => {
    const line = 'NOT CHECKED: the schema — Go is not installed';
    const { beforeClosing, stdout } = await testRun({ 'test:unit': { report: report(40), lines: [line, line] } });
    expect(beforeClosing).toBe(line);
    expect(stdout.split('── summary')[1]?.split(line)).toHaveLength(2);
  });

  it('goes on without a browser where there is none, and says so; silence is no excuse', async () => {
    const line = 'NOT CHECKED: the stories, in a browser — no Chromium is on PATH';
    const skipped = { report: report(0, 0, { numPendingTests: 9 }) };
    const excused = await testRun({ 'test:browser': { ...skipped, lines: [line] } });
    expect({ code: excused.code, closing: excused.closing, beforeClosing: excused.beforeClosing }).toEqual({
      code: 0,
      closing: `${45 + STATIC_CHECKS_AND_AUDIT} passed, 0 failed`,
      beforeClosing: line,
    });
    expect((await testRun({ 'test:browser': skipped })).code).toBe(1);
  });

  it('fails for a package with a known serious hole, and names it', async () => {
    const { code, stdout } = await testRun({ audit: { code: 1, ...audit(1) } });
    expect(code).toBe(1);
    expect(stdout).toContain('leftpad <2 (high)');
  });

  it('does not take an unreachable registry for a hole, nor for a clean bill', async () => {
    const offline = { code: 1, lines: [JSON.stringify({ message: 'getaddrinfo ENOTFOUND' })] };
    const { code, closing, beforeClosing } = await testRun({ audit: offline });
    expect({ code, closing }).toEqual({ code: 0, closing: `${47 + STATIC_CHECKS_AND_AUDIT} passed, 0 failed` });
    expect(beforeClosing).toMatch(/^NOT CHECKED: .*ENOTFOUND/);
  });

  it('does not take a Node that it could not fetch for a failure, nor for a clean bill', async () => {
    const line = 'NOT CHECKED: build and tests under Node 24 — npm could not bring it';
    const absent = await testRun({ 'test:node': { lines: [line] } });
    expect(absent).toMatchObject({ code: 0, beforeClosing: line });
    expect(absent.closing).toBe(`${45 + STATIC_CHECKS_AND_AUDIT} passed, 0 failed`);
    const broken = await testRun({ 'test:node': { code: 1, lines: ['the build failed'] } });
    expect(broken).toMatchObject({ code: 1, closing: `${45 + STATIC_CHECKS_AND_AUDIT} passed, 1 failed` });
  });

  it('runs only what is asked for, and refuses what it does not know', async () => {
    expect((await testRun({}, '--only=format,unit')).closing).toBe('41 passed, 0 failed');
    expect((await testRun({}, '--only=everything')).code).toBe(1);
  });
});

describe('.ci/run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const gate = async (npm: string) => {
    writeProgram(join(folder, 'npm'), npm);
    const { code, stdout } = await run(join(ROOT, '.ci/run'), [], { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
    return { code, closing: stdout.trimEnd().split('\n').at(-1) };
  };

  it.each([
    ['a green run', 'echo "12 passed, 0 failed"', 0, '12 passed, 0 failed'],
    [
      'a red one, after which npm has more to say',
      'echo "11 passed, 1 failed"; echo "npm error"; exit 1',
      1,
      '11 passed, 1 failed',
    ],
    ['one that never came to its end', 'echo "setup: no network"; exit 1', 1, '0 passed, 1 failed'],
    ['one that did nothing', 'exit 0', 1, '0 passed, 1 failed'],
    ['one that ended badly after a green line', 'echo "12 passed, 0 failed"; exit 3', 1, '12 passed, 1 failed'],
  ])('ends with the verdict of %s', async (_, npm, code, closing) => {
    expect(await gate(`[ "$*" = test ] || exit 9\n${npm}`)).toEqual({ code, closing });
  });
});
