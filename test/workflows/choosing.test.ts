import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import type { Opening } from '../../activities/open-command';
import { buttonId } from '../../domain/buttons';
import type { Merchant } from '../../domain/seller';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, LINK_ID, merchant, ORIGIN, paymentInput, report, seller } from '../support/builders';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const merchants = (count: number): readonly Merchant[] =>
  Array.from({ length: count }, (_, index) => ({
    ...merchant,
    merchantId: `stall-${String(index + 1)}`,
    name: `Stall ${String(index + 1)}`,
  }));

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);
beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** A command of a seller of so many merchants; what it opens to may be said otherwise. */
async function command<T>(
  play: (handle: Handle) => Promise<T>,
  { count = 2, opening }: { readonly count?: number; readonly opening?: Opening } = {},
): Promise<T> {
  now = await stage.env.currentTimeMs();
  const openCommand: Activities['openCommand'] = async (input) => {
    const found = opening ?? (await world.openCommand(input));
    return found.found === 'seller' ? { ...found, seller: { ...seller, merchants: merchants(count) } } : found;
  };
  return stage.perform({ openCommand }, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now));
    return play(handle);
  });
}

async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise((resolve) => setImmediate(resolve));
}
const lists = () => wordsOf(stage).filter(({ say }) => say === 'merchants');
const said = () => wordsOf(stage).map(({ say }) => say);
const rowsShown = () => lists().map((list) => (list.say === 'merchants' ? list.rows.length : 0));
const shown = (count: number) => until(() => lists().length === count);
const stateIs = (handle: Handle, state: string) =>
  until(async () => (await handle.query(contract.status)).state === state);
const tap = (merchantId: string, messageId: string) => ({ merchantId, messageId });

