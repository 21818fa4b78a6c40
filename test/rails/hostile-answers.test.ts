import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCapService } from '../../cap-svc/client';
import { createWhatsAppChannel } from '../../channels/whatsapp/client';
import { createMiaposRail } from '../../rails/miapos/client';
import { selfSigned } from '../support/self-signed';
import { startStub, type StubServer } from '../support/stub-server';
import { line } from '../channels/whatsapp/payloads';

const MB = 1024 * 1024;
const TOKEN = 'secret-token';
const BOMB = gzipSync(Buffer.alloc(50 * MB, 0x20));

let stub: StubServer;
let elsewhere: StubServer;
beforeEach(async () => {
  stub = await startStub();
  elsewhere = await startStub();
});
afterEach(async () => {
  await stub.close();
  await elsewhere.close();
});

/** Everybody whom we send a token to, asked once. */
const callers: readonly [string, (url: string) => Promise<unknown>][] = [
  [
    'a rail',
    (origin) =>
      createMiaposRail({ timeoutMs: 5_000 }).readPayment({ accessToken: TOKEN, origin, terminalId: 'T' }, 'p'),
  ],
  ['cap-svc', (baseUrl) => createCapService({ baseUrl, token: TOKEN, timeoutMs: 5_000 }).issueToken('s', 'm', 'r')],
  [
    'Graph',
    (graphUrl) =>
      createWhatsAppChannel({
        graphUrl,
        graphVersion: 'v26.0',
        accessToken: TOKEN,
        appSecrets: ['secret'],
        timeoutMs: 5_000,
      }).send(line(), { phone: '37369000001' }, { kind: 'text', body: 'x' }, { key: 'k' }),
  ],
];

describe.each(callers)('what %s answers', (_, ask) => {
  const failureOf = async (url = stub.url): Promise<Error> => {
    const error: unknown = await ask(url).then(
      () => new Error('it was believed'),
      (thrown: unknown) => thrown,
    );
    return error as Error;
  };

  it('is read to a bound, though it never ends', async () => {
    let written = 0;
    stub.handle((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      pour(response, (bytes) => (written += bytes));
    });
    expect(await failureOf()).toHaveProperty('kind');
    expect(written).toBeLessThan(64 * MB);
  });

  it('is unpacked to a bound, though 50 kB become 50 MB', async () => {
    expect(BOMB.length).toBeLessThan(100 * 1024);
    stub.handle((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(BOMB);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await failureOf()).toHaveProperty('kind');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * MB);
  });

  it.each([301, 302, 303, 307, 308])('is not followed elsewhere with a token: %i', async (status) => {
    stub.answer(status, '', { location: `${elsewhere.url}/stolen` });
    elsewhere.answer(200, {});
    expect(await failureOf()).toHaveProperty('kind');
    expect(elsewhere.requests).toEqual([]);
  });

  it('counts only where the certificate is good, and nothing is sent before that is known', async () => {
    const heard: string[] = [];
    const server = createTlsServer(selfSigned(), (request, response) => {
      heard.push(String(request.headers.authorization));
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const failure = await failureOf(`https://localhost:${(server.address() as AddressInfo).port}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(failure).toHaveProperty('kind', failure.name === 'ChannelFailure' ? 'Transient' : 'Unavailable');
    expect(heard).toEqual([]);
  });

  it('never shows the token in what is told of it', async () => {
    stub.answer(500, { errorMessage: TOKEN, error: { message: TOKEN, code: 1 }, code: TOKEN, message: TOKEN });
    const failure = await failureOf();
    expect(`${failure.message} ${JSON.stringify(failure)}`).not.toContain(TOKEN);
  });
});

describe('a page to pay on', () => {
  it.each([
    'http://rail.example/checkout',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://127.0.0.1.rail.example/checkout',
    'http://localhost@rail.example/checkout',
  ])('is not handed on to a customer as %s', async (checkoutPage) => {
    stub.answer(200, { orderId: 'link1', paymentId: 'p1', checkoutPage });
    const made = createMiaposRail().issueLink(
      { accessToken: TOKEN, origin: stub.url, terminalId: 'T' },
      {
        orderId: 'link1',
        amount: { minor: 100, currency: 'MDL' },
        description: 'x',
        locale: 'ro',
        callbackUrl: 'https://pay.example.com/webhooks/rail/link1',
      },
    );
    await expect(made).rejects.toMatchObject({ kind: 'NoAnswer', message: expect.stringContaining('checkoutPage') });
  });
});

/** Writes for as long as the other side reads. */
function pour(response: ServerResponse, count: (bytes: number) => void): void {
  const chunk = Buffer.alloc(256 * 1024, 0x20);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) count(chunk.length);
    count(chunk.length);
  };
  response.on('drain', more);
  more();
}
