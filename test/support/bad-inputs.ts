import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';

/** An api, and what whoever attacks it may know of it at best. */
export interface Target {
  readonly url: string;
  readonly appSecret: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** An open payment of 100 MDL. */
  readonly linkId: string;
  readonly paymentId: string;
  /** Signs as the payment's bank, as another bank of ours, and as nobody's. */
  readonly signAs: (who: 'bank' | 'otherBank' | 'stranger', result: Readonly<Record<string, unknown>>) => string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export interface Attack {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One bad input: what docs/security.md calls it, how it is made, and the status that answers it. */
export type BadInput = readonly [what: string, make: (target: Target) => Attack, status: number];

/** Without a client that would mend the path or the headers. */
export function strike(target: Target, { method = 'POST', path, headers = {}, body = '' }: Attack): Promise<Answer> {
  const { hostname, port } = new URL(target.url);
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const call = request({
      hostname,
      port,
      method,
      path,
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
    });
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const type = response.headers['content-type']?.split(';')[0] ?? '';
        resolve({ status: response.statusCode ?? 0, type, text: Buffer.concat(chunks).toString() });
      });
    });
    call.on('error', reject);
    call.end(method === 'GET' ? undefined : bytes);
  });
}

const MB = 1024 * 1024;
const WHATSAPP = '/webhooks/whatsapp';
const signature = (body: string | Buffer, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const signed = ({ appSecret }: Target, body: string | Buffer, headers: Record<string, string> = {}): Attack => ({
  path: WHATSAPP,
  body,
  headers: { 'x-hub-signature-256': signature(body, appSecret), ...headers },
});
const command = {
  from: '37369999001',
  id: 'wamid.bad',
  timestamp: '1750000000',
  type: 'text',
  text: { body: 'pay 1' },
};
const update = (target: Target, value: object, phoneNumberId = target.phoneNumberId) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: target.wabaId,
      changes: [{ field: 'messages', value: { metadata: { phone_number_id: phoneNumberId }, ...value } }],
    },
  ],
});
const messages = (target: Target, ...list: object[]) => JSON.stringify(update(target, { messages: list }));
const hologram = { ...command, type: 'hologram' };
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

export const BAD_WEBHOOKS: readonly BadInput[] = [
  ['a webhook without a signature', (t) => ({ path: WHATSAPP, body: messages(t, command) }), 401],
  [
    'a webhook with a wrong signature',
    (t) => ({ ...signed(t, messages(t, command)), body: messages(t, { ...command, id: 'other' }) }),
    401,
  ],
  [
    'a webhook signed with an empty secret',
    (t) => {
      const body = messages(t, command);
      return { path: WHATSAPP, body, headers: { 'x-hub-signature-256': signature(body, '') } };
    },
    401,
  ],
  [
    'a webhook signed with SHA-1',
    (t) => {
      const body = messages(t, command);
      const sha1 = createHmac('sha1', t.appSecret).update(body).digest('hex');
      return {
        path: WHATSAPP,
        body,
        headers: { 'x-hub-signature': `sha1=${sha1}`, 'x-hub-signature-256': `sha1=${sha1}` },
      };
    },
    401,
  ],
  [
    'a signature over JSON that was parsed and written again',
    (t) => {
      const sent = messages(t, { ...command, text: { body: 'pay 1 "é"' } }).replace('é', '\\u00e9');
      const headers = { 'x-hub-signature-256': signature(JSON.stringify(JSON.parse(sent)), t.appSecret) };
      return { path: WHATSAPP, body: sent, headers };
    },
    401,
  ],
  ['a signed webhook of 5 MB', (t) => signed(t, JSON.stringify({ filler: 'x'.repeat(5 * MB) })), 413],
  ['a signed gzip bomb', (t) => signed(t, gzipSync(Buffer.alloc(64 * MB, 0x20)), { 'content-encoding': 'gzip' }), 415],
  ['signed noise', (t) => signed(t, 'pay 100'), 400],
  ['a signed empty body', (t) => signed(t, ''), 400],
  ['signed JSON in UTF-16', (t) => signed(t, Buffer.from('\ufeff{}', 'utf16le')), 400],
  ['signed JSON with a byte order mark', (t) => signed(t, '\ufeff{}'), 400],
  [
    'signed bytes that are no UTF-8',
    (t) => signed(t, Buffer.from('7b2261223a22fffe22 7d'.replace(' ', ''), 'hex')),
    200,
  ],
  ['signed lists, 100,000 deep', (t) => signed(t, nested(100_000)), 200],
  [
    'a signed message with lists in it, 50,000 deep',
    (t) => signed(t, messages(t, hologram).replace('"hologram"', `"hologram","text":${nested(50_000)}`)),
    200,
  ],
  [
    'signed keys that would pollute prototypes',
    (t) =>
      signed(
        t,
        messages(t, hologram).replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
      ),
    200,
  ],
  ['a signed webhook of 1,000 statuses of nobody', (t) => signed(t, statuses(t, 1_000)), 200],
  [
    'signed numbers and lists where texts belong',
    (t) => signed(t, messages(t, { from: 1, id: [], type: {} }, hologram)),
    200,
  ],
  [
    'signed halves of characters',
    (t) => signed(t, messages(t, { ...hologram, id: 'wamid.\ud800', from: '37369999001' })),
    200,
  ],
  [
    'a signed key that comes twice',
    (t) => signed(t, messages(t, command).replace(/\]\}\}\]\}\]\}$/, '],"messages":[]}}]}]}')),
    200,
  ],
  [
    'a signed message from the year 275760',
    (t) => signed(t, messages(t, { ...hologram, timestamp: '8640000000001' })),
    200,
  ],
  ['a signed message of a group', (t) => signed(t, messages(t, { ...command, group_id: 'g' })), 200],
  [
    'a signed message to a number that is not ours',
    (t) => signed(t, JSON.stringify(update(t, { messages: [command] }, '999'))),
    200,
  ],
  ['a wrong verify token', () => verify('hub.mode=subscribe&hub.challenge=1&hub.verify_token=x'), 403],
  [
    'a verify token that is a list',
    () => verify('hub.mode=subscribe&hub.challenge=1&hub.verify_token=x&hub.verify_token=y'),
    403,
  ],
  ['a verification without a token', () => verify('hub.mode=subscribe&hub.challenge=<script>'), 403],
  ['a webhook by PUT', (t) => ({ ...signed(t, '{}'), method: 'PUT' }), 405],
];

