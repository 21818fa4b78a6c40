import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { provideChromium } from './chromium.mjs';
import { installDependencies } from './dependencies.mjs';
import { findDevServer } from './dev-server.mjs';
import { findPostgresServer } from './postgres-server.mjs';
import { say, SetupError } from './say.mjs';
import { findTimeSkippingServer } from './time-skipping-server.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OLDEST_NODE = [20, 20];

const HELP = `Brings a fresh clone to where a command can run, then runs it.

  node ops/setup/bootstrap.mjs [options] [-- command arguments…]

  --servers WHICH         which Temporal servers the command needs (all)
                            none
                            dev       the dev server: a real server with its UI
                            all       and the time-skipping test server
                            postgres  a server on PostgreSQL; only for --print
  --browser               the command wants Chromium: with CI=true, as root and with apt-get it is installed
                          where there is none; else nothing is done
  --no-install            leave node_modules alone
  --print                 print the servers' paths as JSON on stdout
  --help                  this text

It runs npm ci where node_modules is not what package-lock.json says, and looks for
  the dev server            TEMPORAL_CLI_PATH, temporal on PATH, the cache,
                            go install (3 minutes, once), the SDK's download
  the time-skipping server  TEMPORAL_TEST_SERVER_PATH, the cache,
                            Maven and Java (5 seconds, once), the SDK's download
  the PostgreSQL server     POSTGRES_BIN, PATH, /usr/lib/postgresql; the cache,
                            go install (2 minutes, once)
The cache is miapos-conversational in XDG_CACHE_HOME, or in ~/.cache. The command gets both paths
in TEMPORAL_CLI_PATH and TEMPORAL_TEST_SERVER_PATH, and its exit code is this program's.
`;

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new SetupError(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/** @returns {Promise<{ devServer?: string, timeSkipping?: string, postgres?: object }>} absolute paths */
async function findServers(which) {
  if (which === 'none') return {};
  if (which === 'postgres') return { postgres: await findPostgresServer() };
  const devServer = await findDevServer();
  if (which === 'dev') return { devServer };
  if (which === 'all') return { devServer, timeSkipping: await findTimeSkippingServer() };
  throw new SetupError(`--servers is ${which}; it can be all, dev, postgres or none.`);
}

function runCommand([program, ...args], { devServer, timeSkipping }) {
  const env = {
    ...process.env,
    ...(devServer === undefined ? {} : { TEMPORAL_CLI_PATH: devServer }),
    ...(timeSkipping === undefined ? {} : { TEMPORAL_TEST_SERVER_PATH: timeSkipping }),
  };
  const child = spawn(program === 'node' ? process.execPath : program, args, { cwd: ROOT, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the command itself; a supervisor signals only us.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(new SetupError(`${program} could not be started: ${error.message}`)));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

function fail(error) {
  if (error instanceof SetupError) say(error.message);
  else console.error(error);
  process.exitCode = 1;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      servers: { type: 'string', default: 'all' },
      browser: { type: 'boolean' },
      'no-install': { type: 'boolean' },
      print: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return process.stdout.write(HELP);
  requireNode();
  if (!values['no-install']) await installDependencies(ROOT);
  const [servers] = await Promise.all([findServers(values.servers), values.browser ? provideChromium() : undefined]);
  if (values.print) process.stdout.write(`${JSON.stringify(servers)}\n`);
  if (positionals.length > 0) runCommand(positionals, servers);
}

main().catch(fail);
