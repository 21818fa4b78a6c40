import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { TEMPLATE_DEFINITIONS, toCreateRequest } from '../channels/whatsapp/templates/definitions';
import { readLines } from '../config/lines';
import { createCapSvcSim } from './cap-svc/cap-svc-sim';
import type { CapSvcSim } from './cap-svc/cap-svc-sim';
import type { Running } from './control/server';
import { createMetaSim } from './meta/meta-sim';
import type { MetaSim } from './meta/meta-sim';
import type { MetaSettingsChange } from './meta/settings';
import { createRailSim } from './rail/rail-sim';
import type { RailSim } from './rail/rail-sim';
import { SEED_BANKS } from './seed';

/** Where everything listens; 0 takes any free port. Each bank's rail has a port of its own, counted up from `rail`. */
export interface Ports {
  readonly api: number;
  readonly worker: number;
  readonly meta: number;
  readonly capSvc: number;
  readonly rail: number;
}

export interface WorldOptions {
  readonly ports: Ports;
  readonly temporal: { readonly address: string; readonly uiUrl: string };
  readonly linesFile?: string;
  readonly timingsFile?: string;
  readonly meta?: MetaSettingsChange;
  /** Approved templates from the start; false: none are known. Default true. */
  readonly templates?: boolean;
}

/** The simulated outside world, and the environment with which api and worker live in it. */
export interface World {
  readonly meta: MetaSim;
  readonly capSvc: CapSvcSim;
  readonly rails: readonly RailSim[];
  readonly urls: {
    readonly api: string;
    readonly meta: string;
    readonly capSvc: string;
    readonly rails: readonly string[];
  };
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const SECRETS = {
  app: 'sandbox-app-secret',
  verify: 'sandbox-verify-token',
  graph: 'sandbox-graph-token',
  cap: 'sandbox-cap-token',
};

/** Starts the three outside systems over real HTTP on this machine. Nothing here is secret; nothing here is for production. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { ports } = options;
  const api = `http://localhost:${String(ports.api)}`;
  const running: Running[] = [];
  const started = async (sim: { listen(port: number): Promise<Running> }, port: number): Promise<string> => {
    const one = await sim.listen(port);
    running.push(one);
    return one.url;
  };

  const rails = SEED_BANKS.map((bank) => createRailSim({ bankId: bank.id }));
  const railUrls: string[] = [];
  for (const [index, rail] of rails.entries()) railUrls.push(await started(rail, ports.rail && ports.rail + index));
  const ecommBaseUrls = Object.fromEntries(SEED_BANKS.map((bank, index) => [bank.id, railUrls[index] ?? '']));
  const capSvc = createCapSvcSim({ ecommBaseUrls, serviceToken: SECRETS.cap });
  const capUrl = await started(capSvc, ports.capSvc);
  const linesFile = options.linesFile ?? join(__dirname, 'lines.json');
  const meta = createMetaSim({
    numbers: numbersOf(linesFile),
    appSecret: SECRETS.app,
    verifyToken: SECRETS.verify,
    accessToken: SECRETS.graph,
    webhookUrl: `${api}/webhooks/whatsapp`,
    templates: options.templates === false ? [] : TEMPLATE_DEFINITIONS.map(toCreateRequest),
    ...(options.meta === undefined ? {} : { settings: options.meta }),
  });
  const metaUrl = await started(meta, ports.meta);

  return {
    meta,
    capSvc,
    rails,
    urls: { api, meta: metaUrl, capSvc: capUrl, rails: railUrls },
    env: {
      PORT: String(ports.api),
      WORKER_PORT: String(ports.worker),
      PUBLIC_URL: api,
      TEMPORAL_ADDRESS: options.temporal.address,
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_CONFIG_FILE: join(__dirname, 'temporal.toml'),
      TEMPORAL_UI_URL: options.temporal.uiUrl,
      META_APP_SECRET: SECRETS.app,
      META_VERIFY_TOKEN: SECRETS.verify,
      WHATSAPP_ACCESS_TOKEN: SECRETS.graph,
      GRAPH_URL: metaUrl,
      CAP_SVC_URL: capUrl,
      CAP_SVC_TOKEN: SECRETS.cap,
      RAIL_ORIGINS: railUrls.join(','),
      LINES_FILE: linesFile,
      PAYLOAD_KEYS: `sandbox:${madeKey('payload')}`,
      ADDRESS_KEY: `sandbox:${madeKey('address')}`,
      CODEC_TOKEN: randomBytes(24).toString('hex'),
      ...(options.timingsFile === undefined ? {} : { TIMINGS_FILE: options.timingsFile }),
    },
    close: async () => {
      await Promise.all(running.map((one) => one.close()));
    },
  };
}

/** Meta knows the WhatsApp numbers that the product serves. */
const numbersOf = (linesFile: string) =>
  readLines(linesFile).flatMap(({ address: phoneNumberId, wabaId, displayNumber }) =>
    wabaId === undefined ? [] : [{ phoneNumberId, wabaId, displayNumber }],
  );

/** The same at every start, so that what an earlier start stored stays readable. */
const madeKey = (name: string): string => createHash('sha256').update(`sandbox ${name} key`).digest('base64');
