import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import { actionsOf } from '../../bench/counting/actions';
import { freePort } from '../../sandbox/ports';
import { freePorts } from '../../sandbox/stack';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventsOf } from '../support/history';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { callsBetween, callsOnceQuiet } from '../support/server-calls';
import type { ServerCalls } from '../support/server-calls';

const ANA = '+37369000001';
const MINUTE = 60_000;

/** On a slow machine a fast step must not take its slow way, nor a poll come in between: the clean path is what is counted. */
const PATIENT = { localAttempt: MINUTE, localRecord: MINUTE, poll: 10 * MINUTE };

/** Encoded bytes of a paid link’s history, encrypted: 13,500 on 2026-11-29, and a twentieth more. */
const LARGEST_HISTORY = 14_200;

interface Paid {
  readonly history: temporal.api.history.v1.IHistory;
  readonly calls: ServerCalls;
  /** Calls that simulators received, by name. */
  readonly graph: Readonly<Record<string, number>>;
  readonly cap: Readonly<Record<string, number>>;
  readonly rail: Readonly<Record<string, number>>;
}

let live: Live;
let paid: Paid;

/**
 * One paid link without incident, in a chat that is awake, of a seller who sold something before: each thing is waited for
 * before the next one happens, so that every count is exact.
 */
beforeAll(async () => {
  const temporalMetrics = await freePort();
  live = await startLive({ ports: { ...(await freePorts()), temporalMetrics }, timings: PATIENT });
  live.write(ANA, 'pay 10 "First"');
  await payTheNewest(1);

  const { meta, capSvc, rails } = live.stack.world;
  const cursors = [meta, capSvc, ...rails].map(({ journal }) => journal.last);
  const before = await callsOnceQuiet(temporalMetrics);
  live.write(ANA, 'pay 100 "Budget" #cafea');
  const linkId = await payTheNewest(2);
  const calls = callsBetween(before, await callsOnceQuiet(temporalMetrics));
  const received = [meta, capSvc, ...rails].map(({ journal }, index) =>
    countOf(journal.since(cursors[index]).flatMap((one) => (one.direction === 'received' ? [one.operation] : []))),
  );
  const [graph = {}, cap = {}, rail = {}] = received;
  const history = await live.client.workflow.getHandle(paymentLinkWorkflowId(linkId)).fetchHistory();
  paid = { history, calls, graph, cap, rail };
}, 3 * MINUTE);
afterAll(async () => {
  await live.stop();
});

/** @param count of links the seller has by then */
async function payTheNewest(count: number): Promise<string> {
  const [newest] = await eventually(
    () => live.payments().slice(count - 1),
    (made) => made.length === 1,
    MINUTE,
  );
  const linkId = newest?.orderId ?? '';
  await eventually(
    () => eventsOf(live.client, paymentLinkWorkflowId(linkId)),
    (events) => events.includes('EVENT_TYPE_TIMER_STARTED'),
    MINUTE,
  );
  await fetch(`${newest?.checkoutPage ?? ''}/pay`, { method: 'POST', redirect: 'manual' });
  await live.client.workflow.getHandle(paymentLinkWorkflowId(linkId)).result();
  await eventually(
    () => live.heard(ANA).filter(({ statuses }) => statuses.some(({ status }) => status === 'read')),
    (read) => read.length === 2 * count,
    MINUTE,
  );
  return linkId;
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Figures change only on purpose: a change here changes docs/performance.md. */
describe('one paid link without incident costs', () => {
  it('29 history events, of 30 that it may', () => {
    expect(paid.history.events).toHaveLength(29);
  });

  it('10 Temporal Cloud Actions, which is all that it may', () => {
    expect(actionsOf(paid.history)).toEqual({
      total: 10,
      byKind: { start: 1, signal: 1, activity: 2, timer: 1, upsert: 2, markers: 3 },
    });
  });

  it('no more bytes of history than it did', () => {
    const bytes = temporal.api.history.v1.History.encode(paid.history).finish().length;
    expect(bytes).toBeLessThan(LARGEST_HISTORY);
  });

  it('so many calls of the Temporal server', () => {
    const { DescribeWorkflowExecution: reads = 0, GetWorkflowExecutionHistory: ours, ...writes } = paid.calls;
    expect(ours).toBeGreaterThan(0);
    expect(writes).toEqual({
      StartWorkflowExecution: 1,
      RespondWorkflowTaskCompleted: 4,
      RespondActivityTaskCompleted: 2,
      SignalWorkflowExecution: 1,
    });
    // The conversation twice; line and closures once in five seconds each, shared by all payments. The first status of each of
    // the two messages asks whether its send still waits for an answer.
    expect(reads).toBeLessThanOrEqual(7);
  });

  it('three calls of the Graph API: the read receipt, the link and the notice', () => {
    expect(paid.graph).toEqual({ markRead: 1, sendMessage: 2 });
  });

  it('three calls of cap-svc and one of the rail: its token and its public key are at hand', () => {
    expect(paid.cap).toEqual({ resolveSeller: 1, recordPayment: 2 });
    expect(paid.rail).toEqual({ pay: 1, checkout: 1 });
  });
});
