import type { Client } from '@temporalio/client';
import pino, { type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAddressing } from '../addressing/addressing';
import { createCapService } from '../cap-svc/client';
import { createTokenBroker } from '../cap-svc/token-broker';
import type { ApiEnv } from '../config/env';
import { readLines } from '../config/lines';
import { readTimings } from '../config/timings';
import { createKeyRing } from '../rails/key-ring';
import { createMiaposRail } from '../rails/miapos/client';
import type { Tracing } from '../tracing/tracing';
import { createPayloadCodec } from '../workers/codec/payload-codec';
import type { CodecAccess } from './codec/gate';
import type { AppDeps } from './deps';
import { createIntake } from './intake/intake';
import { createRailIntake } from './intake/rail-reports';
import { registerFleetMetrics } from './fleet-metrics';
import { createMetrics } from './metrics';
import { createFleetReader } from './temporal/fleet';
import { createTemporal } from './temporal/client';
import { createLinkPages } from './temporal/link-pages';
import { createOperations } from './temporal/operations';

/** The rail waits 10 s for an answer to a callback; a key that is not here by then is asked for by polling. */
const CAP_TIMEOUT_MS = 3_000;
const KEY_TIMEOUT_MS = 4_000;

export interface ComposeOptions {
  /** Instead of what the environment says: the sandbox alone decodes for its own machine without a token. */
  readonly codecAccess?: CodecAccess;
  readonly log?: Logger;
  readonly tracing?: Tracing;
}

export interface Composed extends AppDeps {
  /** Resolves when no call of Temporal is under way: then the connection may close. */
  readonly settled: () => Promise<void>;
}

/** Builds all that the app needs from the environment and a connected client. */
export function compose(env: ApiEnv, client: Client, options: ComposeOptions = {}): Composed {
  const log = options.log ?? pino({ level: env.logLevel, base: { service: 'api' } });
  const now = () => new Date();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = createMetrics(registry);
  registerFleetMetrics(registry, createFleetReader(client, Date.now), Date.now);
  const temporal = createTemporal(client, env.temporal.taskQueuePrefix);
  const links = createLinkPages(client);
  const operations = createOperations(client, env.temporal.taskQueuePrefix);
  const lines = readLines(env.linesFile);
  const timings = readTimings(env.timingsFile, { commandMaxAge: env.commandMaxAgeMs });
  const addressing = createAddressing(env.addressKeys);
  const payloads = createPayloadCodec(env.payloadKeys);
  const access = options.codecAccess ?? env.codec;
  const intakeDeps = { temporal, addressing, lines, timings, metrics, log, now };

  if (access.way === 'loopback') log.warn('the payload codec decodes for this machine without a token');
  return {
    log,
    registry,
    metrics,
    now,
    lines,
    whatsapp: env.meta,
    ...(options.tracing === undefined ? {} : { trace: options.tracing.requests }),
    intake: createIntake(intakeDeps),
    takeCallback: createRailIntake({ ...intakeDeps, rail: composeRail(env, options.tracing) }),
    linkPage: {
      links,
      publicUrl: env.publicUrl,
      checkoutLeast: timings.checkoutLeast,
      railOrigins: env.railOrigins,
      formKeys: env.addressKeys,
    },
    trustedProxies: env.trustedProxies,
    operations,
    codec: { payloads, access, uiUrl: env.temporal.uiUrl, secureCookie: env.publicUrl.startsWith('https:') },
    ready: async () => {
      await payloads.decode(await payloads.encode([{}]));
      await temporal.ping();
    },
    settled: async () => {
      await Promise.all([temporal.settled(), links.settled(), operations.settled()]);
    },
  };
}

function composeRail({ capSvc, railOrigins }: ApiEnv, tracing?: Tracing) {
  const [toRail, toCap] = (['rail', 'cap-svc'] as const).map((peer) =>
    tracing === undefined ? {} : { fetch: tracing.fetch(peer) },
  );
  const rail = createMiaposRail({ timeoutMs: KEY_TIMEOUT_MS, ...toRail });
  const cap = createCapService({ baseUrl: capSvc.url, token: capSvc.token, timeoutMs: CAP_TIMEOUT_MS, ...toCap });
  const broker = createTokenBroker(cap, { now: Date.now, railOrigins });
  return {
    keys: createKeyRing({ origins: railOrigins, fetchKey: (granted) => rail.readPublicKey(granted), now: Date.now }),
    access: (posUserId: string, merchantId: string, requestId: string) =>
      broker.access(posUserId, merchantId, requestId),
  };
}
