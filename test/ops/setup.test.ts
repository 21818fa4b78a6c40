import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './compose';
import type { Ended, Running } from './programs';
import { run, start, writeProgram } from './programs';

const BOOTSTRAP = join(ROOT, 'ops/setup/bootstrap.mjs');

let home: string;
let cache: string;
let bin: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'setup-'));
  cache = join(home, 'cache', 'miapos-conversational');
  bin = join(home, 'bin');
  mkdirSync(bin);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A machine with only the programs in `bin`, whose way to the network is shut. */
const machine = (env: Readonly<Record<string, string>> = {}) => ({
  PATH: bin,
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  HTTPS_PROXY: 'http://127.0.0.1:1',
  ...env,
});
const setUp = (args: readonly string[], env?: Readonly<Record<string, string>>): Running =>
  start(process.execPath, [BOOTSTRAP, '--no-install', ...args], machine(env));
const pathsOf = ({ stdout }: Ended) => JSON.parse(stdout) as { devServer?: string; timeSkipping?: string };
const cached = () => join(cache, 'bin', 'temporal');
const goCalls = () => readFileSync(join(home, 'go.log'), 'utf8').trim().split('\n');
const leftOvers = () => readdirSync(cache).filter((name) => /scratch|\.lock/.test(name));

/** Go as the setup uses it: `go install` puts a program into GOBIN. */
const goThat = (work: string) =>
  writeProgram(
    join(bin, 'go'),
    `echo "$* GOFLAGS=$GOFLAGS" >> ${home}/go.log\n${work}\nprintf '#!/bin/sh\\n' > "$GOBIN/temporal"\n/bin/chmod +x "$GOBIN/temporal"`,
  );

describe('the setup finds the Temporal dev server', () => {
  const find = async (env?: Readonly<Record<string, string>>) => setUp(['--servers=dev', '--print'], env).ended;

  it('where TEMPORAL_CLI_PATH says, whatever else there is', async () => {
    const named = writeProgram(join(home, 'mine', 'temporal'), '');
    writeProgram(join(bin, 'temporal'), '');
    expect(pathsOf(await find({ TEMPORAL_CLI_PATH: named })).devServer).toBe(named);
  });

  it('and says so if nothing is there, rather than taking another', async () => {
    writeProgram(join(bin, 'temporal'), '');
    const { code, stderr } = await find({ TEMPORAL_CLI_PATH: join(home, 'gone') });
    expect(code).toBe(1);
    expect(stderr).toContain('TEMPORAL_CLI_PATH');
  });

  it('on PATH before the cache, in the cache before building', async () => {
    writeProgram(cached(), '');
    goThat('exit 1');
    expect(pathsOf(await find()).devServer).toBe(cached());
    const onPath = writeProgram(join(bin, 'temporal'), '');
    expect(pathsOf(await find()).devServer).toBe(onPath);
  });

  it('builds it once, though two runs want it at a time, whatever flags the user gives Go', async () => {
    goThat(`while [ ! -e ${home}/go-on ]; do /bin/sleep 0.05; done`);
    const first = setUp(['--servers=dev', '--print'], { GOFLAGS: '-mod=vendor' });
    await first.says('building the Temporal dev server');
    const second = setUp(['--servers=dev', '--print']);
    await second.says('waiting for another run');
    expect(existsSync(cached())).toBe(false);
    writeFileSync(join(home, 'go-on'), '');

    const ended = await Promise.all([first.ended, second.ended]);
    expect(ended.map((one) => pathsOf(one).devServer)).toEqual([cached(), cached()]);
    expect(goCalls()).toEqual(['install github.com/temporalio/cli/cmd/temporal@v1.5.1 GOFLAGS=']);
    expect(leftOvers()).toEqual([]);
  });

  it('is not held up by the lock of a run that was killed', async () => {
    const { stdout: dead } = await run('/bin/sh', ['-c', 'echo $$'], {});
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, 'temporal.lock'), dead.trim());
    goThat('');
    expect(pathsOf(await find()).devServer).toBe(cached());
  });

  it.each([
    ['without Go', () => undefined, 'Go is not installed'],
    ['with Go, but offline', () => goThat('echo "dial tcp: lookup proxy" >&2; exit 1'), 'dial tcp: lookup proxy'],
  ])(
    'says what to do %s, and leaves nothing behind',
    async (_, prepare, reason) => {
      prepare();
      const { code, stderr } = await find();
      expect(code).toBe(1);
      expect(stderr).toContain('TEMPORAL_CLI_PATH');
      expect(stderr).toContain(reason);
      expect(stderr).toContain('temporal.download');
      expect(existsSync(cached())).toBe(false);
      expect(leftOvers()).toEqual([]);
    },
    30_000,
  );
});

