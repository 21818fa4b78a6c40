import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { MOST_PAYMENTS } from '../../domain/lasting-link';
import * as contract from '../../workflows/payment-link.contract';
import { LINK_ID, ORIGIN, paymentInput, report } from '../support/builders';
import { eventually } from '../support/live';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { outcomesOf, wordsOf } from '../support/workflow-stage';
import { createLastingLinks, expires, open, says, until, VALID_MS } from './support/lasting-link';
import type { LastingLinks } from './support/lasting-link';

const PAGE = `https://pay.test/p/${LINK_ID}`;

let links: LastingLinks;
beforeAll(async () => {
  links = await createLastingLinks();
});
afterAll(() => links.stage.env.teardown());

const acceptedUpdates =
  (count: number) =>
  ({ events }: Awaited<ReturnType<Handle['fetchHistory']>>): boolean =>
    (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length === count;
const issuedOf = (result: contract.PaymentLinkResult) => result.issued.map(({ paymentId }) => paymentId);

describe('a link that outlives its payment', () => {
  it('is sent with an address of its own, to be previewed, and its own time', async () => {
    await links.link({}, async (handle) => {
      await until(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      const { link: facts } = await handle.query(contract.status);
      expect(wordsOf(links.stage)).toMatchObject([
        { say: 'link', url: PAGE, preview: true, validUntil: facts?.validUntil },
      ]);
      expect(Date.parse(facts?.validUntil ?? '') - Date.parse(facts?.newest?.expiresAt ?? '')).toBe(VALID_MS - 300_000);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('does not tell that a payment expired, makes the next one when it is opened, and tells that this is paid', async () => {
    const recorded: string[] = [];
    const includes = (what: string) => (known: readonly string[]) => known.includes(what);
    const recordPayment: Activities['recordPayment'] = ({ paymentId, record }) => {
      recorded.push(`${paymentId} ${record.status}`);
      return Promise.resolve('recorded');
    };
    const result = await links.link({ recordPayment }, async (handle) => {
      // What a payment came to may overtake its CREATED, and then is all that the portal hears of it.
      await eventually(() => recorded, includes('payment-1 CREATED'));
      await expires(handle);
      const opened = await open(handle);
      await eventually(() => recorded, includes('payment-2 CREATED'));
      expect(opened.link).toMatchObject({ payments: 2, newest: { checkoutPage: `${ORIGIN}/checkout/payment-2` } });
      await says(handle, 'SUCCESS', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['paid']);
    expect(result).toMatchObject({ state: 'Paid', notification: 'Sent' });
    // Recording may run twice: a local attempt that a busy machine did not end in time is repeated.
    expect([...new Set(recorded)]).toEqual([
      'payment-1 CREATED',
      'payment-1 EXPIRED',
      'payment-2 CREATED',
      'payment-2 SUCCESS',
    ]);
  });

  it('tells its own end once, when its time is over', async () => {
    const result = await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'EXPIRED', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['expired']);
    expect(result).toMatchObject({ state: 'Expired' });
    expect(Date.parse(result.notice?.at ?? '') - Date.parse(result.issued[0]?.issuedAt ?? '')).toBeGreaterThanOrEqual(
      VALID_MS,
    );
  });

  it.each([
    ['FAILED', 'failed'],
    ['DECLINED', 'declined'],
  ] as const)('is over at once when a payment of it is %s', async (status, outcome) => {
    await links.link({}, async (handle) => {
      await says(handle, status);
      await until(handle, ({ notification }) => notification === 'Sent');
      await expect(open(handle)).rejects.toThrow();
      expect(outcomesOf(links.stage)).toEqual([outcome]);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes one payment for two who tap at once', async () => {
    let bothTapped: () => void = () => undefined;
    const tapped = new Promise<void>((resolve) => (bothTapped = resolve));
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await tapped;
      await links.tick();
      return links.world.reissuePayment(request);
    };
    const result = await links.link({ reissuePayment }, async (handle) => {
      await expires(handle);
      const taps = Promise.all([open(handle), open(handle)]);
      await eventually(() => handle.fetchHistory(), acceptedUpdates(2));
      bothTapped();
      const [one, other] = await taps;
      expect(one.link.newest).toEqual(other.link.newest);
      await says(handle, 'SUCCESS', 'payment-2');
      return handle.result();
    });
    expect(issuedOf(result)).toEqual(['payment-1', 'payment-2']);
  });

  it('makes none while the last may still be paid', async () => {
    await links.link({}, async (handle) => {
      await expect(open(handle)).rejects.toThrow();
      await links.stage.env.sleep('5 minutes');
      const opened = await open(handle);
      expect(opened.link).toMatchObject({ payments: 1 });
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('asks the rail about one whose time is over, and makes the next when the rail calls it over', async () => {
    await links.link({ checkPayment: () => Promise.resolve(report('EXPIRED')) }, async (handle) => {
      await links.stage.env.sleep('5 minutes');
      expect((await open(handle)).link).toMatchObject({ payments: 2 });
      await says(handle, 'SUCCESS', 'payment-2');
      await handle.result();
    });
  });

  it('asks the rail when a customer comes back, and then believes the rail', async () => {
    const result = await links.link({ checkPayment: () => Promise.resolve(report('SUCCESS')) }, async (handle) => {
      await handle.executeUpdate(contract.returned);
      return handle.result();
    });
    expect(result.state).toBe('Paid');
  });

  it('stays shown as unanswered while an earlier payment’s callback comes again', async () => {
    await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await links.stage.env.sleep('25 minutes');
      await until(handle, ({ stuck }) => stuck?.reason === 'CallbackMissing');
      await says(handle, 'EXPIRED');
      await handle.executeUpdate<contract.PaymentLinkStatus, [contract.PollWord]>('pollNow', { args: [{}] });
      expect((await handle.query(contract.status)).stuck).toMatchObject({ reason: 'CallbackMissing' });
      await says(handle, 'EXPIRED', 'payment-2');
      await until(handle, ({ stuck }) => stuck === undefined);
      await says(handle, 'SUCCESS', 'payment-2');
      await handle.result();
    });
  });

  it('stays shown as unanswered while an earlier payment’s money comes late', async () => {
    await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await links.stage.env.sleep('25 minutes');
      await until(handle, ({ stuck }) => stuck?.reason === 'CallbackMissing');
      await says(handle, 'SUCCESS');
      await until(handle, ({ state }) => state === 'Paid');
      expect((await handle.query(contract.status)).stuck).toMatchObject({ reason: 'CallbackMissing' });
      await says(handle, 'EXPIRED', 'payment-2');
      await handle.result();
      expect((await handle.query(contract.status)).stuck).toBeUndefined();
    });
    expect(outcomesOf(links.stage)).toEqual(['unconfirmed', 'paid']);
  });

  it('is not paid because a customer comes back', async () => {
    await links.link({}, async (handle) => {
      const { link: facts } = await handle.executeUpdate(contract.returned);
      expect(facts.outcome).toBeUndefined();
      await expect(handle.executeUpdate(contract.returned)).rejects.toThrow();
      await says(handle, 'SUCCESS');
      await handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['paid']);
  });

  it('makes no payment for a seller who was blocked meanwhile', async () => {
    await links.link({ reissuePayment: () => Promise.resolve({ refused: 'blocked' }) }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'blocked', link: { payments: 1 } });
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes none beside one that the rail may have made, until that is over for certain', async () => {
    let attempts = 0;
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await links.tick();
      attempts += 1;
      return attempts === 1 ? { unknown: true } : links.world.reissuePayment(request);
    };
    await links.link({ reissuePayment }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable' });
      await expect(open(handle)).rejects.toThrow();
      await links.stage.env.sleep('7 minutes');
      expect((await open(handle)).link).toMatchObject({ payments: 2 });
      await says(handle, 'SUCCESS', 'payment-2');
      await handle.result();
    });
  });

  it('does not ask a bank that is away again at every press', async () => {
    let attempts = 0;
    const reissuePayment: Activities['reissuePayment'] = () => {
      attempts += 1;
      return Promise.resolve({ notMade: true });
    };
    await links.link({ reissuePayment }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable', link: { payments: 1 } });
      await expect(open(handle)).rejects.toThrow();
      expect(attempts).toBe(1);
      await links.stage.env.sleep('6 seconds');
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable' });
      expect(attempts).toBe(2);
      await links.stage.env.sleep('6 seconds');
      await expect(open(handle)).rejects.toThrow();
      await links.stage.env.sleep('6 seconds');
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable' });
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes the next payment when the bank is back, however often customers pressed while it was away', async () => {
    let away = true;
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await links.tick();
      return away ? { notMade: true } : links.world.reissuePayment(request);
    };
    await links.link({ reissuePayment }, async (handle) => {
      await expires(handle);
      for (let press = 1; press <= 60; press += 1) {
        expect(await open(handle)).toMatchObject({ notOpened: 'unavailable', link: { pause: { why: 'unavailable' } } });
        await links.stage.env.sleep(VALID_MS / 1_000);
      }
      away = false;
      const { link: facts } = await open(handle);
      expect(facts).toMatchObject({ payments: 2 });
      expect(facts).not.toHaveProperty('pause');
      await expires(handle, 'payment-2');
      away = true;
      const failed = await open(handle);
      const rest = Date.parse(failed.link.pause?.until ?? '') - (await links.tick());
      expect(rest).toBeLessThanOrEqual(5_000);
      await says(handle, 'SUCCESS', 'payment-2');
      await handle.result();
    });
  });

  it('makes a limited number of payments', async () => {
    const result = await links.link({}, async (handle) => {
      for (let nth = 1; nth < MOST_PAYMENTS; nth += 1) {
        await expires(handle, `payment-${String(nth)}`);
        await open(handle);
      }
      await expires(handle, `payment-${String(MOST_PAYMENTS)}`);
      await expect(open(handle)).rejects.toThrow();
      return handle.result();
    });
    expect(result.issued).toHaveLength(MOST_PAYMENTS);
    expect(outcomesOf(links.stage)).toEqual(['expired']);
  });

  it('taken back by the seller makes no payment, and one made all the same is told', async () => {
    const result = await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await expect(handle.executeUpdate(contract.cancel)).resolves.toBe('cancelled');
      await expect(open(handle)).rejects.toThrow();
      expect((await handle.query(contract.page))?.link).toMatchObject({ cancelled: true });
      await says(handle, 'SUCCESS', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['paidAfterAll']);
    expect(result.state).toBe('Paid');
  });

  it('taken back between two payments ends when nobody can pay any more', async () => {
    const result = await links.link({}, async (handle) => {
      await expires(handle);
      await handle.executeUpdate(contract.cancel);
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual([]);
    expect(result.state).toBe('Cancelled');
  });
});

describe('a link of a line that lets none outlive its payment', () => {
  it('has no page, and can’t be opened', async () => {
    await links.tick();
    await links.stage.perform({}, async (taskQueue) => {
      const handle = await startPayment(links.stage, taskQueue, paymentInput('pay 100', await links.tick()));
      await until(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      expect(await handle.query(contract.page)).toBeUndefined();
      await expect(open(handle)).rejects.toThrow();
      expect(wordsOf(links.stage)).toMatchObject([{ say: 'link', url: `${ORIGIN}/checkout/payment-1` }]);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });
});
