import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as contract from '../../workflows/conversation.contract';
import { goodWorld } from '../support/builders';
import { chat, MINUTE, SECOND } from '../support/chat';
import type { Chat } from '../support/chat';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

const FIRST = '069111111';
const SECOND_PHONE = '069222222';
/** Payments ask for their payers, one after the other. */
async function asking({ handle, now }: Chat, ...linkIds: readonly string[]): Promise<void> {
  const until = new Date((await now()) + 15 * MINUTE).toISOString();
  for (const linkId of linkIds) await handle.signal(contract.questionAsked, { linkId, kind: 'payer', until });
}
/** Which payments were given which phone. */
const handedOn = async ({ signals }: Chat) =>
  (await signals()).map(({ to, argument }) => ({ to, ...(argument as object) }));

describe('a phone that a seller sends', () => {
  it('while one payer is asked for is that one’s, with the time at which it was sent', async () => {
    await chat(stage, {}, async (seller) => {
      await asking(seller, 'a');
      const { sentAt } = await seller.write(FIRST);
      await seller.pass(SECOND);
      expect(await handedOn(seller)).toEqual([{ to: 'payment-link/a', phone: FIRST, sentAt }]);
    });
  });

  it('while two are asked for goes to the newest and is not sure, and the next goes to the other, no surer', async () => {
    await chat(stage, {}, async (seller) => {
      await asking(seller, 'a', 'b');
      await seller.write(FIRST);
      await seller.write(SECOND_PHONE);
      await seller.pass(SECOND);
      expect(await handedOn(seller)).toMatchObject([
        { to: 'payment-link/b', phone: FIRST, unsure: true },
        { to: 'payment-link/a', phone: SECOND_PHONE, unsure: true },
      ]);
      expect((await seller.state()).question).toBeUndefined();
    });
    expect(wordsOf(stage)).toEqual([]);
  });

  it('for the newest, which asked twice, leaves the other one’s question open', async () => {
    await chat(stage, {}, async (seller) => {
      await asking(seller, 'a', 'b', 'b');
      await seller.write('Ion');
      await seller.pass(SECOND);
      await asking(seller, 'b');
      await seller.write(FIRST);
      await seller.write(SECOND_PHONE);
      await seller.pass(SECOND);
      expect((await handedOn(seller)).map(({ to }) => to)).toEqual([
        'payment-link/b',
        'payment-link/b',
        'payment-link/a',
      ]);
    });
  });

  it('after a question’s time is nobody’s answer', async () => {
    await chat(stage, {}, async (seller) => {
      await asking(seller, 'a');
      await seller.pass(10 * MINUTE);
      await asking(seller, 'b');
      await seller.pass(6 * MINUTE);
      await seller.write(FIRST);
      await seller.write(SECOND_PHONE);
      await seller.pass(SECOND);
      expect(await handedOn(seller)).toMatchObject([{ to: 'payment-link/b', phone: FIRST }]);
    });
  });

  it('and that began like a command is handed to whom it was sent, though another has asked since', async () => {
    await chat(stage, {}, async (seller) => {
      await asking(seller, 'a', 'b');
      await seller.handle.signal(contract.payerAnswered, { linkId: 'a', given: { phone: '69 123 456' } });
      await seller.pass(SECOND);
      expect(await handedOn(seller)).toEqual([{ to: 'payment-link/a', phone: '69 123 456', unsure: true }]);
      expect((await seller.state()).question).toMatchObject({ linkId: 'b' });
    });
  });
});
