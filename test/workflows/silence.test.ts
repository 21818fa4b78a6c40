import { CompleteAsyncError } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, merchant, paymentInput, seller } from '../support/builders';
import { eventually } from '../support/live';
import { startDevServer } from '../support/servers';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, sent, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
const world = goodWorld(Date.now);
beforeAll(async () => {
  // The time-skipping server tries again what a real one ends.
  stage = await createStage(world, startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

const timings = { ...DEFAULT_TIMINGS, linkAnswer: 500, question: 6_000 };
const twoStalls: Activities['openCommand'] = async (input) => {
  const found = await world.openCommand(input);
  const merchants = [merchant, { ...merchant, merchantId: 'other', name: 'Other' }];
  return found.found === 'seller' ? { ...found, seller: { ...seller, merchants } } : found;
};

/** A command in a world whose channel is silent so often when it is given what is of that kind. */
const command = <T>(
  text: string,
  silent: { readonly say: string; readonly times: number; readonly openCommand?: Activities['openCommand'] },
  play: (handle: Handle) => Promise<T>,
): Promise<T> => {
  let left = silent.times;
  const sendMessage: Activities['sendMessage'] = ({ say }) => {
    if (say.say === silent.say && (left -= 1) >= 0) throw new CompleteAsyncError();
    return Promise.resolve(sent);
  };
  const { openCommand = world.openCommand } = silent;
  return stage.perform({ sendMessage, openCommand }, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput(text, Date.now(), { timings }));
    return play(handle);
  });
};

const timesSaid = (what: string) => wordsOf(stage).filter(({ say }) => say === what).length;

describe('a channel that is silent for longer than two sends', () => {
  it('gets the link again until it answers, for a seller waits for it; meanwhile people are shown why', async () => {
    const result = await command('pay 100', { say: 'link', times: 4 }, async (handle) => {
      await shows(handle, ({ stuck }) => stuck?.reason === 'SendOutcomeUnknown');
      await shows(handle, (now) => now.linkMessageId !== undefined && now.stuck === undefined);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(timesSaid('link')).toBe(5);
    expect(result).toMatchObject({ state: 'Paid', notification: 'PossiblyTwice' });
  });

  it('gets no link more once it was paid: one of those that nobody answered for had arrived', async () => {
    await command('pay 100', { say: 'link', times: 100 }, async (handle) => {
      await eventually(
        () => timesSaid('link'),
        (times) => times === 3,
      );
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('is asked to ask again, too, and a seller who answers is asked no more', async () => {
    await command('pay 100', { say: 'merchants', times: 100, openCommand: twoStalls }, async (handle) => {
      await eventually(
        () => timesSaid('merchants'),
        (times) => times === 3,
      );
      await handle.signal(contract.merchantChosen, { merchantId: 'other', messageId: 'tap-1' });
      await shows(handle, ({ state, stuck }) => state === 'AwaitingPayment' && stuck === undefined);
      const asked = timesSaid('merchants');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
      expect(timesSaid('merchants')).toBe(asked);
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('is asked for the list again while the one before is open still', async () => {
    await command('pay 100', { say: 'merchants', times: 4, openCommand: twoStalls }, async (handle) => {
      await eventually(
        () => timesSaid('merchants'),
        (times) => times === 3,
      );
      await handle.signal(contract.listWanted);
      await shows(handle, ({ stuck }) => stuck === undefined);
      await handle.signal(contract.merchantChosen, { merchantId: 'other', messageId: 'tap-1' });
      await shows(handle, ({ state }) => state === 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
      const { events } = await handle.fetchHistory();
      expect(events?.flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])).toEqual([]);
    });
  });

  it('lets a question end when it would have ended', async () => {
    const brief = { say: 'merchants', times: 100, openCommand: twoStalls };
    const result = await command('pay 100', brief, (handle) => handle.result());
    expect(result).toMatchObject({ state: 'Refused' });
    expect(timesSaid('questionEnded')).toBe(1);
  });
});
