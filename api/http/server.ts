import { createServer as createHttpServer, type Server } from 'node:http';
import type { Express } from 'express';

const SECOND = 1_000;
const MAX_HEADERS = 64;
const MAX_HEADER_BYTES = 16 * 1024;

/** An HTTP server that slow or chatty clients can't hold up. Does not listen yet. */
export function createServer(app: Express): Server {
  const server = createHttpServer(
    {
      // A webhook of 4 MB over a poor line; nobody with an honest request needs longer.
      requestTimeout: 15 * SECOND,
      headersTimeout: 5 * SECOND,
      // Node looks for what took too long every 30 s, so that 5 s would be up to 35.
      connectionsCheckingInterval: SECOND,
      // Longer than a load balancer's 60 s, so that it is never us who closes just as a request comes.
      keepAliveTimeout: 65 * SECOND,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    app,
  );
  server.maxHeadersCount = MAX_HEADERS;
  return server;
}

/** Between two looks for connections that have nothing under way any more: clients keep them open for the next request. */
const SWEEP_MS = 50;

/** Takes no more connections and waits for the requests under way, at most `graceMs`. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(impatience);
}