function statuses(target: Target, count: number): string {
  const list = Array.from({ length: count }, (_, at) => ({
    id: `wamid.${at}`,
    status: 'failed',
    errors: [{ code: 190 }],
  }));
  return JSON.stringify(update(target, { statuses: list }));
}

function verify(query: string): Attack {
  return { method: 'GET', path: `${WHATSAPP}?${query}` };
}

const told = ({ linkId, paymentId }: Target, change: object = {}) => ({
  amount: 100,
  currency: 'MDL',
  orderId: linkId,
  paymentDate: '2026-10-05T22:13:42',
  paymentId,
  status: 'SUCCESS',
  terminalId: 'T1',
  ...change,
});
const at = (target: Target, body: unknown, path = `/webhooks/rail/${target.linkId}`): Attack => ({
  path,
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
});
/** A callback whose `result` is changed before the bank signs it: as if the bank itself wrote it so. */
const said =
  (change: object, who: 'bank' | 'otherBank' | 'stranger' = 'bank') =>
  (target: Target) => {
    const result = told(target, change);
    return at(target, { result, signature: target.signAs(who, result) });
  };
/** A good callback, changed after the bank signed it. */
const changed = (change: (text: string) => string) => (target: Target) => {
  const result = told(target);
  return at(target, change(JSON.stringify({ result, signature: target.signAs('bank', result) })));
};

/** The signature is over the values without their keys, and the other shop named its order `<link>;<payment>;SUCCESS`. */
const recut = (target: Target): Attack => {
  const { paymentDate, terminalId, ...word } = told(target);
  const result = { ...word, t0: paymentDate, t1: 'of-another', t2: 'qr', t3: 'EXPIRED', t4: terminalId };
  return at(target, { result, signature: target.signAs('bank', result) });
};

