import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createErrorHandler } from '../../api/http/problem';
import { rawBody } from '../../api/http/raw-body';
import { roomFor } from '../../api/http/room';
import { createServer } from '../../api/http/server';
import { sign } from '../../channels/whatsapp/signature';
import { createHarness, SECRETS } from './support/harness';

const KB = 1024;
const WEBHOOK = '/webhooks/whatsapp';
const BODY = '{"object":"whatsapp_business_account","entry":[]}';
const SIGNATURE = `X-Hub-Signature-256: ${sign(BODY, SECRETS[0])}`;

const servers: Server[] = [];
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const harness = createHarness();
let port = 0;
beforeAll(async () => {
  port = await listen(createServer(harness.app));
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Speaks bytes and hears until the server hangs up, or `enough` is heard. */
function raw(text: string, enough = /$^/, at = port): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(at, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (enough.test(heard)) socket.destroy();
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(heard) : reject(error),
    );
  });
}
/** Sends this and nothing more, for as long as the server bears it. */
function hold(at: number, text: string): Socket {
  const socket = connect(at, '127.0.0.1');
  socket.on('error', noop);
  socket.write(text);
  return socket;
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
const head = (...lines: string[]) => [`POST ${WEBHOOK} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('a connection that only holds a place', () => {
  it('is cut off where the headers never end', async () => {
    // The server says 408 and hangs up; a client that is never cut off would make this wait for ever.
    expect(statusOf(await raw(`POST ${WEBHOOK} HTTP/1.1\r\nHost: x\r\n`))).toBe(408);
  });

  it('is cut off where the body never ends', async () => {
    expect(statusOf(await raw(head('Content-Length: 1000', SIGNATURE) + '{'))).toBe(408);
  });

  it('is looked for every second: Node would do it every half a minute', () => {
    expect(createServer(harness.app)).toMatchObject({
      headersTimeout: 5_000,
      requestTimeout: 15_000,
      connectionsCheckingInterval: 1_000,
    });
  });
});

describe('a request that two readers would read in two ways', () => {
  it.each([
    ['two lengths', head('Content-Length: 5', 'Content-Length: 50', SIGNATURE) + BODY],
    ['a length and chunks', head('Content-Length: 5', 'Transfer-Encoding: chunked', SIGNATURE) + '0\r\n\r\n'],
    ['a length that is none', head('Content-Length: 4x', SIGNATURE) + BODY],
    ['a header with a line break in it', head('X: a\n b', SIGNATURE, 'Content-Length: 0')],
    ['a null byte in a header', head('X: a\0b', SIGNATURE, 'Content-Length: 0')],
    ['no host', `POST ${WEBHOOK} HTTP/1.1\r\nContent-Length: 0\r\n\r\n`],
  ])('is refused before anybody reads it: %s', async (_, text) => {
    expect(statusOf(await raw(text, /\r\n\r\n/))).toBe(400);
  });

  it('by two signatures is unsigned, though one of them is right', async () => {
    const length = `Content-Length: ${BODY.length}`;
    const wrong = `X-Hub-Signature-256: sha256=${'0'.repeat(64)}`;
    for (const both of [
      [SIGNATURE, wrong],
      [wrong, SIGNATURE],
      [SIGNATURE, SIGNATURE],
    ]) {
      expect(statusOf(await raw(head(...both, length) + BODY, /\r\n\r\n/))).toBe(401);
    }
    expect(statusOf(await raw(head(SIGNATURE, length) + BODY, /\r\n\r\n/))).toBe(200);
  });

  it('by a signature behind sixty-four other headers is refused: more headers are not read', async () => {
    const many = Array.from({ length: 64 }, (_, at) => `X-${at}: y`);
    const length = `Content-Length: ${BODY.length}`;
    // Node 20 drops the headers that are too many, so that the request is unsigned; Node 24 refuses them.
    expect([401, 431]).toContain(statusOf(await raw(head(length, ...many, SIGNATURE) + BODY, /\r\n\r\n/)));
  });

  it('with headers of more than 16 kB is refused', async () => {
    expect(statusOf(await raw(head(`X: ${'y'.repeat(17 * KB)}`), /\r\n\r\n/))).toBe(431);
  });
});

describe('a large body', () => {
  it('without anything that could be a signature is refused before it is sent', async () => {
    const answer = await raw(head('Content-Length: 4000000'), /\r\n\r\n/);
    expect(statusOf(answer)).toBe(401);
  });

  it('that says how large it is is refused before it is sent', async () => {
    expect(statusOf(await raw(head('Content-Length: 5000000', SIGNATURE), /\r\n\r\n/))).toBe(413);
  });

  it('that does not say so is refused once it is too large', async () => {
    const chunk = `100000\r\n${'x'.repeat(1024 * KB)}\r\n`;
    expect(
      statusOf(await raw(head('Transfer-Encoding: chunked', SIGNATURE) + `${chunk.repeat(5)}0\r\n\r\n`, /\r\n\r\n/)),
    ).toBe(413);
  });
});

describe('a crowd of large bodies', () => {
  const app = express();
  app.post(WEBHOOK, rawBody(512 * KB, roomFor(1024 * KB)), (_, response) => void response.send('taken'));
  app.use(createErrorHandler({ debug: noop, info: noop, warn: noop, error: noop }));
  const large = head(`Content-Length: ${500 * KB}`);

  it('takes up no more memory than there is room for; the others are asked to come again, and small ones pass', async () => {
    const at = await listen(createServer(app));
    const tried = async () => statusOf(await raw(large + 'x'.repeat(500 * KB), /\r\n\r\n/, at));
    const held = [hold(at, large + 'x'.repeat(400 * KB)), hold(at, large + 'x'.repeat(400 * KB))];
    let status = 200;
    // Until the server has heard both, a third finds room.
    while (status === 200) status = await tried();
    expect(status).toBe(503);
    expect(statusOf(await raw(head('Content-Length: 2') + '{}', /\r\n\r\n/, at))).toBe(200);

    for (const socket of held) socket.destroy();
    // Room is free once the server has seen that they are gone.
    while (status === 503) status = await tried();
    expect(status).toBe(200);
  });

  it('that is only announced keeps no webhook of Meta out, however large that one is', async () => {
    const server = createServer(harness.app);
    let heard = 0;
    server.on('request', () => (heard += 1));
    const at = await listen(server);
    const guessed = `X-Hub-Signature-256: sha256=${'0'.repeat(64)}`;
    for (let count = 0; count < 100; count += 1) hold(at, head('Content-Length: 4000000', guessed) + '{');
    await until(() => heard === 100);

    const body = BODY.padEnd(3_000 * KB);
    const signature = `X-Hub-Signature-256: ${sign(body, SECRETS[0])}`;
    const answer = await raw(head(`Content-Length: ${body.length}`, signature) + body, /\r\n\r\n/, at);
    expect(statusOf(answer)).toBe(200);
  });

  it('weighs what it says, though each of its bytes comes alone', async () => {
    const server = createServer(app);
    let bytesRead = () => 0;
    server.on('connection', (socket) => (bytesRead = () => socket.bytesRead));
    const at = await listen(server);
    const text = head('Transfer-Encoding: chunked') + '1\r\nx\r\n'.repeat(400 * KB);
    const before = heapAfterwards();
    hold(at, text);
    await until(() => bytesRead() === text.length);
    // A piece of one byte is an object of two hundred.
    expect(heapAfterwards() - before).toBeLessThan(20 * 1024 * KB);
  });
});

/** What is in use once nothing is left that could be thrown away. */
function heapAfterwards(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function noop(): void {
  // Nobody listens.
}
