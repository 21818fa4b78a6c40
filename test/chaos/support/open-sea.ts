import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timings } from '../../../domain/timings';
import { freePorts } from '../../../sandbox/stack';
import { startLive } from '../../support/live';
import type { Live } from '../../support/live';
import type { PostgresServer } from '../../support/postgres-server';
import { buildProduct } from './product';

/** Waits that let a run end in minutes. What they are for stays the same: each is longer than what it waits for. */
const TIMINGS = {
  poll: 4_000,
  pollAfterExpiry: 2_000,
  unconfirmedAfter: 600_000,
  lingerPoll: 20_000,
  linkAnswer: 15_000,
  noticeAnswer: 20_000,
  requestAnswer: 20_000,
  stuckAfter: 5_000,
} as const;

/** Nobody is to be spared here: the limits are another test's. */
const RTP_LIMITS = { sellerPerHour: 10_000, payerOpen: 10_000, payerPerDay: 10_000, declinesToStop: 10_000 };

/**
 * Meta as impatient as a run of minutes needs it, and no more: were everything that was not taken to come again at once, a slow
 * machine would do nothing but refuse it.
 */
const RETRIES = [1_000, 2_000, 4_000, ...Array.from({ length: 45 }, () => 8_000)];

interface Options {
  readonly postgres?: PostgresServer;
  readonly timings?: Partial<Timings>;
}

/** The whole product, compiled, ready to be killed: Temporal on a SQLite file, or on the PostgreSQL given. */
export async function setSail(options: Options = {}): Promise<Live> {
  const { postgres } = options;
  const product = await buildProduct();
  const ports = await freePorts();
  const live = await startLive({
    programs: product.programs,
    ports: postgres === undefined ? ports : { ...ports, temporal: postgres.port },
    ...(postgres === undefined
      ? { dbFile: join(mkdtempSync(join(tmpdir(), 'miapos-chaos-')), 'temporal.db') }
      : { temporal: () => postgres.startTemporal() }),
    timings: { ...TIMINGS, ...options.timings },
    env: { RTP_LIMITS: JSON.stringify(RTP_LIMITS), LOG_LEVEL: 'warn' },
    meta: {
      pairRate: { everyMs: 1_000, burst: 45 },
      // The first status of a message is the one that settles its send; the later ones would say the same.
      statuses: { sentMs: 50, deliveredMs: null, readMs: null },
      delivery: { retriesMs: RETRIES },
    },
  });
  return {
    ...live,
    stop: async () => {
      await live.stop();
      product.remove();
    },
  };
}

/** CHAOS_SEED asks for the same again. */
export const seedOf = (set: string | undefined): number => Number(set ?? Math.floor(Math.random() * 1_000_000));
