import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../../activities';
import type { Activities } from '../../../activities';
import type { Deps } from '../../../activities/deps';
import type { WhatsAppChannel } from '../../../channels/whatsapp/client';
import { createWhatsAppChannel } from '../../../channels/whatsapp/client';
import { readEnv } from '../../../config/env';
import type { Env } from '../../../config/env';
import { readLines } from '../../../config/lines';
import type { Line } from '../../../domain/line';
import type { CapSvcSim } from '../../../sandbox/cap-svc/cap-svc-sim';
import type { MetaSim } from '../../../sandbox/meta/meta-sim';
import type { RailSim } from '../../../sandbox/rail/rail-sim';
import { startWorld } from '../../../sandbox/world';
import { composeDeps } from '../../../workers/compose';
import type { ConversationMemo } from '../../../workflows/conversation.contract';
import { attributes } from '../../../workflows/search-attributes';
import { FakeTemporal } from './fake-temporal';

export const LINK_ID = 'abcdefghijklmnopqrstuvwx23';
export const PAYMENT = `payment-link/${LINK_ID}`;

/** Activities as the worker composes them, in front of simulators over real HTTP; only Temporal is played. */
export interface ActivityStage {
  readonly temporal: FakeTemporal;
  readonly meta: MetaSim;
  readonly cap: CapSvcSim;
  /** Of the first bank, and of the second. */
  readonly rails: readonly [RailSim, RailSim];
  readonly railUrls: readonly string[];
  readonly env: Env;
  readonly line: Line;
  readonly deps: Deps;
  /** New ones, that remember nothing; `changes` stand in for what the worker composes. */
  activities(changes?: Partial<Deps>): Activities;
  /** A channel that waits for an answer no longer than this, at another address where one is given. */
  channel(timeoutMs: number, graphUrl?: string): WhatsAppChannel;
  /** Forgets all that was told and went wrong. */
  clear(): void;
  close(): Promise<void>;
}

export async function startActivityStage(): Promise<ActivityStage> {
  const world = await startWorld({
    ports: { api: 0, worker: 0, meta: 0, capSvc: 0, rail: 0 },
    temporal: { address: 'localhost:1', uiUrl: 'http://localhost:8233' },
    meta: { webhookUrl: null, pairRate: null },
  });
  const [first, second] = world.rails;
  if (first === undefined || second === undefined) throw new Error('The sandbox has two banks');
  const env = readEnv(world.env, 'worker', () => 'test');
  const lines = readLines(env.linesFile);
  const [line] = lines;
  if (line === undefined) throw new Error('The sandbox has a line');
  const temporal = new FakeTemporal();
  const deps = composeDeps(env, temporal.client, lines);
  const { meta, capSvc: cap, rails } = world;
  return {
    temporal,
    meta,
    cap,
    rails: [first, second],
    railUrls: world.urls.rails,
    env,
    line,
    deps,
    // A new broker for each: a token that an earlier test was given must not help a later one.
    activities: (changes = {}) => createActivities({ ...composeDeps(env, temporal.client, lines), ...changes }),
    channel: (timeoutMs, graphUrl = env.whatsapp.graphUrl) =>
      createWhatsAppChannel({ ...env.whatsapp, graphUrl, appSecrets: env.meta.appSecrets, timeoutMs }),
    clear: () => {
      temporal.clear();
      for (const sim of [meta, cap, ...rails]) {
        sim.faults.clear();
        sim.journal.clear();
      }
    },
    close: () => world.close(),
  };
}

/** Runs an activity as a worker would, as this activity of this run at this attempt. */
export function act<A, R>(activity: (argument: A) => Promise<R>, argument: A, info: Partial<Info> = {}): Promise<R> {
  const environment = new MockActivityEnvironment(
    { workflowExecution: { workflowId: PAYMENT, runId: 'run-1' }, activityId: 'link', ...info },
    { logger: new DefaultLogger('ERROR', () => undefined) },
  );
  return environment.run(activity, argument);
}

/** What an activity fails with. */
export async function failureOf(done: Promise<unknown>): Promise<unknown> {
  const settled = await done.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ('error' in settled) return settled.error;
  throw new Error(`It did not fail, it answered ${JSON.stringify(settled.result)}`);
}

/** A run of a conversation that shows this of itself. */
export const conversationOf = ({ lastInboundAt, ...memo }: Partial<ConversationMemo> & { lastInboundAt?: Date }) => ({
  memo: { windowSaidClosed: false, debts: 0, ...memo },
  ...(lastInboundAt === undefined ? {} : { attributes: [{ key: attributes.lastInboundAt, value: lastInboundAt }] }),
});
