import { CompleteAsyncError } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { goodWorld } from '../support/builders';
import { chat, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { startDevServer } from '../support/servers';
import { createStage, outcomesOf, sent } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  // The time-skipping server tries again what a real one ends.
  stage = await createStage(goodWorld(Date.now), startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

const timings = { ...DEFAULT_TIMINGS, linkAnswer: 1_000 };

describe('a debt that met silence', () => {
  it('and was told once more is shown as possibly twice', async () => {
    let silences = 1;
    const sendMessage: Activities['sendMessage'] = ({ say }) => {
      if (say.say === 'notice' && (silences -= 1) >= 0) throw new CompleteAsyncError();
      return Promise.resolve(sent);
    };
    const play = chat(
      stage,
      { sendMessage },
      async ({ owe, write, signals }) => {
        await write('/help');
        await untilSaid(stage, 1);
        await owe('a', 'paid');
        const told = await eventually(signals, (all) => all.some(({ signal }) => signal === 'told'));
        return told.filter(({ signal }) => signal === 'told');
      },
      { timings },
    );
    await expect(play).resolves.toMatchObject([{ argument: { seq: 1, by: 'message', possiblyTwice: true } }]);
    expect(outcomesOf(stage)).toEqual(['paid', 'paid']);
  });
});