describe('a merchant list', () => {
  it('says which payment it is for', async () => {
    await command(async (handle) => {
      await shown(1);
      await handle.signal(contract.merchantChosen, tap('stall-1', 'tap-1'));
      await stateIs(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
    });
    expect(lists()).toMatchObject([{ amount: { minor: 10_000, currency: 'MDL' } }]);
  });

  it('of /merchant is shown again for the number of one of its rows, which pays nothing', async () => {
    const opened = await world.openCommand(paymentInput('2', 0));
    if (opened.found !== 'seller') throw new Error('The world knows its seller');
    const result = await command((handle) => handle.result(), { opening: { ...opened, text: '2', shopRow: true } });
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
    expect(lists()).toMatchObject([{ rows: [{ id: buttonId.shop('stall-1') }, { id: buttonId.shop('stall-2') }] }]);
    expect(said()).toEqual(['merchants']);
  });

  it('is named to the conversation while it is open, so that a bare number is not taken for money', async () => {
    await command(async (handle) => {
      await shown(1);
      await handle.signal(contract.merchantChosen, tap('stall-2', 'tap-1'));
      await stateIs(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
    });
    expect(stage.signalled).toMatchObject([
      { signal: 'questionAsked', argument: { linkId: LINK_ID, kind: 'merchant', rows: 2 } },
      { signal: 'merchantRemembered', argument: { merchantId: 'stall-2' } },
    ]);
  });

  it('of more than ten has pages, and is shown again at the page it was at', async () => {
    await command(
      async (handle) => {
        await shown(1);
        await handle.signal(contract.merchantsPaged, { page: 1, messageId: 'tap-1' });
        await shown(2);
        await handle.signal(contract.listWanted);
        await shown(3);
        await handle.signal(contract.merchantChosen, tap('stall-12', 'tap-2'));
        await stateIs(handle, 'AwaitingPayment');
        await handle.signal(contract.railReported, finalReport('SUCCESS'));
        await handle.result();
      },
      { count: 12 },
    );
    expect(rowsShown()[0]).toBe(10);
    expect(rowsShown()[2]).toBe(rowsShown()[1]);
    expect(said()).toEqual(['merchants', 'merchants', 'merchants', 'link', 'notice']);
  });

  it('that is over answers a tap with "send the command again", each tap once', async () => {
    const result = await command(async (handle) => {
      await shown(1);
      await handle.signal(contract.merchantChosen, tap('stall-1', 'tap-1'));
      await stateIs(handle, 'AwaitingPayment');
      // The channel delivers the choice again: nobody tapped.
      await handle.signal(contract.merchantChosen, tap('stall-1', 'tap-1'));
      await handle.signal(contract.merchantChosen, tap('stall-2', 'tap-2'));
      await handle.signal(contract.merchantChosen, tap('stall-2', 'tap-2'));
      await handle.signal(contract.merchantsPaged, { page: 1, messageId: 'tap-3' });
      await until(() => said().filter((word) => word === 'sendAgain').length === 2);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(said().filter((word) => word === 'sendAgain')).toHaveLength(2);
    const quoted = stage.said.flatMap(({ say, replyTo }) => (say.say === 'sendAgain' ? [replyTo] : []));
    expect(quoted.sort()).toEqual(['tap-2', 'tap-3']);
    expect(result).toMatchObject({ order: { merchantId: 'stall-1' }, chosenBy: 'tap-1' });
  });

  it('chooses no merchant that it never offered, and the seller still can', async () => {
    const result = await command(async (handle) => {
      await shown(1);
      await handle.signal(contract.merchantChosen, tap('shop-of-another', 'forged'));
      await until(() => said().includes('sendAgain'));
      await handle.signal(contract.merchantChosen, tap('stall-2', 'tap-1'));
      await stateIs(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(result).toMatchObject({ order: { merchantId: 'stall-2' }, chosenBy: 'tap-1' });
    expect(said()).toEqual(['merchants', 'sendAgain', 'link', 'notice']);
  });

  it('that is tapped when the command is too old makes no payment, and asks with a button', async () => {
    const result = await command(async (handle) => {
      await shown(1);
      await stage.env.sleep('12 minutes');
      await handle.signal(contract.merchantChosen, tap('stall-1', 'late-tap'));
      return handle.result();
    });
    expect(result.issued).toEqual([]);
    expect(wordsOf(stage).at(-1)).toMatchObject({ say: 'confirm', command: 'pay 100' });
  });

  it('that nobody taps for 15 minutes ends with a word, and makes no payment', async () => {
    const result = await command((handle) => handle.result());
    expect(said()).toEqual(['merchants', 'questionEnded']);
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
  });
});

describe('a bare number while a list is open', () => {
  it('shows the list again and pays nothing', async () => {
    const linkId = 'zyxwvutsrqponmlkjihgfedc23';
    const result = await command((handle) => handle.result(), { opening: { found: 'listRow', linkId } });
    expect(result).toMatchObject({ state: 'Forwarded', issued: [] });
    expect(said()).toEqual([]);
  });
});

describe('the merchant that the seller chose', () => {
  const cafe: Merchant = { ...merchant, merchantId: 'cafe', name: 'Cafenea', limits: { min: '50.00', max: '900.00' } };
  const books: Merchant = {
    ...merchant,
    merchantId: 'books',
    name: 'Librarie',
    capabilities: { link: true, rtp: true },
  };
  type Found = Extract<Opening, { found: 'seller' }>;
  type Seen = { readonly [K in keyof Found]?: Found[K] | undefined };

  /** A command of a seller of both, who chose the café today. */
  async function chosen<T>(text: string, play: (handle: Handle) => Promise<T>, seen: Seen = {}): Promise<T> {
    now = await stage.env.currentTimeMs();
    const openCommand: Activities['openCommand'] = async (input) => {
      const found = await world.openCommand(input);
      const choice = { rememberedMerchantId: 'cafe', onlyRemembered: true as const, ...seen };
      return { ...found, ...choice, seller: { ...seller, merchants: [cafe, books] } } as Opening;
    };
    return stage.perform({ openCommand }, async (taskQueue) => {
      const handle = await startPayment(stage, taskQueue, paymentInput(text, now));
      return play(handle);
    });
  }
  const ended = (handle: Handle) => handle.result();

  it('answers a request that only another one could make, with a link instead', async () => {
    const result = await chosen('/rtp 100 069123456', ended);
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
    expect(wordsOf(stage)).toMatchObject([{ say: 'rtpNotPossible', reason: 'notAvailable' }]);
  });

  it('answers an amount that only another one takes, with its own limits', async () => {
    expect(await chosen('pay 10', ended)).toMatchObject({ state: 'Refused', issued: [] });
    expect(wordsOf(stage)).toMatchObject([{ say: 'badCommand', problem: 'BelowMinimum', min: { minor: 5_000 } }]);
  });

  it('is closed for the command where ops closed it, though another one is open', async () => {
    const closed = [{ kind: 'merchant' as const, id: 'cafe' }];
    expect(await chosen('pay 100', ended, { closed })).toMatchObject({ state: 'Refused', issued: [] });
    expect(wordsOf(stage)).toEqual([{ say: 'closed', what: 'merchant' }]);
  });

  it('is what the payment is for, without a question', async () => {
    const result = await chosen('pay 100', async (handle) => {
      await stateIs(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    expect(result.order).toMatchObject({ merchantId: 'cafe' });
    expect(said()).toEqual(['link', 'notice']);
  });

  it('is named with a request to pay, which could be another one’s', async () => {
    const result = await chosen(
      '/rtp 100 069123456',
      async (handle) => {
        await stateIs(handle, 'AwaitingPayment');
        await handle.signal(contract.railReported, finalReport('SUCCESS'));
        return handle.result();
      },
      { rememberedMerchantId: 'books' },
    );
    expect(result.order).toMatchObject({ merchantId: 'books' });
    expect(wordsOf(stage)[0]).toMatchObject({ say: 'rtpSent', merchant: 'Librarie' });
  });

  it('binds nobody once the seller no longer works for it', async () => {
    const result = await chosen(
      'pay 100',
      async (handle) => {
        await shown(1);
        await handle.signal(contract.merchantChosen, tap('books', 'tap-1'));
        await stateIs(handle, 'AwaitingPayment');
        await handle.signal(contract.railReported, finalReport('SUCCESS'));
        return handle.result();
      },
      { rememberedMerchantId: 'gone' },
    );
    expect(result.order).toMatchObject({ merchantId: 'books' });
  });

  it('is only preferred by a run that began when it was', async () => {
    const paid = report('SUCCESS', { amount: { minor: 1_000, currency: 'MDL' } });
    const result = await chosen(
      'pay 10',
      async (handle) => {
        await stateIs(handle, 'AwaitingPayment');
        await handle.signal(contract.railReported, { origin: ORIGIN, report: paid });
        return handle.result();
      },
      { onlyRemembered: undefined },
    );
    expect(result.order).toMatchObject({ merchantId: 'books' });
  });
});
