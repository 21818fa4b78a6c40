import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** What stands in Temporal, counted by its search attributes. */
export interface Fleet {
  /** How many running workflows show each reason, state of a payment, and state of a notice. */
  readonly stuck: Readonly<Record<string, number>>;
  readonly payments: Readonly<Record<string, number>>;
  readonly notices: Readonly<Record<string, number>>;
  /** Seconds that the oldest has been stuck, by reason. */
  readonly oldestStuck: Readonly<Record<string, number>>;
}

/** Scrapes come from several sides; Temporal is asked at most this often. */
const FRESH_MS = 15_000;

/**
 * Gauges of the whole fleet, the same from every api process: alerts take the maximum. Where Temporal does not answer, the
 * gauges fall silent and `miapos_fleet_read` is 0: an old number would pass for a good one.
 */
export function registerFleetMetrics(registry: Registry, read: () => Promise<Fleet>, now: () => number): void {
  let fleet: Promise<Fleet | undefined> = Promise.resolve(undefined);
  let readAt = -Infinity;
  const fresh = (): Promise<Fleet | undefined> => {
    if (now() - readAt >= FRESH_MS) {
      readAt = now();
      fleet = read().catch(() => undefined);
    }
    return fleet;
  };
  const gauge = (name: string, help: string, label: string, of: (found: Fleet) => Readonly<Record<string, number>>) =>
    new Gauge({
      name: `miapos_${name}`,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        const found = await fresh();
        this.reset();
        for (const [value, count] of Object.entries(found === undefined ? {} : of(found)))
          this.set({ [label]: value }, count);
      },
    });
  gauge('stuck', 'Running workflows that are stuck, by StuckReason', 'reason', ({ stuck }) => stuck);
  gauge('stuck_oldest_seconds', 'For how long the oldest has been stuck', 'reason', ({ oldestStuck }) => oldestStuck);
  gauge('payments', 'Running payments by PaymentState', 'state', ({ payments }) => payments);
  gauge('notices', 'Running payments by NotificationState; Owed: held', 'state', ({ notices }) => notices);
  new Gauge({
    name: 'miapos_fleet_read',
    help: '1: the figures above were read from Temporal; 0: it does not answer',
    registers: [registry],
    async collect() {
      this.set((await fresh()) === undefined ? 0 : 1);
    },
  });
}
