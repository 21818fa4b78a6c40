import { createServer } from 'node:net';

/**
 * Below 32,768, where Linux begins to take ports for outgoing connections (other systems begin at 49,152): a server starts
 * seconds after its port was chosen, or again after it was killed, and a connection of somebody else's may have it by then.
 */
const FIRST = 10_240;
const LAST = 32_767;
/** Processes that choose at the same time look in different places. */
const EACH = 64;

const slice = (process.pid * EACH) % (LAST + 1 - FIRST);
let next = 0;

/**
 * A port of this machine that nobody listens on and this process was not given lately.
 *
 * @throws where there is none
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries <= LAST - FIRST; tries += 1) {
    const port = FIRST + ((slice + next) % (LAST + 1 - FIRST));
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${String(FIRST)} to ${String(LAST)} is free on this machine.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
