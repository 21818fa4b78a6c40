import { readEnv } from '../config/env';
import { runApi } from '../api/run';

/**
 * The api as the sandbox runs it: the real one, but that its payload codec answers this machine without a token, for the dev
 * server's UI passes none.
 */
async function main(): Promise<void> {
  const api = await runApi(readEnv(process.env, 'api'), { codecAccess: { way: 'loopback' } });
  const stop = () => void api.stop();
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
