import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { buttonId } from '../../domain/buttons';
import type { InboundContent } from '../../domain/inbound';
import type { Say } from '../../domain/say';
import type { Seller } from '../../domain/seller';
import { owed } from '../../workflows/conversation.contract';
import { goodWorld, merchant, message, seller } from '../support/builders';
import { chat, makeDebt, MINUTE, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

const stall = (nth: number) => ({ ...merchant, merchantId: `stall-${String(nth)}`, name: `Stall ${String(nth)}` });
const tap = (id: string): InboundContent => ({ kind: 'tap', id, title: 'x' });
const known = (merchants: Seller['merchants']): Partial<Activities> => ({
  resolveSeller: () => Promise.resolve({ known: true, seller: { ...seller, merchants } }),
});

/** What a seller hears first when they send this. */
async function answerTo(text: string, changes: Partial<Activities> = {}, content?: InboundContent): Promise<Say> {
  await chat(stage, changes, async ({ write }) => {
    await write(text, content === undefined ? {} : { content });
    await untilSaid(stage, 1);
  });
  const [first] = wordsOf(stage);
  if (first === undefined) throw new Error('Nothing was said');
  return first;
}

describe('a seller’s command', () => {
  it('/list answers with what the activity found of this seller', async () => {
    const listLinks: Activities['listLinks'] = ({ sellerId }) => {
      expect(sellerId).toBe(seller.posUserId);
      return Promise.resolve({ say: 'list', count: 0, links: [] });
    };
    expect(await answerTo('/list', { listLinks })).toMatchObject({ say: 'list' });
  });

  it('/list and /today know of money that came after the end of its payment', async () => {
    const asked: unknown[] = [];
    const changes: Partial<Activities> = {
      listLinks: ({ late }) => {
        asked.push(late);
        return Promise.resolve({ say: 'list', count: 0, links: [] });
      },
      dayTotals: ({ late }) => {
        asked.push(late);
        return Promise.resolve({ say: 'today', totals: [] });
      },
    };
    await chat(stage, changes, async ({ owe, write, state }) => {
      await write('/help');
      const { notice } = await owe('a', 'paidAfterAll', { late: true, paidBy: 'first' });
      await eventually(state, ({ debts, lateWords }) => lateWords !== undefined && debts.length === 0);
      await write('/list');
      await write('/today');
      await untilSaid(stage, 4);
      const late = { linkId: 'a', outcome: 'paidAfterAll', at: notice.at };
      expect(asked).toEqual([[late], [late]]);
    });
  });

  it('/today adds up in the zone of the line', async () => {
    const dayTotals: Activities['dayTotals'] = ({ sellerId, line }) => {
      expect([sellerId, line.timeZone]).toEqual([seller.posUserId, 'Europe/Chisinau']);
      return Promise.resolve({ say: 'today', totals: [] });
    };
    expect(await answerTo('/today', { dayTotals })).toMatchObject({ say: 'today' });
  });

  it.each(['cancelWhat', 'cancelTooLate', 'cancelUnknown'] as const)(
    '/cancel says so where nothing can be taken back (%s)',
    async (say) => {
      expect(await answerTo('/cancel', { cancelLink: () => Promise.resolve({ say }) })).toEqual({ say });
    },
  );

  it('/cancel lets go of older news about that link which waits for its turn, and of nothing else', async () => {
    const cancelLink: Activities['cancelLink'] = () =>
      Promise.resolve({ say: 'cancelled', amount: { minor: 10_000, currency: 'MDL' }, linkId: 'a' });
    await chat(stage, { cancelLink }, async ({ write, state, handle, now, pass }) => {
      const notBefore = new Date((await now()) + 10 * MINUTE).toISOString();
      for (const [linkId, outcome] of [
        ['a', 'unconfirmed'],
        ['b', 'unconfirmed'],
      ] as const) {
        await handle.signal(owed, {
          ...makeDebt(linkId, outcome, await now()),
          why: 'Throttled',
          failed: 1,
          notBefore,
        });
      }
      await write('/cancel');
      await untilSaid(stage, 1);
      await eventually(state, ({ debts }) => debts.length === 1);
      await pass(11 * MINUTE);
      await untilSaid(stage, 2);
    });
    expect(wordsOf(stage)).toMatchObject([{ say: 'cancelled' }, { say: 'notice', notice: { linkId: 'b' } }]);
  });

  it('/cancel does not let go of money that came for the link meanwhile', async () => {
    const notBefore = new Date((await stage.env.currentTimeMs()) + 10 * MINUTE).toISOString();
    const cancelLink: Activities['cancelLink'] = () =>
      Promise.resolve({ say: 'cancelled', amount: { minor: 10_000, currency: 'MDL' }, linkId: 'a' });
    await chat(stage, { cancelLink }, async ({ write, handle, now, pass }) => {
      await handle.signal(owed, { ...makeDebt('a', 'paidAfterAll', await now()), why: 'Throttled', notBefore });
      await write('/cancel');
      await untilSaid(stage, 1);
      await pass(11 * MINUTE);
      await untilSaid(stage, 2);
    });
    expect(wordsOf(stage)).toMatchObject([{ say: 'cancelled' }, { notice: { outcome: 'paidAfterAll' } }]);
  });

  it('/merchant of one merchant says which it is', async () => {
    expect(await answerTo('/merchant')).toEqual({ say: 'merchantOnly', merchant: 'Cafea Centru' });
  });

  it('/merchant of several offers them, and the choice is confirmed and kept', async () => {
    await chat(stage, known([stall(1), stall(2)]), async ({ write, state }) => {
      await write('/merchant');
      await untilSaid(stage, 1);
      expect((await state()).question).toMatchObject({ kind: 'shop', rows: 2 });
      await write('Stall 2', { content: tap(buttonId.shop('stall-2')) });
      await untilSaid(stage, 2);
      expect((await state()).merchant).toMatchObject({ merchantId: 'stall-2' });
      expect((await state()).question).toBeUndefined();
    });
    expect(wordsOf(stage)).toMatchObject([{ say: 'merchants' }, { say: 'merchantSet', merchant: 'Stall 2' }]);
  });

  it('/merchant chooses none that is not the seller’s', async () => {
    await chat(stage, known([stall(1), stall(2)]), async ({ write, state }) => {
      await write('Stall 9', { content: tap(buttonId.shop('stall-9')) });
      await untilSaid(stage, 1);
      expect((await state()).merchant).toBeUndefined();
    });
    expect(wordsOf(stage)).toEqual([{ say: 'sendAgain' }]);
  });

  it('is answered ten times a minute, then with one word that it is too much, then not at all', async () => {
    await chat(stage, {}, async ({ hear, pass, now }) => {
      for (let nth = 0; nth < 13; nth += 1)
        await hear({ ...message('/help', await now()), messageId: `wamid.${String(nth)}` });
      await untilSaid(stage, 11);
      await pass(2 * MINUTE);
    });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual([...Array.from({ length: 10 }, () => 'help'), 'tooMany']);
  });
});

describe('a person who is not, or no longer, known', () => {
  it('and hides the phone is asked for it, once an hour', async () => {
    await chat(
      stage,
      {},
      async ({ hear, pass, now }) => {
        for (const text of ['pay 100', 'hello', 'hello?']) {
          const said = message(text, await now());
          await hear({ ...said, sender: { userId: 'MD.1' } });
          await pass(MINUTE);
        }
      },
      { contact: { userId: 'MD.1' } },
    );
    expect(wordsOf(stage)).toEqual([{ say: 'phoneWanted' }]);
  });

  it('because the account behind the number is another hears that the bank has to know', async () => {
    let registered = true;
    const resolveSeller: Activities['resolveSeller'] = () =>
      Promise.resolve(registered ? { known: true, seller } : { known: false });
    await chat(stage, { resolveSeller }, async ({ hear, pass, now }) => {
      await hear({ ...message('/help', await now()), identity: 'one' });
      await untilSaid(stage, 1);
      registered = false;
      await pass(MINUTE);
      await hear({ ...message('/help again', await now()), identity: 'another' });
      await untilSaid(stage, 2);
    });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(['help', 'frozen']);
  });
});
