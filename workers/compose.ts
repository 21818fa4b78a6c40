import type { Client } from '@temporalio/client';
import type { Deps } from '../activities/deps';
import { createAddressing } from '../addressing/addressing';
import { createCapService } from '../cap-svc/client';
import { createTokenBroker } from '../cap-svc/token-broker';
import { createWhatsAppChannel } from '../channels/whatsapp/client';
import type { Env } from '../config/env';
import type { Line } from '../domain/line';
import { createMiaposRail } from '../rails/miapos/client';
import { createRails } from '../rails/rails';
import type { Tracing } from '../tracing/tracing';

/** Shorter than an activity's own time: what was asked shall answer, or be known not to. */
const CAP_TIMEOUT_MS = 8_000;
const RAIL_TIMEOUT_MS = 15_000;
const GRAPH_TIMEOUT_MS = 20_000;

/** The outside world as the environment names it. */
export function composeDeps(env: Env, temporal: Client, lines: readonly Line[], tracing?: Tracing): Deps {
  const [whatsapp, capSvc, rail] = (['whatsapp', 'cap-svc', 'rail'] as const).map((peer) =>
    tracing === undefined ? {} : { fetch: tracing.fetch(peer) },
  );
  const { url: baseUrl, token } = env.capSvc;
  const cap = createCapService({ baseUrl, token, timeoutMs: CAP_TIMEOUT_MS, ...capSvc });
  return {
    temporal,
    taskQueuePrefix: env.temporal.taskQueuePrefix,
    cap,
    lines,
    access: createTokenBroker(cap, { now: Date.now, railOrigins: env.railOrigins }),
    railOf: createRails(lines, (currency) =>
      createMiaposRail({ timeoutMs: RAIL_TIMEOUT_MS, ...(currency && { currencies: [currency] }), ...rail }),
    ),
    addressing: createAddressing(env.addressKeys),
    rtpLimits: env.rtpLimits,
    channels: {
      whatsapp: createWhatsAppChannel({
        ...env.whatsapp,
        appSecrets: env.meta.appSecrets,
        timeoutMs: GRAPH_TIMEOUT_MS,
        ...whatsapp,
      }),
    },
    publicUrl: env.publicUrl,
    now: () => new Date(),
  };
}
