import { setTimeout as sleep } from 'node:timers/promises';
import { LINKS_PER_NUMBER, runOpen } from '../measure/load';
import { usageOf } from '../measure/processes';
import { round } from '../measure/statistics';
import type { Journey } from '../rig/journeys';
import { startRig } from '../rig/rig';
import type { Rig } from '../rig/rig';
import type { Server } from '../rig/server';

export interface WaitingSample {
  readonly waiting: number;
  /** Proportional set size by process. */
  readonly memoryMb: Readonly<Record<string, number>>;
  /** Share of one core while nothing happens but waiting. */
  readonly idleCpu: Readonly<Record<string, number>>;
  readonly linksPerSecond: number;
}

export interface Recovery {
  readonly open: number;
  /** Paid while no worker was there. */
  readonly paid: number;
  readonly firstNoticeMs: number;
  readonly allToldMs: number;
  readonly perSecond: number;
}

export interface WaitingResult {
  readonly samples: readonly WaitingSample[];
  readonly recovery?: Recovery;
}

export interface WaitingPlan {
  /** How many wait when a sample is taken, growing. */
  readonly steps: readonly number[];
  /** Filling ends here, wherever it has come to. */
  readonly fillMs: number;
  /** The worker is killed once so many wait. */
  readonly killAt: number;
  /** So many of them are paid while it is away. */
  readonly payWhileAway: number;
}

const AT_ONCE = 48;
const SETTLE_MS = 5_000;
const LOOK_MS = 10_000;
/** Polls would be most of what is seen here: what they cost stands for itself. */
const NO_POLLS = { poll: 86_400_000, sellerFresh: 864_000_000 };
const SELLERS = 500;
/** Paid before anybody waits, for each one of the first sample: what throughput leaves in a heap is not what waiting costs. */
const WARM_UP = 2;

/** Memory and idle CPU while ever more payments wait for their customers; then a worker that dies. */
export async function measureWaiting(
  server: Server,
  plan: WaitingPlan,
  tell: (what: string) => void,
): Promise<WaitingResult> {
  const rig = await startRig({ server, timings: NO_POLLS, sellers: SELLERS });
  const open: Journey[] = [];
  const samples: WaitingSample[] = [];
  let recovery: Recovery | undefined;
  try {
    await warmUp(rig, WARM_UP * (plan.steps[0] ?? 0));
    const until = performance.now() + plan.fillMs;
    for (const step of plan.steps) {
      const before = open.length;
      const startedAt = performance.now();
      await fill(rig, open, step, until);
      const linksPerSecond = round(((open.length - before) * 1_000) / (performance.now() - startedAt));
      if (open.length === before) break;
      await sleep(SETTLE_MS);
      samples.push({ waiting: open.length, linksPerSecond, ...(await look(rig)) });
      tell(`${String(open.length)} wait, ${JSON.stringify(samples.at(-1)?.memoryMb)}`);
      const timeIsOver = open.length < step;
      if (recovery === undefined && open.length >= plan.killAt) {
        recovery = await recover(rig, open, plan.payWhileAway);
        tell(`caught up ${JSON.stringify(recovery)}`);
      }
      if (timeIsOver) break;
    }
    return { samples, ...(recovery === undefined ? {} : { recovery }) };
  } finally {
    await rig.stop();
  }
}

async function warmUp(rig: Rig, links: number): Promise<void> {
  let sold = 0;
  const sellOne = async (): Promise<void> => {
    sold += 1;
    await (await rig.journeys.order(sellerOf(rig, sold))).pay();
  };
  await manyAtOnce(() => (sold < links ? sellOne() : undefined));
}

async function fill(rig: Rig, open: Journey[], wanted: number, until: number): Promise<void> {
  let ordered = open.length;
  const orderOne = async (): Promise<void> => {
    ordered += 1;
    open.push(await rig.journeys.order(sellerOf(rig, ordered)));
  };
  await manyAtOnce(() => (ordered < wanted && performance.now() < until ? orderOne() : undefined));
}

const sellerOf = ({ phones }: Rig, number: number): string => phones[number % phones.length] ?? '';

/** @param next begins one more; undefined: that was all */
async function manyAtOnce(next: () => Promise<void> | undefined): Promise<void> {
  const takeTurns = async (): Promise<void> => {
    for (let one = next(); one !== undefined; one = next()) await one;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
}

async function look(rig: Rig): Promise<Pick<WaitingSample, 'memoryMb' | 'idleCpu'>> {
  const groups = Object.entries(rig.groups());
  const before = groups.map(([, pids]) => usageOf(pids)?.cpuMs ?? NaN);
  await sleep(LOOK_MS);
  const after = groups.map(([name, pids]) => [name, usageOf(pids)] as const);
  return {
    memoryMb: Object.fromEntries(after.map(([name, usage]) => [name, usage?.memoryMb ?? NaN])),
    idleCpu: Object.fromEntries(
      after.map(([name, usage], index) => [name, round(((usage?.cpuMs ?? NaN) - (before[index] ?? NaN)) / LOOK_MS, 3)]),
    ),
  };
}

/** Customers pay while there is no worker; then a new one starts, knowing nothing. */
async function recover(rig: Rig, open: Journey[], count: number): Promise<Recovery> {
  const waiting = open.length;
  await rig.worker().kill();
  const paid = open.splice(0, count);
  const told: number[] = [];
  const left = [...paid];
  const payNext = async (): Promise<void> => {
    await left.shift()?.pay();
    told.push(performance.now());
  };
  // All at once, the api refuses some, and the rail repeats those minutes later.
  const seconds = paid.length / LINKS_PER_NUMBER;
  const notices = runOpen(LINKS_PER_NUMBER, seconds, payNext);
  await sleep(seconds * 1_000 + SETTLE_MS);
  const startedAt = performance.now();
  await rig.startWorker();
  await notices;
  const [first = NaN] = told;
  const allToldMs = Math.round(performance.now() - startedAt);
  return {
    open: waiting,
    paid: paid.length,
    firstNoticeMs: Math.round(first - startedAt),
    allToldMs,
    perSecond: round((paid.length * 1_000) / allToldMs),
  };
}