describe('the setup puts the time-skipping server together', () => {
  beforeEach(() => {
    writeProgram(join(bin, 'temporal'), '');
    writeProgram(join(bin, 'java'), `for word; do echo "$word"; done`);
  });
  const maven = () =>
    writeProgram(
      join(bin, 'mvn'),
      `for word; do case $word in -DoutputDirectory=*) /bin/mkdir -p "\${word#*=}";; esac; done`,
    );

  it("from Maven's jars, as one program that gets the port", async () => {
    maven();
    const { timeSkipping = '' } = pathsOf(await setUp(['--print']).ended);
    expect(timeSkipping.startsWith(cache)).toBe(true);

    const { stdout } = await run(timeSkipping, ['7777'], { PATH: `${bin}:/usr/bin:/bin` });
    const words = stdout.trim().split('\n');
    expect(words.slice(-2)).toEqual(['io.temporal.testserver.TestServer', '7777']);
    expect(words.find((word) => word.endsWith('/jars/*'))).toBe(join(timeSkipping, '..', 'jars', '*'));
  });

  it('unless TEMPORAL_TEST_SERVER_PATH names one', async () => {
    const named = writeProgram(join(home, 'mine'), '');
    const ended = await setUp(['--print'], { TEMPORAL_TEST_SERVER_PATH: named }).ended;
    expect(pathsOf(ended).timeSkipping).toBe(named);
  });

  it('and says what to do where that cannot be', async () => {
    const { code, stderr } = await setUp(['--print']).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('TEMPORAL_TEST_SERVER_PATH');
    expect(stderr).toContain('Maven');
  }, 30_000);
});

describe('the setup gets a browser', () => {
  const AS_ROOT = process.getuid?.() === 0;
  const setUpBrowser = async (env?: Readonly<Record<string, string>>) =>
    setUp(['--servers=none', '--browser', '--', 'node', '-p', '1'], env).ended;
  const aptCalls = () => {
    const log = join(home, 'apt.log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  };
  const aptThat = (work: string) => writeProgram(join(bin, 'apt-get'), `echo "$*" >> ${home}/apt.log\n${work}`);

  it('by apt-get, where the machine is nobody’s', async () => {
    aptThat('exit 0');
    const { code, stdout } = await setUpBrowser({ CI: 'true' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
    expect(aptCalls().map((call) => call.split(' ').at(-1))).toEqual(AS_ROOT ? ['update', 'chromium'] : []);
  });

  it('never on somebody’s own machine, nor where there is one', async () => {
    aptThat('exit 0');
    await setUpBrowser();
    await setUpBrowser({ CI: 'true', CHROMIUM_PATH: '/opt/chrome' });
    writeProgram(join(bin, 'google-chrome'), '');
    await setUpBrowser({ CI: 'true' });
    expect(aptCalls()).toEqual([]);
  });

  it('and goes on without, where that fails', async () => {
    aptThat('echo "no mirror"; exit 100');
    const { code, stdout, stderr } = await setUpBrowser({ CI: 'true' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
    expect(stderr.includes('no mirror')).toBe(AS_ROOT);
  });
});

describe('the setup finds what a Temporal server on PostgreSQL is made of', () => {
  const find = async (env?: Readonly<Record<string, string>>) => setUp(['--servers=postgres', '--print'], env).ended;
  const postgres = () => join(writeProgram(join(home, 'postgres', 'postgres'), ''), '..');
  const buildsServer = () => {
    const schema = join(home, 'modules', 'go.temporal.io/server@v1.29.1', 'schema/postgresql/v12');
    mkdirSync(schema, { recursive: true });
    writeProgram(
      join(bin, 'go'),
      `case $1 in env) echo ${home}/modules;; *) for one in server sql; do printf '#!/bin/sh\n' > "$GOBIN/$one"; /bin/chmod +x "$GOBIN/$one"; done;; esac`,
    );
  };

  it('in the place that is named; the server and its schema are built once', async () => {
    buildsServer();
    const named = postgres();
    const { stdout } = await find({ POSTGRES_BIN: named });
    const found = (JSON.parse(stdout) as { postgres: Record<string, string> }).postgres;
    expect(found['postgres']).toBe(named);
    for (const made of ['server', 'sqlTool', 'schema']) expect(existsSync(found[made] ?? '')).toBe(true);
    writeProgram(join(bin, 'go'), 'exit 1');
    expect((await find({ POSTGRES_BIN: named })).code).toBe(0);
  });

  it.each([
    ['POSTGRES_BIN', 'where there is no PostgreSQL', () => join(home, 'gone')],
    ['Go', 'where there is no Go', postgres],
  ])('and names %s %s', async (remedy, _where, named) => {
    const { code, stderr } = await find({ POSTGRES_BIN: named() });
    expect(code).toBe(1);
    expect(stderr).toContain(remedy);
  });
});

describe('the setup runs a command', () => {
  it('with the paths of the servers, its arguments as they are, and its exit code', async () => {
    const temporal = writeProgram(join(bin, 'temporal'), '');
    const script = 'console.log(process.env.TEMPORAL_CLI_PATH, process.argv[1]); process.exitCode = 7';
    const { code, stdout } = await setUp(['--servers=dev', '--', 'node', '-e', script, '--', '--only=x']).ended;
    expect({ code, stdout }).toEqual({ code: 7, stdout: `${temporal} --only=x\n` });
  });

  it('needs no server for what needs none', async () => {
    const { code, stdout } = await setUp(['--servers=none', '--', 'node', '-p', '1']).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
  });

  it('explains itself', async () => {
    const { code, stdout } = await setUp(['--help']).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('TEMPORAL_TEST_SERVER_PATH');
  });
});
