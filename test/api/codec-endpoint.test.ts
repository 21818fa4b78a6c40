import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import request from 'supertest';
import { toJson } from '../../api/codec/payloads';
import { makeSession } from '../../api/codec/session';
import { CODEC_TOKEN, createHarness, NOW, PAYLOADS, PHONE, UI } from './support/harness';

const WORKFLOW = 'payment-link/abcdefghijklmnopqrstuvwx23';
const plain = [defaultPayloadConverter.toPayload({ phone: PHONE })];
const stored = async () =>
  toJson(await PAYLOADS.encode(plain, { type: 'workflow', namespace: 'default', workflowId: WORKFLOW }));

type Harness = ReturnType<typeof createHarness>;
async function decode({ app }: Harness, headers: Record<string, string>, body?: object) {
  return request(app)
    .post('/codec/decode')
    .set(headers)
    .send(body ?? (await stored()));
}
const bearer = { Authorization: `Bearer ${CODEC_TOKEN}` };

describe('whoever may read payloads', () => {
  it('reads them with the token', async () => {
    const answer = await decode(createHarness(), bearer);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(toJson(plain));
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('may encrypt what a form signals', async () => {
    const { app } = createHarness();
    const encoded = await request(app).post('/codec/encode').set(bearer).send(toJson(plain));
    expect(encoded.status).toBe(200);
    expect(JSON.stringify(encoded.body)).not.toContain(Buffer.from(PHONE).toString('base64').slice(0, 8));
    expect(
      (
        await request(app)
          .post('/codec/decode')
          .set(bearer)
          .send(encoded.body as object)
      ).body,
    ).toEqual(toJson(plain));
  });

  it('logs in once, for pages of the UI beside us', async () => {
    const harness = createHarness();
    const login = await request(harness.app).post('/codec/login').type('form').send({ token: CODEC_TOKEN });
    expect([login.status, login.headers['location']]).toEqual([303, UI]);
    const [cookie = ''] = login.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^codec_session=.*; Path=\/codec; .*HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(CODEC_TOKEN);
    const answer = await decode(harness, { Cookie: cookie.split(';')[0] ?? '', Origin: UI });
    expect(answer.status).toBe(200);
  });

  it('gets a form whose post says where it comes from', async () => {
    const form = await request(createHarness().app).get('/codec/login');
    expect(form.headers['referrer-policy']).toBe('same-origin');
  });

  it('is logged with who it was and what it was about, and not with what was in it', async () => {
    const harness = createHarness();
    await decode(harness, { ...bearer, 'X-Namespace': 'default' });
    const log = harness.logged.join('');
    expect(log).toContain(
      `"subject":"token","namespace":"default","how":"decode","payloads":1,"workflowIds":["${WORKFLOW}"]`,
    );
    expect(log).not.toContain(PHONE);
  });
});

describe('whoever reads many at once', () => {
  const idOf = (at: number) => `payment-link/${String(at).padStart(26, 'a')}`;
  const decodedOf = async (workflowIds: readonly string[]) => {
    const harness = createHarness();
    const sealed = workflowIds.map((workflowId) =>
      PAYLOADS.encode(plain, { type: 'workflow', namespace: 'default', workflowId }),
    );
    const answer = await decode(harness, bearer, toJson((await Promise.all(sealed)).flat()));
    expect(answer.status).toBe(200);
    return harness.logged.filter((line) => line.includes('"codec used"'));
  };
  const listed = (lines: readonly string[]) =>
    lines.flatMap((line) => (JSON.parse(line) as { readonly workflowIds: readonly string[] }).workflowIds);

  it('is logged with every workflow, in lines that no log store cuts', async () => {
    const ids = Array.from({ length: 1_000 }, (_, at) => idOf(at));
    const lines = await decodedOf([...ids, ...ids]);
    expect(listed(lines)).toEqual(ids);
    expect(lines.length).toBeGreaterThan(1);
    lines.forEach((line, at) => {
      expect(line.length).toBeLessThan(8_000);
      expect(line).toContain('"subject":"token"');
      expect(line).toContain(`"part":"${at + 1} of ${lines.length}"`);
    });
  });

  it('is logged in one line where one is enough: a page of the UI’s list', async () => {
    const ids = Array.from({ length: 50 }, (_, at) => idOf(at));
    const lines = await decodedOf(ids);
    expect(lines).toHaveLength(1);
    expect(listed(lines)).toEqual(ids);
    expect(lines[0]).not.toContain('"part"');
  });

  it('is logged whole where an id is longer than a line', async () => {
    const ids = ['x'.repeat(5_000), idOf(1)];
    expect(listed(await decodedOf(ids))).toEqual(ids);
  });

  it('is logged where no payload says whose it is', async () => {
    const harness = createHarness();
    await decode(harness, bearer, toJson(await PAYLOADS.encode(plain)));
    expect(harness.logged.join('')).toContain('"payloads":1,"workflowIds":[]');
  });
});

describe('whoever may not', () => {
  const session = (token: string, at: Date) => ({ Cookie: `codec_session=${makeSession(token, at)}` });
  it.each<[string, Record<string, string>]>([
    ['shows nothing', {}],
    ['guesses', { Authorization: 'Bearer guess' }],
    ['guesses in another way', { Authorization: `Basic ${CODEC_TOKEN}` }],
    ['made a cookie', { Cookie: 'codec_session=9999999999999.guess' }],
    ['made a cookie with another token', session('guess', NOW)],
    ['has a cookie of yesterday', session(CODEC_TOKEN, new Date(NOW.getTime() - 86_400_000))],
    ['has the token in a cookie', { Cookie: `codec_session=${CODEC_TOKEN}` }],
  ])('is refused: %s', async (_, headers) => {
    const answer = await decode(createHarness(), headers);
    expect(answer.body).toMatchObject({ status: 401, code: 'Unauthorized' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('gets no cookie for a wrong token', async () => {
    const answer = await request(createHarness().app).post('/codec/login').type('form').send({ token: 'guess' });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('comes with a page of another site, even with a good token', async () => {
    const answer = await decode(createHarness(), { ...bearer, Origin: 'https://evil.example' });
    expect(answer.body).toMatchObject({ status: 403, code: 'Forbidden' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe("the UI's pages", () => {
  it('are let in, with their cookies', async () => {
    const answer = await request(createHarness().app)
      .options('/codec/decode')
      .set({ Origin: UI, 'Access-Control-Request-Method': 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': UI,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'Authorization, Authorization-Extras, Content-Type, X-Namespace',
    });
  });

  it('are the only ones: another site is told nothing', async () => {
    const answer = await request(createHarness().app).options('/codec/decode').set('Origin', 'https://evil.example');
    expect(answer.status).toBe(403);
  });
});

describe('what can not be read', () => {
  it.each([
    ['no payloads', {}],
    ['no base64', { payloads: [{ data: '§' }] }],
    ['a list', []],
  ])('is a 400: %s', async (_, body) => {
    expect((await decode(createHarness(), bearer, body)).body).toMatchObject({ status: 400, code: 'BadRequest' });
  });

  it('says which key is missing', async () => {
    const payload = { metadata: { encoding: 'YmluYXJ5L2VuY3J5cHRlZA==', 'encryption-key-id': 'azk=' }, data: 'AA==' };
    const answer = await decode(createHarness(), bearer, { payloads: [payload] });
    expect(answer.body).toMatchObject({ status: 400, code: 'PayloadUnreadable' });
    expect(answer.text).toContain('PAYLOAD_KEYS');
  });

  it('is not JSON by its type: no form of another page gets that far', async () => {
    const answer = await request(createHarness().app).post('/codec/decode').set(bearer).type('text/plain').send('{}');
    expect(answer.status).toBe(400);
  });
});

describe('in the sandbox', () => {
  const harness = () => createHarness({ codecAccess: { way: 'loopback' } });

  it('this machine reads without a token', async () => {
    expect((await decode(harness(), { Origin: UI })).status).toBe(200);
    expect((await decode(harness(), {})).status).toBe(200);
  });

  it('a page elsewhere whose name points here does not', async () => {
    expect((await decode(harness(), { Host: 'evil.example:3000', Origin: 'http://evil.example:3000' })).status).toBe(
      403,
    );
  });

  it('there is no login', async () => {
    expect((await request(harness().app).get('/codec/login')).status).toBe(404);
  });
});
