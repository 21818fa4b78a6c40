import { run } from '../ops/programs';
import { serverPaths } from '../../ops/setup/servers';
import type { Live } from './live';

/** Temporal's own command line, as operators use it beside its UI. @returns what it answers as JSON */
export async function temporalCli<T>(live: Live, ...args: readonly string[]): Promise<T> {
  const where = ['--address', `127.0.0.1:${String(live.stack.ports.temporal)}`, '--output', 'json'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: live.folder };
  const { code, stdout, stderr } = await run(serverPaths().devServer, [...args, ...where], env);
  if (code !== 0) throw new Error(`temporal ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout === '' ? '[]' : stdout) as T;
}
