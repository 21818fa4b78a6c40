import { readEnv } from '../config/env';
import { runApi } from './run';

async function main(): Promise<void> {
  const api = await runApi(readEnv(process.env, 'api'));
  const stop = () => void api.stop().catch(fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Start-up errors are for people: what is wrong and what to set, without a stack. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

void main().catch(fail);
