import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One call that went through. */
export interface Taken {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the answer; 0: it was withheld, or nobody answered. */
  readonly status: number;
  readonly answer: string;
}

/** Stands between two systems, passes on what one says to the other, and remembers it. */
export interface Proxy {
  readonly url: string;
  readonly taken: readonly Taken[];
  /** True: answers 200 and passes nothing on, as if it had been lost on the way. */
  withhold: boolean;
  close(): Promise<void>;
}

/** Belong to one connection, or are made anew. */
const OWN = ['host', 'connection', 'content-length', 'transfer-encoding', 'content-encoding', 'keep-alive'];

/** @param port 0 takes any; @param target asked at each call, since it may be known only later */
export async function startProxy(port: number, target: () => string): Promise<Proxy> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    void pass(request).then(({ status, answer, type }) => {
      response.writeHead(status === 0 ? 200 : status, type === '' ? {} : { 'content-type': type }).end(answer);
    });
  });
  const proxy = {
    url: '',
    taken,
    withhold: false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function pass(request: IncomingMessage): Promise<{ status: number; answer: string; type: string }> {
    const { method = 'GET', url: path = '/' } = request;
    const headers = kept(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const result = proxy.withhold ? { status: 0, answer: '', type: '' } : await ask(method, path, headers, body);
    taken.push({ method, path, headers, body, status: result.status, answer: result.answer });
    return result;
  }

  async function ask(method: string, path: string, headers: Readonly<Record<string, string>>, body: string) {
    try {
      const answer = await fetch(target() + path, {
        method,
        headers,
        redirect: 'manual',
        ...(body === '' ? {} : { body }),
      });
      return { status: answer.status, answer: await answer.text(), type: answer.headers.get('content-type') ?? '' };
    } catch (error) {
      return { status: 502, answer: String(error), type: 'text/plain' };
    }
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return proxy;
}

const kept = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      OWN.includes(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  );
