import { join } from 'node:path';
import { run } from '../ops/programs';
import type { Ended } from '../ops/programs';
import type { Live } from './live';

const ROOT = join(__dirname, '..', '..');

/** `npm run ops -- …` as an operator types it, from the sources. */
export function ops(live: Live, ...args: readonly string[]): Promise<Ended> {
  const program = ['--import', 'tsx', join(ROOT, 'ops/cli/main.ts'), ...args];
  return run(process.execPath, program, { ...pathOf(), ...live.stack.env });
}

const pathOf = () => ({ PATH: process.env['PATH'] ?? '' });
