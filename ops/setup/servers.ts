import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Absolute paths of the two Temporal servers that tests run against. */
export interface ServerPaths {
  /** The Temporal CLI: `server start-dev` is a real server. */
  readonly devServer: string;
  /** The Java test server, whose clock skips over waits. */
  readonly timeSkipping: string;
}

let found: ServerPaths | undefined;

/**
 * Where the servers are; they are built or downloaded first where this machine has none yet (3 minutes, once).
 *
 * Asks the setup program, so that `npx jest` of one file finds what `npm test` finds, by the same rules.
 *
 * @throws where they can't be had; the reason and the remedy are on stderr
 */
export function serverPaths(): ServerPaths {
  found ??= JSON.parse(
    execFileSync(process.execPath, [join(__dirname, 'bootstrap.mjs'), '--no-install', '--print'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  ) as ServerPaths;
  return found;
}
