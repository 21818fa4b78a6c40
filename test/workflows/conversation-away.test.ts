import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { goodWorld, seller } from '../support/builders';
import { chat, MINUTE, SECOND, stuckOf, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { startDevServer } from '../support/servers';
import { createStage, outcomesOf, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  // The time-skipping server may miss the end of an activity's time while the machine is busy, and then waits for ever.
  stage = await createStage(goodWorld(Date.now), startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

const says = () => wordsOf(stage).map(({ say }) => say);
/** Seconds in place of minutes. */
const timings = { ...DEFAULT_TIMINGS, stuckAfter: 500 };

/** A cap-svc that does not answer until it is back. */
function outage() {
  const now = { back: false };
  const resolveSeller: Activities['resolveSeller'] = () =>
    now.back
      ? Promise.resolve({ known: true, seller })
      : Promise.reject(ApplicationFailure.retryable('away', 'CapSvcUnavailable'));
  return { now, resolveSeller };
}

describe('cap-svc away for hours, in a chat that has resolved nobody today', () => {
  it('is told once, and each command that grows too old is let go, to ask its seller', async () => {
    await chat(
      stage,
      outage(),
      async ({ ask, signals }) => {
        await ask('a', 4 * SECOND);
        await ask('b', 6 * SECOND);
        await eventually(signals, (all) => all.length === 2);
        await ask('c', 4 * SECOND);
        const answered = await eventually(signals, (all) => all.length === 3);
        expect(answered.map(({ to, argument }) => [to, argument])).toEqual(
          ['a', 'b', 'c'].map((link) => [`payment-link/${link}`, { known: false, away: true }]),
        );
      },
      { timings },
    );
    expect(says()).toEqual(['delayed']);
  });

  it('is told once an hour at most, however many commands wait', async () => {
    await chat(
      stage,
      outage(),
      async ({ ask, signals }) => {
        for (let one = 0; one < 20; one += 1) await ask(`link-${String(one)}`, 4 * SECOND);
        await eventually(signals, (all) => all.length === 20);
      },
      { timings },
    );
    expect(says()).toEqual(['delayed']);
  });

  it('keeps no news of payments waiting', async () => {
    await chat(
      stage,
      outage(),
      async ({ write, owe, state }) => {
        await write('hello');
        await untilSaid(stage, 1);
        await owe('a', 'paid');
        await untilSaid(stage, 2);
        await eventually(state, ({ debts }) => debts.length === 0);
      },
      { timings },
    );
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('lets nobody wait who could be answered: a command goes on when it is back', async () => {
    const world = outage();
    await chat(
      stage,
      world,
      async ({ write, ask, signals }) => {
        await write('hello');
        await untilSaid(stage, 1);
        await ask('a', 10 * MINUTE);
        world.now.back = true;
        await untilSaid(stage, 2);
        const answered = await eventually(signals, (all) => all.length === 1);
        expect(answered).toMatchObject([{ to: 'payment-link/a', argument: { known: true } }]);
      },
      { timings },
    );
    expect(says()).toEqual(['delayed', 'greeting']);
  });

  it('is shown with its reason and since when, until it is back', async () => {
    const world = outage();
    await chat(
      stage,
      world,
      async (opened) => {
        await opened.write('hello');
        await untilSaid(stage, 1);
        const shown = await eventually(
          () => stuckOf(opened),
          ({ reason }) => reason !== undefined,
        );
        expect(shown).toMatchObject({ reason: 'CapSvcUnavailable', since: expect.any(Date) });
        world.now.back = true;
        await eventually(
          () => stuckOf(opened),
          ({ reason }) => reason === undefined,
        );
      },
      { timings },
    );
    expect(says()).toEqual(['delayed', 'greeting']);
  });
});
