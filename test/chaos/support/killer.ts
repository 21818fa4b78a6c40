import { setTimeout as sleep } from 'node:timers/promises';
import type { Part, Stack } from '../../../sandbox/stack';
import type { Random } from './random';

/** How a part ended. */
export type End = 'killed' | 'drained' | 'byItself';

export interface Killer {
  /** How often each part ended, and how. */
  readonly ends: Readonly<Record<Part, Record<End, number>>>;
  /** What could not be started at the first try, for people who look into a run. */
  readonly troubles: readonly string[];
  /** @throws where a part could not be started again */
  readonly kills: number;
  /** No more of it; resolves when all parts run. */
  stop(): Promise<void>;
}

export interface KillerOptions {
  /** What the outside has seen so far: a slow machine is not killed before it did anything. */
  readonly progress: () => number;
  /** How much is seen between two kills, on average. */
  readonly perKill: number;
  readonly parts?: readonly Part[];
}

const LATEST_MS = 45_000;
const PARTS: readonly Part[] = ['worker', 'worker', 'api', 'temporal'];

/**
 * Kills one part after another, or two at a time, and starts them again, as whoever supervises them in production would. A
 * part that ends by itself is started again too, and counted.
 */
export function startKiller(stack: Stack, random: Random, options: KillerOptions): Killer {
  const { progress, perKill, parts = PARTS } = options;
  const none = (): Record<End, number> => ({ killed: 0, drained: 0, byItself: 0 });
  const ends = { temporal: none(), api: none(), worker: none() };
  const troubles: string[] = [];
  const end = new AbortController();
  const isOver = (): boolean => end.signal.aborted;
  let failure: unknown;

  const up = async (part: Part): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await stack.start(part);
        return;
      } catch (error) {
        troubles.push(`${part}, try ${String(tries)}: ${error instanceof Error ? error.message : String(error)}`);
        if (tries >= 20) throw error;
        await sleep(500);
      }
    }
  };

  /** Temporal first: the others need it to start. */
  const upAgain = async (down: ReadonlySet<Part>): Promise<void> => {
    if (down.has('temporal')) await up('temporal');
    await Promise.all([...down].filter((part) => part !== 'temporal').map(up));
  };

  const lookAfter = async (): Promise<void> => {
    const gone = new Set<Part>();
    for (const part of ['temporal', 'api', 'worker'] as const) {
      const over = await Promise.race([stack.running(part).gone.then(() => true), Promise.resolve(false)]);
      if (!over) continue;
      ends[part].byItself += 1;
      gone.add(part);
    }
    await upAgain(gone);
  };

  const strike = async (): Promise<void> => {
    const down = new Set<Part>([random.pick(parts)]);
    if (random.chance(0.2)) down.add(random.pick(parts));
    const drained = down.size === 1 && !down.has('temporal') && random.chance(0.15);
    await Promise.all(
      [...down].map(async (part) => {
        ends[part][drained ? 'drained' : 'killed'] += 1;
        await (drained ? stack.running(part).stop() : stack.running(part).kill());
      }),
    );
    await sleep(random.between(0, 1_000));
    await upAgain(down);
  };

  /** Where nothing moves any more, for the rest hangs on what was killed, the next kill comes all the same. */
  const plan = () => ({ at: progress() + random.between(1, perKill * 2), latest: Date.now() + LATEST_MS });

  const life = (async () => {
    for (let next = plan(); !isOver();) {
      await sleep(20);
      await lookAfter();
      if ((progress() < next.at && Date.now() < next.latest) || isOver()) continue;
      await strike();
      next = plan();
    }
    await lookAfter();
  })();
  life.catch((error: unknown) => {
    failure = error;
  });

  return {
    ends,
    troubles,
    get kills() {
      if (failure !== undefined) throw failure instanceof Error ? failure : new Error('The killer failed');
      return Object.values(ends).reduce((sum, { killed }) => sum + killed, 0);
    },
    stop: async () => {
      end.abort();
      await life;
    },
  };
}