export const BAD_CALLBACKS: readonly BadInput[] = [
  ['a callback signed by nobody we know', said({}, 'stranger'), 400],
  ['a callback with another amount than was signed', changed((text) => text.replace('100', '1000')), 400],
  ['a callback with another status than was signed', changed((text) => text.replace('SUCCESS', 'EXPIRED')), 400],
  ['a callback with a field that was not signed', changed((text) => text.replace('"T1"', '"T1","zz":"1"')), 400],
  [
    'a callback with `__proto__` in it',
    changed((text) => text.replace('"T1"', '"T1","__proto__":{"status":"SUCCESS"}')),
    400,
  ],
  ['a callback without a signature', (t) => at(t, { result: told(t) }), 400],
  ['a callback whose signature is a list', (t) => at(t, { result: told(t), signature: ['x'] }), 400],
  ["a callback signed by another bank's key", said({}, 'otherBank'), 200],
  ['a signed end of a payment that the link did not keep', said({ paymentId: 'of-nobody', status: 'EXPIRED' }), 200],
  ["a signed success of another link's payment", said({ orderId: 'z'.repeat(26), paymentId: 'of-another' }), 200],
  ["a signed end of another shop's payment, cut into a success of this one", recut, 200],
  ['a signed amount of 100.004999', said({ amount: 100.004999 }), 400],
  ['a signed amount of "1e2"', said({ amount: '1e2' }), 400],
  ['a signed amount of -100', said({ amount: -100 }), 400],
  ['a signed amount of -0', changed((text) => text.replace('100', '-0')), 400],
  ['a signed amount of 0', said({ amount: 0 }), 400],
  ['a signed amount of 1e400', changed((text) => text.replace('100', '1e400')), 400],
  ['a signed amount of twenty digits', said({ amount: '12345678901234567890' }), 400],
  ['a signed amount of "0x64"', said({ amount: '0x64' }), 400],
  ['a signed amount of " 100"', said({ amount: ' 100' }), 400],
  ['a signed amount that is a list', said({ amount: [100] }), 400],
  ['a signed amount that is true', said({ amount: true }), 400],
  ['a signed currency of "mdl"', said({ currency: 'mdl' }), 400],
  ['a signed status that the protocol does not know', said({ status: 'PAID' }), 400],
  ['a signed paymentId with a path in it', said({ paymentId: '../../token' }), 400],
  ['a signed orderId with a semicolon', said({ orderId: 'a;b' }), 400],
  ['a callback that is no JSON', (t) => at(t, 'SUCCESS'), 400],
  ['an empty callback', (t) => at(t, ''), 400],
  ['a callback that is a list', (t) => at(t, '[]'), 400],
  ['a callback of lists, 30,000 deep', (t) => at(t, nested(30_000)), 400],
  ['a callback of 65 kB', (t) => at(t, 'x'.repeat(66_000)), 413],
  ['a compressed callback', (t) => ({ ...at(t, gzipSync('{}')), headers: { 'content-encoding': 'gzip' } }), 415],
  ["an event of the website's form with a wrong signature", (t) => event(t, {}), 400],
  ['an event that its header contradicts', (t) => event(t, { 'x-miapos-event': 'payment.failed' }), 400],
  [
    'a callback of a link that nobody made',
    (t) => at(t, { result: told(t), signature: t.signAs('bank', told(t)) }, `/webhooks/rail/${'a'.repeat(26)}`),
    404,
  ],
  ['a link in capitals', (t) => at(t, '{}', `/webhooks/rail/${t.linkId.toUpperCase()}`), 404],
  ['a link of 27 characters', (t) => at(t, '{}', `/webhooks/rail/${t.linkId}a`), 404],
  ['a link that climbs out of its folder', (t) => at(t, '{}', '/webhooks/rail/..%2f..%2fcodec%2fdecode'), 404],
  ['a link with a null byte', (t) => at(t, '{}', `/webhooks/rail/${t.linkId}%00`), 404],
  ['a link of wildcards', (t) => at(t, '{}', '/webhooks/rail/%25%2a'), 404],
  ['a link with a broken escape', (t) => at(t, '{}', '/webhooks/rail/%E0%A4%A'), 400],
  ['a callback by GET', (t) => ({ ...at(t, ''), method: 'GET' }), 405],
];

function event(target: Target, headers: Record<string, string>): Attack {
  const { amount, currency, orderId, paymentId } = told(target);
  const body = { event: 'payment.completed', amount, currency, orderId, paymentId, status: 'COMPLETED' };
  return { ...at(target, body), headers: { 'x-miapos-signature': target.signAs('bank', told(target)), ...headers } };
}

const decode = (headers: Record<string, string>): (() => Attack) => {
  return () => ({ path: '/codec/decode', body: '{"payloads":[]}', headers });
};

/** Where CODEC_TOKEN is the way. */
export const BAD_PEOPLE: readonly BadInput[] = [
  ['a decision about money without a token, under CODEC_TOKEN', () => ({ path: '/ops/close', body: '{}' }), 403],
  [
    'a decision about money with a shared token',
    () => ({ path: '/ops/close', body: '{}', headers: { authorization: 'Bearer codec-token' } }),
    403,
  ],
  [
    'a settlement without a token, under CODEC_TOKEN',
    (t) => ({ path: `/ops/payments/${t.linkId}/settle`, body: '{}' }),
    403,
  ],
  ['decoding without a token', decode({}), 401],
  ['decoding with a wrong token', decode({ authorization: 'Bearer guess' }), 401],
  [
    "decoding from another site's page",
    decode({ authorization: 'Bearer codec-token', origin: 'https://evil.example' }),
    403,
  ],
  [
    'decoding by a form, which browsers send across sites',
    decode({ authorization: 'Bearer codec-token', 'content-type': 'text/plain' }),
    400,
  ],
  [
    'a login with a wrong token',
    () => ({
      path: '/codec/login',
      body: 'token=guess',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    401,
  ],
  [
    'a file of the documentation that climbs out of its folder',
    () => ({ method: 'GET', path: '/docs/..%2f..%2fpackage.json' }),
    404,
  ],
];
