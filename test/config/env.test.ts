import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '../../config/configuration-error';
import { readEnv } from '../../config/env';

const key = randomBytes(32);
const KEY = `k1:${key.toString('base64')}`;
const REQUIRED = {
  PUBLIC_URL: 'https://pay.example.com/',
  META_APP_SECRET: 'current, next',
  META_VERIFY_TOKEN: 'verify',
  WHATSAPP_ACCESS_TOKEN: 'EAA-token',
  CAP_SVC_URL: 'http://localhost:4010',
  CAP_SVC_TOKEN: 'service-token',
  RAIL_ORIGINS: 'https://ecomm-test.miapos.md, http://127.0.0.1:4020/',
  PAYLOAD_KEYS: KEY,
  ADDRESS_KEY: KEY,
  CODEC_TOKEN: 'a-codec-token-for-tests',
};
const noGit = (): undefined => undefined;
const gitSha = (): string => 'abc123';

function problemsOf(env: Record<string, string | undefined>, role: 'api' | 'worker' = 'api'): Record<string, string> {
  try {
    readEnv({ ...REQUIRED, ...env }, role, noGit);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.problems.map(({ where, what }) => [where, what]));
  }
  return {};
}

describe('the environment', () => {
  it('starts with nothing but what has no default', () => {
    expect(readEnv(REQUIRED, 'api', gitSha)).toEqual({
      role: 'api',
      port: 3000,
      workerPort: 3001,
      publicUrl: 'https://pay.example.com',
      trustedProxies: ['loopback', 'linklocal', 'uniquelocal'],
      temporal: { taskQueuePrefix: '', uiUrl: 'http://localhost:8233' },
      build: { id: 'abc123' },
      meta: { appSecrets: ['current', 'next'], verifyTokens: ['verify'] },
      whatsapp: { accessToken: 'EAA-token', graphUrl: 'https://graph.facebook.com', graphVersion: 'v26.0' },
      capSvc: { url: 'http://localhost:4010', token: 'service-token' },
      railOrigins: ['https://ecomm-test.miapos.md', 'http://127.0.0.1:4020'],
      linesFile: 'config/lines.json',
      payloadKeys: [{ id: 'k1', key }],
      addressKeys: [{ id: 'k1', key }],
      codec: { way: 'token', token: 'a-codec-token-for-tests' },
      commandMaxAgeMs: 600_000,
      namespaceRetentionDays: 30,
      rtpLimits: { sellerPerHour: 20, payerOpen: 3, payerPerDay: 5, declinesToStop: 2, stopDays: 30 },
      telegram: { apiUrl: 'https://api.telegram.org' },
      logLevel: 'info',
    });
  });

  it('reads every variable that has a default', () => {
    const env = readEnv(
      {
        ...REQUIRED,
        PORT: '8080',
        WORKER_PORT: '8081',
        TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1',
        TEMPORAL_TASK_QUEUE_PREFIX: 'blue-',
        TEMPORAL_UI_URL: 'https://ui.example.com',
        BUILD_ID: 'v7',
        DEPLOYMENT_NAME: 'conversational',
        GRAPH_URL: 'http://localhost:4000',
        GRAPH_VERSION: 'v27.0',
        LINES_FILE: '/etc/lines.json',
        COMMAND_MAX_AGE: 'PT1H30M',
        NAMESPACE_RETENTION_DAYS: '8',
        RTP_LIMITS: '{"payerPerDay": 2}',
        TIMINGS_FILE: 'timings.json',
        TELEGRAM_API_URL: 'http://localhost:4005',
        TELEGRAM_BOT_TOKEN: '1:bot',
        TELEGRAM_SECRET_TOKEN: 'tg_secret',
        LOG_LEVEL: 'debug',
      },
      'worker',
      noGit,
    );
    expect(env).toMatchObject({
      port: 8080,
      workerPort: 8081,
      trustedProxies: ['10.0.0.0/8', '2001:db8::1'],
      temporal: { taskQueuePrefix: 'blue-', uiUrl: 'https://ui.example.com' },
      build: { id: 'v7', deploymentName: 'conversational' },
      whatsapp: { graphUrl: 'http://localhost:4000', graphVersion: 'v27.0' },
      linesFile: '/etc/lines.json',
      commandMaxAgeMs: 5_400_000,
      namespaceRetentionDays: 8,
      rtpLimits: { payerPerDay: 2, payerOpen: 3 },
      timingsFile: 'timings.json',
      telegram: { apiUrl: 'http://localhost:4005', botToken: '1:bot', secretToken: 'tg_secret' },
      logLevel: 'debug',
    });
  });

  it('names everything that is missing at once, with an example of each', () => {
    const names = Object.keys(REQUIRED);
    const read = (): unknown => readEnv({}, 'api', noGit);
    expect(read).toThrow(ConfigurationError);
    expect(Object.keys(problemsOf(Object.fromEntries(names.map((name) => [name, ' ']))))).toEqual(names);
    expect(read).toThrow(/- RAIL_ORIGINS is not set\. Example: RAIL_ORIGINS=https:/);
  });

  it.each([
    ['PORT', '80a', 'is not a whole number'],
    ['PORT', '70000', 'is not between 0 and 65535'],
    [
      'TRUSTED_PROXIES',
      'loopback,10.0.0.0/33',
      'entry 2 is no address, no network and none of loopback, linklocal, uniquelocal',
    ],
    ['TRUSTED_PROXIES', 'everybody', 'entry 1 is no address, no network and none of loopback, linklocal, uniquelocal'],
    ['TRUSTED_PROXIES', '0.0.0.0/0', 'entry 1 is no address, no network and none of loopback, linklocal, uniquelocal'],
    ['CODEC_TOKEN', 'short', 'is shorter than 16 characters, so it can be guessed'],
    ['PUBLIC_URL', 'pay.example.com', 'is not a URL'],
    ['PUBLIC_URL', 'http://pay.example.com', 'uses plain http, which is allowed for loopback hosts only'],
    ['PUBLIC_URL', 'http://127.0.0.1.example.com', 'uses plain http, which is allowed for loopback hosts only'],
    ['CAP_SVC_URL', 'ftp://cap.example.com', 'is neither https nor http'],
    ['CAP_SVC_URL', 'https://user:pass@cap.example.com', 'carries a user name or password'],
    ['GRAPH_URL', 'https://graph.facebook.com?x=1', 'has a query or a fragment'],
    ['GRAPH_VERSION', '26', 'is no Graph API version'],
    [
      'RAIL_ORIGINS',
      'https://a.example, https://b.example/ecomm',
      'entry 2 has a path: give scheme, host and port only',
    ],
    ['RAIL_ORIGINS', 'http://rail.example', 'entry 1 uses plain http, which is allowed for loopback hosts only'],
    ['META_APP_SECRET', ' , ', 'lists nothing'],
    ['WHATSAPP_ACCESS_TOKEN', 'two words', 'contains spaces'],
    ['PAYLOAD_KEYS', key.toString('base64'), 'entry 1 is not keyId:base64'],
    ['PAYLOAD_KEYS', `${KEY},k2:${Buffer.alloc(16).toString('base64')}`, 'entry 2 holds 16 bytes instead of 32'],
    ['ADDRESS_KEY', `${KEY},${KEY}`, 'names the same key id twice'],
    ['COMMAND_MAX_AGE', '10m', 'is not an ISO 8601 duration of weeks, days, hours, minutes or seconds'],
    ['NAMESPACE_RETENTION_DAYS', '7', 'is not between 8 and 3650'],
    ['RTP_LIMITS', '{payer: 1}', 'is not JSON'],
    ['RTP_LIMITS', '{"payerPerWeek": 1}', 'Unrecognized key: "payerPerWeek"'],
    ['TELEGRAM_SECRET_TOKEN', 'not+allowed', 'is not 1-256 of A-Z a-z 0-9 _ -'],
    ['LOG_LEVEL', 'loud', 'is none of fatal, error, warn, info, debug, trace, silent'],
    ['DEPLOYMENT_NAME', 'two words', 'contains spaces'],
  ])('refuses %s=%s', (name, value, what) => {
    expect(problemsOf({ [name]: value, BUILD_ID: 'b' })).toEqual({ [name]: what });
  });

  it.each([
    ['CODEC_TOKEN', 'REPLACE-with-openssl-rand-hex-32'],
    ['PUBLIC_URL', 'https://REPLACE-pay.example.com'],
    ['META_APP_SECRET', 'secret-of-ours,REPLACE-with-the-app-secret'],
    ['PAYLOAD_KEYS', 'k1:REPLACE'],
    ['BUILD_ID', 'REPLACE'],
  ])('refuses what was copied and not replaced, once and for that alone: %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual({ [name]: "still holds the example's placeholder" });
  });

  it('never repeats a value, for it may be a secret', () => {
    const secret = 'S3cr3t Value/that+must=not.appear';
    const wrong = Object.fromEntries([...Object.keys(REQUIRED), 'TELEGRAM_SECRET_TOKEN'].map((name) => [name, secret]));
    const problems = problemsOf({ ...wrong, META_APP_SECRET: ',', META_VERIFY_TOKEN: ',' });
    expect(Object.keys(problems)).toHaveLength(11);
    expect(JSON.stringify(problems)).not.toContain('S3cr3t');
  });

  it('takes the codec access one of the two ways, and asks it of the api alone', () => {
    const oidc = { CODEC_TOKEN: '', CODEC_OIDC_ISSUER: 'https://login.example.com/', CODEC_OIDC_AUDIENCE: 'ui' };
    const codec = { way: 'oidc', issuer: 'https://login.example.com/', audience: 'ui' };
    expect(readEnv({ ...REQUIRED, ...oidc }, 'api', gitSha).codec).toEqual(codec);
    expect(readEnv({ ...REQUIRED, CODEC_TOKEN: '' }, 'worker', gitSha).codec).toBeUndefined();
    expect(problemsOf({ CODEC_TOKEN: '' })).toHaveProperty('CODEC_TOKEN');
    expect(problemsOf({ ...oidc, CODEC_TOKEN: 'x' }, 'worker')).toHaveProperty('CODEC_TOKEN');
    expect(problemsOf({ ...oidc, CODEC_OIDC_AUDIENCE: '' })).toHaveProperty('CODEC_OIDC_AUDIENCE');
    expect(problemsOf({ ...oidc, CODEC_OIDC_ISSUER: '' })).toHaveProperty('CODEC_OIDC_ISSUER');
  });

  it.each(['api', 'worker'] as const)('wants a list of the users where all the world has the issuer: %s', (role) => {
    const cloud = { CODEC_TOKEN: '', CODEC_OIDC_ISSUER: 'https://login.tmprl.cloud/', CODEC_OIDC_AUDIENCE: 'ui' };
    expect(problemsOf(cloud, role)).toEqual({
      CODEC_OIDC_SUBJECTS:
        'is not set, but login.tmprl.cloud gives the same tokens to every customer of Temporal Cloud',
    });
    expect(problemsOf({ ...cloud, CODEC_OIDC_SUBJECTS: ' , ' }, role)).toEqual({
      CODEC_OIDC_SUBJECTS: 'lists nothing',
    });
    const subjects = { CODEC_OIDC_SUBJECTS: 'auth0|17, samlp|a1b2c|ana@example.com' };
    expect(readEnv({ ...REQUIRED, ...cloud, ...subjects }, role, gitSha).codec).toEqual({
      way: 'oidc',
      issuer: 'https://login.tmprl.cloud/',
      audience: 'ui',
      subjects: ['auth0|17', 'samlp|a1b2c|ana@example.com'],
    });
  });

  it('takes no list of users where nobody would look at it', () => {
    expect(problemsOf({ CODEC_OIDC_SUBJECTS: 'auth0|17' })).toHaveProperty('CODEC_OIDC_SUBJECTS');
  });

  it('wants to know the build of a versioned worker', () => {
    expect(problemsOf({ DEPLOYMENT_NAME: 'x' })).toHaveProperty('BUILD_ID');
    expect(readEnv({ ...REQUIRED, DEPLOYMENT_NAME: 'x' }, 'worker', gitSha).build.id).toBe('abc123');
    expect(readEnv(REQUIRED, 'worker', noGit).build).toEqual({ id: 'unknown' });
  });

  it('can be changed by nobody afterwards', () => {
    const env = readEnv(REQUIRED, 'api', gitSha);
    expect([env, env.meta, env.railOrigins, env.payloadKeys[0]].every(Object.isFrozen)).toBe(true);
  });
});
