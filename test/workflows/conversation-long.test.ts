import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { goodWorld, message } from '../support/builders';
import { chat } from '../support/chat';
import { eventually } from '../support/live';
import { startDevServer } from '../support/servers';
import { createStage } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const MESSAGES = 1_000;
const DEBTS = 20;

let stage: Stage;
beforeAll(async () => {
  // The time-skipping server forgets the memo and hands signals over out of order when a run goes on as a new one.
  stage = await createStage(goodWorld(Date.now), startDevServer);
});
afterAll(async () => {
  await stage.env.teardown();
});

it('a chat that goes on in a new run loses none of a thousand messages that come twice meanwhile, and nothing that it knows', async () => {
  const unreachable = () => Promise.resolve({ result: 'owe', why: 'RecipientUnreachable' } as const);
  await chat(stage, { sendMessage: unreachable }, async ({ handle, hear, owe, state }) => {
    const first = (await handle.describe()).runId;
    const said = Array.from({ length: MESSAGES }, (_, index) => ({
      ...message(String(index), Date.now()),
      content: { kind: 'silent', type: 'sticker' } as const,
    }));
    for (let debt = 0; debt < DEBTS; debt += 1)
      await owe(`link-${String(debt)}`, 'paid', { why: 'RecipientUnreachable' });
    for (let from = 0; from < MESSAGES; from += 50) {
      const batch = said.slice(from, from + 50);
      await Promise.all([...batch, ...batch].map(hear));
    }

    const { seen, debts } = await eventually(state, (now) => now.inbox.length === 0 && now.seen.length === MESSAGES);
    expect([...seen].sort()).toEqual(said.map(({ messageId }) => messageId).sort());
    expect(debts).toHaveLength(DEBTS);
    const { runId, memo } = await handle.describe();
    expect(runId).not.toBe(first);
    expect(memo).toMatchObject({ debts: DEBTS });
  });
});
