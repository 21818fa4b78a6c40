import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import * as fc from 'fast-check';
import * as contract from '../../workflows/payment-link.contract';
import { goodWorld, line, ORIGIN, paymentInput, report } from '../support/builders';
import { endWithPeople } from '../support/operators';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';
import { LastingRail } from './support/lasting-rail';
import type { Fate } from './support/lasting-rail';

const MINUTE = 60_000;

/** Something that happens to a link. `nth` counts back from its newest payment. */
type Happening =
  | { readonly opens: number; readonly fate: Fate }
  | { readonly passes: number }
  | { readonly bank: 'PENDING' | 'SUCCESS' | 'FAILED' }
  | { readonly callback: number }
  | { readonly paidLate: number }
  | { readonly comesBack: true }
  | { readonly cancels: true };

const fate = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Fate>('made') },
  { weight: 3, arbitrary: fc.constantFrom<Fate>('refused', 'answerLost', 'workerDies') },
);
const nth = fc.nat(2);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ opens: fc.integer({ min: 1, max: 3 }), fate }) },
  { weight: 8, arbitrary: fc.record({ passes: fc.constantFrom(4_000, MINUTE, 4 * MINUTE, 6 * MINUTE, 40 * MINUTE) }) },
  { weight: 3, arbitrary: fc.constantFrom({ bank: 'PENDING' }, { bank: 'SUCCESS' }, { bank: 'FAILED' } as const) },
  { weight: 4, arbitrary: fc.record({ callback: nth }) },
  { weight: 1, arbitrary: fc.record({ paidLate: nth }) },
  { weight: 2, arbitrary: fc.constant({ comesBack: true } as const) },
  { weight: 1, arbitrary: fc.constant({ cancels: true } as const) },
);

/** How a link ends and what is told last: with no payment paid, one, or more. */
const ENDS = [
  { last: /^(nothing|unconfirmed|expired|failed)$/, states: ['Expired', 'Failed', 'Cancelled'] },
  { last: /^paid(AfterAll)?$/, states: ['Paid'] },
  { last: /^paidTwice$/, states: ['Paid'] },
] as const;

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(() => stage.env.teardown());

const clock = async () => (now = await stage.env.currentTimeMs());
/** A link that is over, or an update that would change nothing, is nobody's mistake here. */
const tolerantly = async (done: Promise<unknown>): Promise<boolean> => {
  try {
    await done;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) return false;
    throw error;
  }
};

async function happen(handle: Handle, rail: LastingRail, what: Happening): Promise<void> {
  const known = rail.payments.filter((one) => one.known).map(({ paymentId }) => paymentId);
  const tell = async (paymentId: string, status: Awaited<ReturnType<LastingRail['statusOf']>>) =>
    tolerantly(handle.signal(contract.railReported, { origin: ORIGIN, report: report(status, { paymentId }) }));
  if ('opens' in what) {
    rail.fates.splice(0, 1, what.fate);
    await Promise.all(
      Array.from({ length: what.opens }, () => tolerantly(handle.executeUpdate(contract.openForPayment))),
    );
  } else if ('passes' in what) await stage.env.sleep(what.passes);
  else if ('bank' in what) await rail.move(known.at(-1) ?? '', what.bank);
  else if ('comesBack' in what) await tolerantly(handle.executeUpdate(contract.returned));
  else if ('cancels' in what) await tolerantly(handle.executeUpdate(contract.cancel));
  else if ('callback' in what) {
    const paymentId = known.at(-1 - what.callback);
    if (paymentId !== undefined) await tell(paymentId, await rail.statusOf(paymentId));
  } else {
    const paymentId = known.at(-1 - what.paidLate);
    if (paymentId !== undefined && (await tell(paymentId, 'SUCCESS'))) rail.payLate(paymentId);
  }
}

describe('whatever happens to a link that outlives its payments', () => {
  it('never can two of them be paid at once, and all money is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 24 }), async (story) => {
        await clock();
        const rail = new LastingRail(clock);
        const play = async (taskQueue: string) => {
          const handle = await startPayment(
            stage,
            taskQueue,
            paymentInput('pay 100', now, { line: { ...line, linkValidityMs: 120 * MINUTE } }),
          );
          await shows(handle, ({ state }) => state === 'AwaitingPayment');
          for (const what of story) await happen(handle, rail, what);
          await rail.finish('SUCCESS');
          return endWithPeople(handle, stage.env);
        };
        // A worker that remembers nothing does every step after what amounts to a kill.
        const result = await stage.perform(rail.activities(), play, { maxCachedWorkflows: 0 });

        expect(rail.overlaps).toEqual([]);
        const told = outcomesOf(stage);
        const onTop = told.filter((outcome) => outcome === 'paidTwice');
        // Money on top is news each time; nothing else is told twice.
        expect(onTop.length).toBeLessThanOrEqual(Math.max(rail.paid() - 1, 0));
        expect(told.length - onTop.length).toBe(new Set(told.filter((outcome) => outcome !== 'paidTwice')).size);
        const { last, states } = ENDS[Math.min(rail.paid(), 2)] ?? ENDS[0];
        expect(told.at(-1) ?? 'nothing').toMatch(last);
        expect(states).toContain(result.state);
      }),
      // A story that never ends is named, with its seed.
      { numRuns: 20, timeout: 300_000 },
    );
  }, 600_000);
});
