import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paymentLinkWorkflowId } from '../workflows/payment-link.contract';
import { bundleBare, runBare } from './baselines/start';
import type { ClosedLoad, Sustained } from './measure/load';
import { round } from './measure/statistics';
import type { BenchOptions, Part } from './options';
import { fetchHistory, measureBundle } from './parts/bundle';
import { costOf, measureEncryption } from './parts/cost';
import { measureLatency } from './parts/latency';
import { measureLinks, sellLinks, wakeSellers } from './parts/links';
import type { LinksResult } from './parts/links';
import { measureWaiting } from './parts/waiting';
import { measureBareAcks, measureWebhook } from './parts/webhook';
import type { AcksResult } from './parts/webhook';
import { thisMachine } from './results';
import type { Bare, ServerResult } from './results';
import { startRig } from './rig/rig';
import type { Server } from './rig/server';

type Tell = (what: string) => void;
type Growing = { -readonly [K in keyof ServerResult]: ServerResult[K] };

const BASELINES = ['fastPath', 'fastPathShown', 'naive', 'fastPathShown+encrypted'] as const;
const WARM_UP_MS = 3_000;
const WAITING_STEPS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
const KILL_AT = 5_000;

/** All that is wanted of one server, one thing after the other: they would share the machine. */
export async function runServer(server: Server, options: BenchOptions, tell: Tell): Promise<ServerResult> {
  const result: Growing = {};
  const load: ClosedLoad = { atOnce: options.atOnce, warmUpMs: WARM_UP_MS, measureMs: options.seconds * 1_000 };
  const folder = mkdtempSync(join(tmpdir(), 'miapos-bench-'));
  const codePath = await bundleBare(folder);
  try {
    const wanted = async (part: Part, does: () => Promise<void>): Promise<void> => {
      if (!options.parts.includes(part)) return;
      if (await attempt(part, tell, does)) result.taken = { ...result.taken, [part]: thisMachine() };
    };
    await wanted('links', () => runLinks(server, { options, load, codePath, tell }, result));
    if (server.databaseUrl !== undefined) await wanted('dbos', () => runDbos(server, { options, load, tell }, result));
    await wanted('webhook', () => runWebhook(server, { options, load, codePath, tell }, result));
    if (server.kind === 'dev')
      await wanted('waiting', async () => {
        result.waiting = await runWaiting(server, options, tell);
      });
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One part that fails leaves its place empty and the others standing; the run as a whole has failed. */
async function attempt(part: Part, tell: Tell, does: () => Promise<void>): Promise<boolean> {
  try {
    await does();
    return true;
  } catch (error) {
    process.exitCode = 1;
    tell(`${part} FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return false;
  }
}

/** So many that each sells now and then, and none has more than a few links open. */
const sellersFor = ({ atOnce }: BenchOptions): number => 4 * atOnce;

interface How {
  readonly options: BenchOptions;
  readonly load: ClosedLoad;
  readonly tell: Tell;
}

async function runLinks(server: Server, how: How & { readonly codePath: string }, result: Growing): Promise<void> {
  const { options, load, codePath, tell } = how;
  const ours: LinksResult[] = [];
  const naiveJob: LinksResult[] = [];
  const bare: Record<string, Bare[]> = {};
  Object.assign(result, { ours, naiveJob, bare });
  // In turns: a machine that grows slower or faster meanwhile does so for all of them.
  for (let turn = 0; turn < options.rounds; turn += 1) {
    const first = turn === 0;
    ours.push(
      await (first ? runOurs(server, how, result) : measureLinks({ server, sellers: sellersFor(options) }, load)),
    );
    tell(`ours: ${String(ours.at(-1)?.perSecond.median)} links/s`);
    naiveJob.push(await measureLinks({ server, product: 'naive', sellers: sellersFor(options) }, load));
    tell(`the same job, naively: ${String(naiveJob.at(-1)?.perSecond.median)} links/s`);
    for (const name of BASELINES) {
      const [workflow = '', encryption] = name.split('+');
      const order = { role: 'links', address: server.address, codePath, load, rate: 0, workflow } as const;
      const run = perLink(await runBare(server, { ...order, encrypted: encryption !== undefined }));
      (bare[name] ??= []).push(run);
      tell(`${name}: ${String(run.perSecond.median)} links/s`);
    }
  }
}

/** What one link costs, how long it takes alone, how many there can be, and how long it takes at half of that. */
async function runOurs(server: Server, { options, load, tell }: How, result: Growing) {
  const { profileFolder } = options;
  const rig = await startRig({
    server,
    sellers: sellersFor(options),
    ...(profileFolder === undefined ? {} : { profileFolder }),
  });
  try {
    await wakeSellers(rig);
    result.idle = await measureLatency(rig, 1, options.seconds);
    tell(`ours, idle: ${JSON.stringify(result.idle)}`);
    const ours = await sellLinks(rig, load);
    tell(`ours: ${JSON.stringify(ours)}`);
    result.halfLoad = await measureLatency(rig, ours.perSecond.median / 2, options.seconds);
    tell(`ours, half load: ${JSON.stringify(result.halfLoad)}`);
    const linkIds = rig.world.rails.flatMap(({ payments }) =>
      payments
        .list()
        .slice(-20)
        .map(({ orderId }) => orderId),
    );
    const ids = linkIds.map(paymentLinkWorkflowId);
    await Promise.all(ids.map((id) => rig.client.workflow.getHandle(id).result()));
    const histories = await Promise.all(ids.map((id) => fetchHistory(rig.client, id)));
    result.cost = costOf(histories);
    const [id = '', value = ''] = rig.world.env['PAYLOAD_KEYS']?.split(':') ?? [];
    const key = { id, key: Buffer.from(value, 'base64') };
    const [history] = histories;
    if (history !== undefined) {
      result.encryption = await measureEncryption(history, key);
      result.bundle = await measureBundle(history, key);
    }
    const { cost, encryption, bundle } = result;
    tell(`one link: ${JSON.stringify({ cost, encryption, bundle })}`);
    return ours;
  } finally {
    await rig.stop();
  }
}

async function runWebhook(server: Server, how: How & { readonly codePath: string }, result: Growing): Promise<void> {
  const { options, load, codePath, tell } = how;
  const bareAcks: AcksResult[] = [];
  const webhook: AcksResult[] = [];
  Object.assign(result, { bareAcks, webhook });
  for (let turn = 0; turn < options.rounds; turn += 1) {
    bareAcks.push(await measureBareAcks(server, codePath, load));
    tell(`bare signalWithStart: ${JSON.stringify(bareAcks.at(-1))}`);
    webhook.push(await measureWebhook(server, load));
    tell(`webhook: ${JSON.stringify(webhook.at(-1))}`);
  }
}

async function runDbos(server: Server, { options, load, tell }: How, result: Growing): Promise<void> {
  const dbos: LinksResult[] = [];
  const dbosBare: Bare[] = [];
  Object.assign(result, { dbos, dbosBare });
  for (let turn = 0; turn < options.rounds; turn += 1) {
    dbos.push(await measureLinks({ server, product: 'dbos', sellers: sellersFor(options) }, load));
    tell(`DBOS, the same job: ${String(dbos.at(-1)?.perSecond.median)} links/s`);
    const order = { role: 'dbos', address: server.databaseUrl ?? '', codePath: '', load, rate: 0 } as const;
    dbosBare.push(perLink(await runBare(server, order)));
    tell(`DBOS, bare: ${String(dbosBare.at(-1)?.perSecond.median)} links/s`);
  }
}

function runWaiting(server: Server, { waiting, waitingMinutes }: BenchOptions, tell: Tell) {
  const steps = [...WAITING_STEPS.filter((step) => step < waiting), waiting];
  const killAt = Math.min(KILL_AT, waiting);
  return measureWaiting(server, { steps, fillMs: waitingMinutes * 60_000, killAt, payWhileAway: killAt / 5 }, tell);
}

function perLink({ result, cpuMs }: Awaited<ReturnType<typeof runBare>>): Bare {
  const { perSecond, done, all } = result as Sustained & { readonly all: number };
  const each = Object.entries(cpuMs).map(([name, ms]) => [name, round(ms / all)] as const);
  return { perSecond, done, cpuMsPerLink: Object.fromEntries(each) };
}
