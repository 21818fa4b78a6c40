import { afterEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { variables } from '../../config/variables';
import { ownEnvironment } from '../../sandbox/own-environment';
import { startProcess } from '../../sandbox/processes';
import { eventually } from '../support/live';

/** What Temporal's and OpenTelemetry's own libraries read, and what is read by name beside the table. */
const READ_ELSEWHERE = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_PROFILE',
  'TEMPORAL_CONFIG_FILE',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'TEMPORAL_GRPC_META_AUTHORIZATION',
  'CODEC_TOKEN',
  'CODEC_OIDC_ISSUER',
  'CODEC_OIDC_AUDIENCE',
  'CODEC_OIDC_SUBJECTS',
  'OPS_TOKEN',
  'OTEL_RESOURCE_ATTRIBUTES',
  'HTTPS_PROXY',
];
const FROM_THE_SHELL = [...new Set([...Object.keys(variables.shape), ...READ_ELSEWHERE])];

const ROOT = join(__dirname, '..', '..');

/** Starts a program that goes on for ever, says its id, and ends in the midst of it all. */
const STARTER = `
  const { startProcess } = require('./sandbox/processes');
  const program = { command: process.execPath, args: ['-e', 'setInterval(() => undefined, 1_000)'], env: {} };
  const logFile = process.argv.at(-1);
  startProcess({ name: 'a program', ...program, logFile, ready: async () => true }).then(({ pid }) => {
    process.stdout.write(String(pid), () => process.exit(0));
  });
`;
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a program of the sandbox', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('is given nothing of the developer’s shell that the product reads', () => {
    expect(FROM_THE_SHELL).toContain('PAYLOAD_KEYS');
    expect(ownEnvironment(Object.fromEntries(FROM_THE_SHELL.map((name) => [name, 'of the shell'])))).toEqual({});
  });

  it('is given where things are, and Node’s own settings', () => {
    const machine = {
      PATH: '/bin',
      HOME: '/home/x',
      TMPDIR: '/tmp',
      NODE_OPTIONS: '--max-old-space-size=1',
      LC_ALL: 'C',
    };
    expect(ownEnvironment(machine)).toEqual(machine);
  });

  it('sees so itself: a Temporal Cloud that the shell names is not asked', async () => {
    for (const name of FROM_THE_SHELL) process.env[name] = 'of the shell';
    const logFile = join(mkdtempSync(join(tmpdir(), 'miapos-processes-')), 'log');
    const said = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : '');
    const running = await startProcess({
      name: 'a program',
      command: process.execPath,
      args: ['-e', 'console.log(JSON.stringify(process.env)); setInterval(() => undefined, 1_000)'],
      env: { TEMPORAL_ADDRESS: '127.0.0.1:1' },
      logFile,
      ready: () => Promise.resolve(said().endsWith('}')),
    });
    await running.stop();
    const seen = JSON.parse(said()) as Record<string, string>;
    expect(seen).toMatchObject({ TEMPORAL_ADDRESS: '127.0.0.1:1', PATH: process.env['PATH'] });
    expect(Object.entries(seen).filter(([, value]) => value === 'of the shell')).toEqual([]);
  });

  it('ends with whoever started it', async () => {
    const logFile = join(mkdtempSync(join(tmpdir(), 'miapos-processes-')), 'log');
    const args = ['--require', 'tsx/cjs', '--eval', STARTER, logFile];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(0);
    expect(
      await eventually(
        () => lives(pid),
        (alive) => !alive,
      ),
    ).toBe(false);
  });
});
