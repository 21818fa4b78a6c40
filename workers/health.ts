import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { Registry } from 'prom-client';

export interface Health {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * `/healthz` (the process lives), `/readyz` (every worker polls) and `/metrics`, on a port of the worker's own.
 *
 * @param port 0 takes any
 */
export async function serveHealth(port: number, ready: () => boolean, registry: Registry): Promise<Health> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end('alive');
    if (request.url === '/readyz') {
      response.statusCode = ready() ? 200 : 503;
      return response.end(ready() ? 'ready' : 'not polling');
    }
    if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType);
      return void registry.metrics().then((text) => response.end(text));
    }
    response.statusCode = 404;
    return response.end();
  });
  server.listen(port);
  await once(server, 'listening');
  return { url: `http://localhost:${portOf(server)}`, close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
