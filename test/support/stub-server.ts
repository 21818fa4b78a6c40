import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A server on a free loopback port that answers what the test says. */
export interface StubServer {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  /** What every later request is answered with. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
  /** Takes the answer into its own hands: silence, half an answer, a cut connection. */
  handle(handler: (response: ServerResponse, request: StubRequest) => void): void;
  close(): Promise<void>;
}

export async function startStub(): Promise<StubServer> {
  const requests: StubRequest[] = [];
  let handler: (response: ServerResponse, request: StubRequest) => void = (response) => {
    response.writeHead(501).end();
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, text: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      handler(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(status, body, headers = {}) {
      handler = (response) => {
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
      };
    },
    handle(next) {
      handler = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
