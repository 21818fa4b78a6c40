import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './http';

export interface Caught {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The raw bytes: what a signature is made of. */
  readonly raw: string;
}

/** A server that keeps what it is sent: the other end of callbacks and webhooks. */
export class Sink {
  readonly caught: Caught[] = [];
  /** Statuses of the next answers, in order; then 200. */
  readonly answers: number[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request).then((text) => {
        response.statusCode = this.answers.shift() ?? 200;
        response.end(text);
      });
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits until at least `count` calls came. */
  async received(count: number): Promise<readonly Caught[]> {
    return eventually(() => (this.caught.length >= count ? this.caught : undefined));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    this.caught.push({ method, url, headers, raw: Buffer.concat(chunks).toString('utf8') });
    return new URL(url, 'http://sink').searchParams.get('hub.challenge') ?? '';
  }
}
