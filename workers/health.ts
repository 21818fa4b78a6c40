import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { once } from 'node:events';

/** Prometheus' text, and its content type. */
export type ReadMetrics = () => Promise<{ readonly type: string; readonly text: string }>;

export interface Health {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * `/healthz` (the process lives), `/readyz` (every worker polls) and `/metrics`, on a port of the worker's own.
 *
 * @param port 0 takes any
 */
export async function serveHealth(port: number, ready: () => boolean, readMetrics: ReadMetrics): Promise<Health> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end('alive');
    if (request.url === '/readyz') {
      response.statusCode = ready() ? 200 : 503;
      return response.end(ready() ? 'ready' : 'not polling');
    }
    if (request.url === '/metrics') {
      return void writeMetrics(response, readMetrics);
    }
    response.statusCode = 404;
    return response.end();
  });
  server.listen(port);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Error(`Port ${port} can't be listened on for health and metrics: set WORKER_PORT to a free one.`, {
      cause,
    });
  });
  return { url: `http://localhost:${portOf(server)}`, close: () => close(server) };
}

/** A collector that fails must not take the worker along: nobody would catch it here. */
async function writeMetrics(response: ServerResponse, readMetrics: ReadMetrics): Promise<void> {
  try {
    const { type, text } = await readMetrics();
    response.setHeader('content-type', type);
    response.end(text);
  } catch {
    response.statusCode = 500;
    response.end('metrics could not be collected');
  }
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
