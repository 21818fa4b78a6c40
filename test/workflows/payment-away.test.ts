import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { StuckReason } from '../../domain/payment';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, paymentInput } from '../support/builders';
import { startDevServer } from '../support/servers';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
const world = goodWorld(Date.now);
beforeAll(async () => {
  // The time-skipping server may miss the end of an activity's time while the machine is busy, and then waits for ever.
  stage = await createStage(world, startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** Seconds in place of minutes. */
const timings = { ...DEFAULT_TIMINGS, localAttempt: 500, stuckAfter: 500 };
const away = (type: StuckReason) => Promise.reject(ApplicationFailure.retryable('away', type));
const says = () => wordsOf(stage).map(({ say }) => say);

const command = <T>(
  changes: Partial<Activities>,
  play: (handle: Handle) => Promise<T>,
  more: Partial<typeof timings> = {},
): Promise<T> =>
  stage.perform(changes, async (taskQueue) => {
    const handle = await startPayment(
      stage,
      taskQueue,
      paymentInput('pay 100', Date.now(), { timings: { ...timings, ...more } }),
    );
    return play(handle);
  });

describe('a command while something that it needs is away', () => {
  it('hears once that it is delayed, though cap-svc and then the rail are away', async () => {
    const now = { capSvc: false, rail: false };
    const changes: Partial<Activities> = {
      openCommand: (input) => (now.capSvc ? world.openCommand(input) : away('CapSvcUnavailable')),
      issuePayment: (request) => (now.rail ? world.issuePayment(request) : away('RailUnavailable')),
    };
    const result = await command(changes, async (handle) => {
      const stuckBy = (reason: StuckReason) => shows(handle, ({ stuck }) => stuck?.reason === reason);
      await stuckBy('CapSvcUnavailable');
      now.capSvc = true;
      await stuckBy('RailUnavailable');
      now.rail = true;
      await shows(handle, ({ state }) => state === 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(says()).toEqual(['delayed', 'link', 'notice']);
    expect(result.state).toBe('Paid');
  });

  it('asks before it issues where the rail stayed away for too long', async () => {
    const noRail = { issuePayment: () => away('RailUnavailable') };
    const result = await command(noRail, (handle) => handle.result(), { commandMaxAge: 8_000 });
    expect(wordsOf(stage)).toMatchObject([{ say: 'delayed' }, { say: 'confirm', reason: 'delayed' }]);
    expect(result.state).toBe('Refused');
  });
});
