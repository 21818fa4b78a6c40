import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import request from 'supertest';
import { createHarness } from './support/harness';

/** An identity provider of one key. */
let server: Server;
let issuer = '';
let keysAt = '';
let key: CryptoKey;
let stranger: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  stranger = (await generateKeyPair('RS256')).privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  server = createServer((incoming, response) => {
    response.setHeader('Content-Type', 'application/json');
    const keys = incoming.url?.startsWith('/keys') === true;
    response.end(JSON.stringify(keys ? { keys: [jwk] } : { issuer, jwks_uri: keysAt }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  keysAt = `${issuer}/keys`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** An address of this machine where nobody listens. */
async function noServer(): Promise<string> {
  const shortLived = createServer();
  await new Promise<void>((resolve) => shortLived.listen(0, '127.0.0.1', resolve));
  const { port } = shortLived.address() as AddressInfo;
  await new Promise((resolve) => shortLived.close(resolve));
  return `http://127.0.0.1:${port}`;
}

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number | undefined;
  readonly sub?: string | undefined;
}
const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;
function token(claims: Claims = {}, by = key) {
  const all = { iss: issuer, aud: 'temporal-ui', exp: inAnHour(), sub: 'user-17', ...claims };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .sign(by);
}

function harness(at = issuer, subjects?: readonly string[]) {
  const allowed = subjects === undefined ? {} : { subjects };
  return createHarness({ codecAccess: { way: 'oidc', issuer: at, audience: 'temporal-ui', ...allowed } });
}
const decode = ({ app }: ReturnType<typeof createHarness>, bearer?: string) => {
  const call = request(app).post('/codec/decode');
  return (bearer === undefined ? call : call.set('Authorization', `Bearer ${bearer}`)).send({ payloads: [] });
};

describe("the UI's user", () => {
  it('decodes with the token that the UI passes on, and is logged by the stable id', async () => {
    const world = harness();
    expect((await decode(world, await token())).status).toBe(200);
    expect(world.logged.join('')).toContain('"subject":"user-17"');
  });

  it.each<[string, () => Promise<string>]>([
    ['expired', () => token({ exp: 1 })],
    ['of another issuer', () => token({ iss: 'https://other.example' })],
    ['for another audience', () => token({ aud: 'other' })],
    ['without a subject', () => token({ sub: undefined })],
    ['of a nameless user', () => token({ sub: ' ' })],
    ['good for ever', () => token({ exp: undefined })],
    ['signed by somebody else', () => token({}, stranger)],
    ['no token', () => Promise.resolve('noise')],
    [
      'unsigned',
      () =>
        Promise.resolve(
          `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
        ),
    ],
  ])('is refused when the token is %s', async (_, make) => {
    expect((await decode(harness(), await make())).body).toMatchObject({ status: 401, code: 'Unauthorized' });
  });

  it.each(['user-17', 'user-18'])('decodes where the list of users has %s', async (sub) => {
    expect((await decode(harness(issuer, ['user-17', 'user-18']), await token({ sub }))).status).toBe(200);
  });

  it.each(['user-1', 'USER-17', 'user-17,user-18', 'user-17 '])(
    'is refused where the list of users has not %s, with a token of this issuer and audience',
    async (sub) => {
      const answer = await decode(harness(issuer, ['user-17', 'user-18']), await token({ sub }));
      expect(answer.body).toMatchObject({ status: 403, code: 'Forbidden' });
      expect(answer.text).toContain('CODEC_OIDC_SUBJECTS');
    },
  );

  it('is named in the log where the list has not that name, so that it can be added, and not in the answer', async () => {
    const world = harness(issuer, ['user-17']);
    const answer = await decode(world, await token({ sub: 'auth0|99' }));
    expect(answer.text).not.toMatch(/auth0|user-17/);
    expect(world.logged.join('')).toContain('"subject":"auth0|99"');
  });

  it('is not looked for in the list before the token is known to be good', async () => {
    const world = harness(issuer, ['user-17']);
    expect((await decode(world, await token({ sub: 'auth0|99' }, stranger))).status).toBe(401);
    expect(world.logged.join('')).not.toContain('auth0|99');
  });

  it('is refused without a token', async () => {
    expect((await decode(harness())).status).toBe(401);
  });

  it.each(['http://keys.example/keys', 'file:///etc/passwd', 'http://169.254.169.254/latest'])(
    'is not believed by keys that are fetched from %s',
    async (elsewhere) => {
      const good = keysAt;
      keysAt = elsewhere;
      const answer = await decode(harness(), await token());
      keysAt = good;
      expect(answer.body).toMatchObject({ status: 503, code: 'IdentityProviderUnavailable' });
    },
  );

  it('is told when the identity provider is away, and gets in when it is back', async () => {
    const away = await decode(harness('http://127.0.0.1:1'), await token());
    expect(away.body).toMatchObject({ status: 503, code: 'IdentityProviderUnavailable' });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['is away', noServer, 'TypeError ECONNREFUSED'],
    ['calls itself otherwise', () => Promise.resolve(`${issuer}/`), 'IssuerMismatch'],
    ['has no configuration', () => Promise.resolve(`${issuer}/keys`), 'ZodError'],
  ])('leaves in the log why nobody could say who it is, and not who asked: it %s', async (_, at, cause) => {
    const world = harness(await at());
    const shown = await token();
    expect((await decode(world, shown)).status).toBe(503);
    const log = world.logged.join('');
    expect(log).toContain(`"code":"IdentityProviderUnavailable","cause":"${cause}"`);
    for (const part of [...shown.split('.'), 'user-17', issuer]) expect(log).not.toContain(part);
  });
});
