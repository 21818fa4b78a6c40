import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** Of the client: a new one is a new connection. */
  readonly port: number | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
}

/** Answers each call with the next reply; a function may do worse than answer. */
export type Script = (Reply | ((response: ServerResponse, received: Received) => void))[];

export interface GraphServer extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
}

export async function graphServer(script: Script): Promise<GraphServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? '/', 'http://localhost');
      const call: Received = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
        port: request.socket.remotePort,
      };
      received.push(call);
      const reply = script.shift() ?? { status: 599, text: 'nothing scripted' };
      if (typeof reply === 'function') reply(response, call);
      else {
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
        response.end(reply.text ?? JSON.stringify(reply.json));
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const graphError = (code: number, over: Record<string, unknown> = {}): { error: Record<string, unknown> } => ({
  error: {
    message: `(#${code}) to +37369000001`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details: 'Recipient +37369000001' },
    fbtrace_id: 'AOnodi98JaYHcSTvVvrOtJs',
    ...over,
  },
});

export const accepted = (id = 'wamid.OUT'): unknown => ({
  messaging_product: 'whatsapp',
  contacts: [{ input: '+37369000001', wa_id: '37369000001' }],
  messages: [{ id, message_status: 'accepted' }],
});
