import { describe, expect, it } from '@jest/globals';
import express from 'express';
import pino from 'pino';
import request from 'supertest';
import { createErrorHandler } from '../../api/http/problem';
import { createServer, drain } from '../../api/http/server';
import { createHarness, said, signed, UI, webhook } from './support/harness';

describe('whoever runs the api', () => {
  it('sees that it is alive, also when Temporal is away', async () => {
    const { app, temporal } = createHarness();
    temporal.away = true;
    expect((await request(app).get('/healthz')).body).toEqual({ status: 'alive' });
  });

  it('sees whether it can serve', async () => {
    const { app, temporal } = createHarness();
    expect((await request(app).get('/readyz')).body).toEqual({ status: 'ready' });
    temporal.away = true;
    expect((await request(app).get('/readyz')).body).toMatchObject({ status: 503, code: 'NotReady' });
  });

  it('gets figures for Prometheus', async () => {
    const answer = await request(createHarness().app).get('/metrics');
    expect(answer.type).toBe('text/plain');
    expect(answer.text).toContain('miapos_api_webhook_updates_total');
  });
});

describe('an address that is not there', () => {
  it.each(['/', '/nothing', '/webhooks/telegram/md', '/docs/package.json', '/docs/..%2fpackage.json'])(
    '%s is a 404 problem document',
    async (path) => {
      const answer = await request(createHarness().app).get(path);
      expect([answer.status, answer.type]).toEqual([404, 'application/problem+json']);
    },
  );

  it('with a broken escape is a 400 problem document', async () => {
    const answer = await request(createHarness().app).post('/webhooks/rail/%E0%A4%A');
    expect([answer.status, answer.type]).toEqual([400, 'application/problem+json']);
  });
});

describe('a method that is not answered to', () => {
  it.each([
    ['delete', '/webhooks/whatsapp', 'GET, POST'],
    ['get', '/webhooks/rail/abcdefghijklmnopqrstuvwx23', 'POST'],
    ['get', '/codec/decode', 'OPTIONS, POST'],
    ['put', '/codec/login', 'GET, POST'],
    ['post', '/healthz', 'GET'],
    ['post', '/docs', 'GET'],
  ] as const)('%s %s is a 405 that names the others', async (method, path, allow) => {
    const answer = await request(createHarness().app)[method](path);
    expect([answer.status, answer.type, answer.headers['allow']]).toEqual([405, 'application/problem+json', allow]);
  });
});

describe('a bug of ours', () => {
  it('is told as such, without its inside, and logged by place and not by words', async () => {
    const logged: string[] = [];
    const app = express();
    app.get('/', () => {
      throw new Error('could not read 37369000001');
    });
    app.use(createErrorHandler(pino({}, { write: (line: string) => logged.push(line) })));
    const answer = await request(app).get('/');
    expect(answer.body).toMatchObject({ status: 500, code: 'InternalError' });
    expect(answer.text + logged.join('')).not.toContain('37369000001');
    expect(logged.join('')).toContain('http.test');
  });
});

describe('the log line of an answer', () => {
  const answered = ({ logged }: ReturnType<typeof createHarness>) =>
    logged.map((line) => JSON.parse(line) as Record<string, unknown>).findLast(({ msg }) => msg === 'answered') ?? {};

  it('says why it is an error, by the code of its problem', async () => {
    const harness = createHarness();
    harness.temporal.away = true;
    const { body, signature } = signed(webhook({ messages: [said('pay 10')] }));
    const post = request(harness.app).post('/webhooks/whatsapp').set('X-Hub-Signature-256', signature);
    await post.type('application/json').send(body);
    const refused = { method: 'POST', route: '/webhooks/whatsapp', status: 503, code: 'TemporalUnavailable' };
    expect(answered(harness)).toMatchObject(refused);
  });

  it('says so too where people read a page instead', async () => {
    const harness = createHarness();
    await request(harness.app).get('/p/abcdefghijklmnopqrstuvwx23').set('Accept', 'text/html');
    expect(answered(harness)).toMatchObject({ route: '/p/:linkId', status: 404, code: 'LinkUnknown' });
  });

  it('has no code where all is well', async () => {
    const harness = createHarness();
    await request(harness.app).get('/openapi.json');
    expect(answered(harness)).toMatchObject({ route: '/openapi.json', status: 200 });
    expect(answered(harness)).not.toHaveProperty('code');
  });
});

describe('every answer', () => {
  it('tells browsers to trust nothing in it', async () => {
    const { headers } = await request(createHarness().app).get('/healthz');
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('the server', () => {
  it('takes nothing more when it drains, and finishes what it has', async () => {
    let finish: () => void = () => undefined;
    let begun: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const entered = new Promise<void>((resolve) => (begun = resolve));
    const app = express();
    app.get('/', async (_, response) => {
      begun();
      await held;
      response.send('done');
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}/`;
    const under = fetch(url);
    await entered;
    const startedAt = performance.now();
    const drained = drain(server, 5_000);
    await expect(fetch(url)).rejects.toThrow();
    finish();
    expect(await (await under).text()).toBe('done');
    await drained;
    // The client keeps its connection open for a next request; nobody waits for that.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the documentation', () => {
  it('loads from nowhere else', async () => {
    const { app } = createHarness();
    const page = await request(app).get('/docs');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    const linked = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => String(url));
    expect(linked.length).toBeGreaterThan(3);
    for (const url of linked) expect((await request(app).get(url)).status).toBe(200);
    expect(page.text).not.toContain('http');
    expect(page.text).not.toContain(UI);
  });
});
