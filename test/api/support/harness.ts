import { generateKeyPairSync } from 'node:crypto';
import type { Express } from 'express';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createAddressing } from '../../../addressing/addressing';
import { createApp } from '../../../api/app';
import type { CodecAccess } from '../../../api/codec/gate';
import { createIntake } from '../../../api/intake/intake';
import { createRailIntake } from '../../../api/intake/rail-reports';
import { createMetrics } from '../../../api/metrics';
import { sign } from '../../../channels/whatsapp/signature';
import type { Line } from '../../../domain/line';
import { DEFAULT_TIMINGS } from '../../../domain/timings';
import { createKeyRing } from '../../../rails/key-ring';
import type { RailAccess } from '../../../rails/rail';
import { createPayloadCodec } from '../../../workers/codec/payload-codec';
import { FakeOperations } from './fake-operations';
import { FakeLinkPages } from './fake-link-pages';
import { FakeTemporal } from './fake-temporal';

export const SECRETS = ['secret-of-today', 'secret-of-tomorrow'] as const;
export const VERIFY_TOKENS = ['verify-today', 'verify-tomorrow'] as const;
export const UI = 'http://localhost:8233';
export const CODEC_TOKEN = 'codec-token';
export const NOW = new Date('2026-11-23T10:00:00.000Z');

const namedKey = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
export const PAYLOADS = createPayloadCodec([namedKey('k1', 1)]);

export const LINE: Line = {
  id: 'md',
  channel: 'whatsapp',
  address: '100000000000001',
  wabaId: '100000000000002',
  displayNumber: '+37369002773',
  country: 'MD',
  defaultLocale: 'ro',
  timeZone: 'Europe/Chisinau',
};

export const PUBLIC_URL = 'https://pay.example.com';
export const ORIGIN = 'https://ecomm.bank-a.example';
export const bankKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = bankKeys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

interface Options {
  readonly addressKeys?: readonly [id: string, fill: number][];
  readonly codecAccess?: CodecAccess;
  /** TEMPORAL_UI_URL; default: {@link UI}. */
  readonly uiUrl?: string;
  /** What Meta's calls are checked by; default: {@link SECRETS} and {@link VERIFY_TOKENS}. */
  readonly meta?: { readonly appSecrets: readonly string[]; readonly verifyTokens: readonly string[] };
  /** What fetching the bank's key does; default: gives it. */
  readonly fetchKey?: () => Promise<string>;
  /** RAIL_ORIGINS; default: {@link ORIGIN}. */
  readonly railOrigins?: readonly string[];
  /** Where cap-svc says the seller's bank is; default: {@link ORIGIN}. */
  readonly bankAt?: () => string;
  readonly lines?: readonly Line[];
  readonly trustedProxies?: readonly string[];
  readonly now?: () => Date;
}

/** The whole app over real HTTP, with Temporal and the bank played. */
export function createHarness(options: Options = {}) {
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const temporal = new FakeTemporal();
  const registry = new Registry();
  const metrics = createMetrics(registry);
  const formKeys = (options.addressKeys ?? [['a1', 1] as const]).map(([id, fill]) => namedKey(id, fill));
  const addressing = createAddressing(formKeys);
  const pages = new FakeLinkPages();
  const keyFetches: RailAccess[] = [];
  const lines = options.lines ?? [LINE];
  const now = options.now ?? (() => NOW);
  const deps = { temporal, addressing, lines, timings: DEFAULT_TIMINGS, metrics, log, now };
  const keys = createKeyRing({
    origins: options.railOrigins ?? [ORIGIN],
    now: () => NOW.getTime(),
    fetchKey: (access) => {
      keyFetches.push(access);
      return options.fetchKey?.() ?? Promise.resolve(publicKey);
    },
  });
  const bankAt = options.bankAt ?? (() => ORIGIN);
  const access = () =>
    Promise.resolve().then(() => ({ accessToken: 'token-of-bank', origin: bankAt(), terminalId: 'T1' }));
  const operations = new FakeOperations();
  const app: Express = createApp({
    log,
    registry,
    metrics,
    now,
    lines,
    whatsapp: options.meta ?? { appSecrets: SECRETS, verifyTokens: VERIFY_TOKENS },
    intake: createIntake(deps),
    takeCallback: createRailIntake({ ...deps, rail: { keys, access } }),
    operations,
    linkPage: {
      links: pages,
      publicUrl: PUBLIC_URL,
      checkoutLeast: DEFAULT_TIMINGS.checkoutLeast,
      railOrigins: [ORIGIN],
      formKeys,
    },
    trustedProxies: options.trustedProxies ?? [],
    codec: {
      payloads: PAYLOADS,
      access: options.codecAccess ?? { way: 'token', token: CODEC_TOKEN },
      uiUrl: options.uiUrl ?? UI,
      secureCookie: false,
    },
    ready: () => temporal.ping(),
  });
  const count = async (name: string, labels: Record<string, string> = {}): Promise<number> => {
    const metric = await registry.getSingleMetric(`miapos_api_${name}`)?.get();
    if (metric === undefined) throw new Error(`there is no metric ${name}`);
    const fits = metric.values.filter((one) =>
      Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    );
    return fits.reduce((sum, { value }) => sum + value, 0);
  };
  return { app, operations, pages, temporal, logged, addressing, keyFetches, count, registry };
}

/** A webhook's body as Meta would send it, and the header that goes with it. */
export function signed(payload: unknown, secret: string = SECRETS[0]) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { body, signature: sign(body, secret) };
}

/** An envelope around one `value` of the field `messages`. */
export function webhook(value: object, phoneNumberId = LINE.address) {
  const metadata = { display_phone_number: '37369002773', phone_number_id: phoneNumberId };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  return { object: 'whatsapp_business_account', entry: [{ id: LINE.wabaId, changes: [change] }] };
}

export const PHONE = '37369000001';
export const NAME = 'Ana Vasilescu';
export const WAMID = 'wamid.HBgLMzczNjkwMDAwMDEVAgASGBQzQQA=';

let made = 0;
/** A text or a tap of the seller. */
export function said(content: string | { readonly tap: string }, change: Record<string, unknown> = {}) {
  made += 1;
  const kind =
    typeof content === 'string'
      ? { type: 'text', text: { body: content } }
      : { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: content.tap, title: 'x' } } };
  return { from: PHONE, id: `${WAMID}${made}`, timestamp: String(NOW.getTime() / 1_000), ...kind, ...change };
}

export const contacts = [{ profile: { name: NAME }, wa_id: PHONE }];
