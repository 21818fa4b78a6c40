import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import { MOST_PAYMENTS } from '../../domain/lasting-link';
import type { FinalStatus } from '../../domain/payment';
import * as contract from '../../workflows/payment-link.contract';
import { goodWorld, line, LINK_ID, ORIGIN, paymentInput, report } from '../support/builders';
import { eventually } from '../support/live';
import { endWithPeople, seeToMoney } from '../support/operators';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const HOUR = 3_600_000;
const PAGE = `https://pay.test/p/${LINK_ID}`;

let stage: Stage;
let now = 0;
/** The server's clock, read before every activity that tells times. */
const tick = async () => {
  now = await stage.env.currentTimeMs();
};
const world = goodWorld(() => now);
/** Never knows more than what callbacks say, for two days after a payment's time. */
const silent: Activities['watchPayment'] = async ({ issued, timings }) => {
  await tick();
  if (now - Date.parse(issued.expiresAt) >= timings.linger) return undefined;
  throw ApplicationFailure.create({
    message: 'no news',
    type: 'NotFinalYet',
    category: 'BENIGN',
    nextRetryDelay: timings.lingerPoll,
  });
};

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** A link of a line whose links live for six hours, from its command on. */
async function link<T>(changes: Partial<Activities>, play: (handle: Handle) => Promise<T>): Promise<T> {
  await tick();
  const issue: Pick<Activities, 'reissuePayment' | 'watchPayment'> = {
    reissuePayment: async (request) => {
      await tick();
      return world.reissuePayment(request);
    },
    watchPayment: silent,
  };
  return stage.perform({ ...issue, ...changes }, async (taskQueue) => {
    const handle = await startPayment(
      stage,
      taskQueue,
      paymentInput('pay 100 "Cafea"', now, { line: { ...line, linkValidityMs: 6 * HOUR } }),
    );
    await until(handle, ({ state }) => state === 'AwaitingPayment');
    return play(handle);
  });
}

async function until(handle: Handle, fact: (status: contract.PaymentLinkStatus) => boolean): Promise<void> {
  while (!fact(await handle.query(contract.status))) await new Promise((resolve) => setImmediate(resolve));
}

const says = (handle: Handle, status: FinalStatus, paymentId = 'payment-1') =>
  handle.signal(contract.railReported, { origin: ORIGIN, report: report(status, { paymentId }) });
/** A payment's time is over, and the workflow knows: a signal that was sent may yet be overtaken by an update. */
async function expires(handle: Handle, paymentId = 'payment-1'): Promise<void> {
  await says(handle, 'EXPIRED', paymentId);
  await until(
    handle,
    ({ link: facts, issued }) => issued.at(-1)?.paymentId !== paymentId || facts?.newest?.word === 'EXPIRED',
  );
}
const open = (handle: Handle) => handle.executeUpdate(contract.openForPayment);
const acceptedUpdates =
  (count: number) =>
  ({ events }: Awaited<ReturnType<Handle['fetchHistory']>>): boolean =>
    (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length === count;
const issuedOf = (result: contract.PaymentLinkResult) => result.issued.map(({ paymentId }) => paymentId);

describe('a link that outlives its payment', () => {
  it('is sent with an address of its own, to be previewed, and its own time', async () => {
    await link({}, async (handle) => {
      await until(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      const { link: facts } = await handle.query(contract.status);
      expect(wordsOf(stage)).toMatchObject([{ say: 'link', url: PAGE, preview: true, validUntil: facts?.validUntil }]);
      expect(Date.parse(facts?.validUntil ?? '') - Date.parse(facts?.newest?.expiresAt ?? '')).toBe(6 * HOUR - 300_000);
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
    const result = await link({ recordPayment }, async (handle) => {
      // What a payment came to may overtake its CREATED, and then is all that the portal hears of it.
      await eventually(() => recorded, includes('payment-1 CREATED'));
      await expires(handle);
      const opened = await open(handle);
      await eventually(() => recorded, includes('payment-2 CREATED'));
      expect(opened.link).toMatchObject({ payments: 2, newest: { checkoutPage: `${ORIGIN}/checkout/payment-2` } });
      await says(handle, 'SUCCESS', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
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
    const result = await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'EXPIRED', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['expired']);
    expect(result).toMatchObject({ state: 'Expired' });
    expect(Date.parse(result.notice?.at ?? '') - Date.parse(result.issued[0]?.issuedAt ?? '')).toBeGreaterThanOrEqual(
      6 * HOUR,
    );
  });

  it.each([
    ['FAILED', 'failed'],
    ['DECLINED', 'declined'],
  ] as const)('is over at once when a payment of it is %s', async (status, outcome) => {
    await link({}, async (handle) => {
      await says(handle, status);
      await until(handle, ({ notification }) => notification === 'Sent');
      await expect(open(handle)).rejects.toThrow();
      expect(outcomesOf(stage)).toEqual([outcome]);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes one payment for two who tap at once', async () => {
    let bothTapped: () => void = () => undefined;
    const tapped = new Promise<void>((resolve) => (bothTapped = resolve));
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await tapped;
      await tick();
      return world.reissuePayment(request);
    };
    const result = await link({ reissuePayment }, async (handle) => {
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
    await link({}, async (handle) => {
      await expect(open(handle)).rejects.toThrow();
      await stage.env.sleep('5 minutes');
      const opened = await open(handle);
      expect(opened.link).toMatchObject({ payments: 1 });
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('asks the rail about one whose time is over, and makes the next when the rail calls it over', async () => {
    await link({ checkPayment: () => Promise.resolve(report('EXPIRED')) }, async (handle) => {
      await stage.env.sleep('5 minutes');
      expect((await open(handle)).link).toMatchObject({ payments: 2 });
      await says(handle, 'SUCCESS', 'payment-2');
      await handle.result();
    });
  });

  it('asks the rail when a customer comes back, and then believes the rail', async () => {
    const result = await link({ checkPayment: () => Promise.resolve(report('SUCCESS')) }, async (handle) => {
      await handle.executeUpdate(contract.returned);
      return handle.result();
    });
    expect(result.state).toBe('Paid');
  });

  it('stays shown as unanswered while an earlier payment’s callback comes again', async () => {
    await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await stage.env.sleep('25 minutes');
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
    await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await stage.env.sleep('25 minutes');
      await until(handle, ({ stuck }) => stuck?.reason === 'CallbackMissing');
      await says(handle, 'SUCCESS');
      await until(handle, ({ state }) => state === 'Paid');
      expect((await handle.query(contract.status)).stuck).toMatchObject({ reason: 'CallbackMissing' });
      await says(handle, 'EXPIRED', 'payment-2');
      await handle.result();
      expect((await handle.query(contract.status)).stuck).toBeUndefined();
    });
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'paid']);
  });

  it('is not paid because a customer comes back', async () => {
    await link({}, async (handle) => {
      const { link: facts } = await handle.executeUpdate(contract.returned);
      expect(facts.outcome).toBeUndefined();
      await expect(handle.executeUpdate(contract.returned)).rejects.toThrow();
      await says(handle, 'SUCCESS');
      await handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('makes no payment for a seller who was blocked meanwhile', async () => {
    await link({ reissuePayment: () => Promise.resolve({ refused: 'blocked' }) }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'blocked', link: { payments: 1 } });
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes none beside one that the rail may have made, until that is over for certain', async () => {
    let attempts = 0;
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await tick();
      attempts += 1;
      return attempts === 1 ? { unknown: true } : world.reissuePayment(request);
    };
    await link({ reissuePayment }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable' });
      await expect(open(handle)).rejects.toThrow();
      await stage.env.sleep('7 minutes');
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
    await link({ reissuePayment }, async (handle) => {
      await expires(handle);
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable', link: { payments: 1 } });
      await expect(open(handle)).rejects.toThrow();
      expect(attempts).toBe(1);
      await stage.env.sleep('6 seconds');
      expect(await open(handle)).toMatchObject({ notOpened: 'unavailable' });
      expect(attempts).toBe(2);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('makes a limited number of payments', async () => {
    const result = await link({}, async (handle) => {
      for (let nth = 1; nth < MOST_PAYMENTS; nth += 1) {
        await expires(handle, `payment-${String(nth)}`);
        await open(handle);
      }
      await expires(handle, `payment-${String(MOST_PAYMENTS)}`);
      await expect(open(handle)).rejects.toThrow();
      return handle.result();
    });
    expect(result.issued).toHaveLength(MOST_PAYMENTS);
    expect(outcomesOf(stage)).toEqual(['expired']);
  });

  it('paid twice wants people, and is told as such', async () => {
    const result = await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'SUCCESS');
      await until(handle, ({ notification }) => notification === 'Sent');
      await says(handle, 'SUCCESS', 'payment-2');
      await until(handle, ({ state }) => state === 'NeedsReview');
      return endWithPeople(handle, stage.env);
    });
    expect(outcomesOf(stage)).toEqual(['paid', 'paidTwice']);
    expect(result).toMatchObject({ state: 'Paid', settlement: { review: { doubt: 'paidTwice' } } });
  });

  it('paid a third time after people have seen to the second wants them again, and is told as such again', async () => {
    const result = await link({}, async (handle) => {
      for (const paymentId of ['payment-1', 'payment-2']) {
        await expires(handle, paymentId);
        await open(handle);
      }
      await says(handle, 'SUCCESS');
      await until(handle, ({ notification }) => notification === 'Sent');
      await says(handle, 'SUCCESS', 'payment-2');
      await until(handle, ({ stuck }) => stuck?.reason === 'PaidTwice');
      await seeToMoney(handle);
      await says(handle, 'SUCCESS', 'payment-2');
      await says(handle, 'SUCCESS', 'payment-3');
      await until(handle, ({ stuck }) => stuck?.reason === 'PaidTwice');
      expect(await handle.query(contract.status)).toMatchObject({
        state: 'NeedsReview',
        review: { evidence: { paymentId: 'payment-3' } },
      });
      await eventually(
        () => outcomesOf(stage),
        ({ length }) => length === 3,
      );
      await seeToMoney(handle);
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paid', 'paidTwice', 'paidTwice']);
    expect(result).toMatchObject({ state: 'Paid', settlement: { review: { evidence: { paymentId: 'payment-3' } } } });
  });

  it('paid late by its first payment waits for what becomes of the second', async () => {
    const result = await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'SUCCESS');
      await until(handle, ({ notification }) => notification === 'Sent');
      await says(handle, 'EXPIRED', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paid']);
    expect(result).toMatchObject({ state: 'Paid' });
  });

  it('taken back by the seller makes no payment, and one made all the same is told', async () => {
    const result = await link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await expect(handle.executeUpdate(contract.cancel)).resolves.toBe('cancelled');
      await expect(open(handle)).rejects.toThrow();
      expect((await handle.query(contract.page))?.link).toMatchObject({ cancelled: true });
      await says(handle, 'SUCCESS', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual(['paidAfterAll']);
    expect(result.state).toBe('Paid');
  });

  it('taken back between two payments ends when nobody can pay any more', async () => {
    const result = await link({}, async (handle) => {
      await expires(handle);
      await handle.executeUpdate(contract.cancel);
      return handle.result();
    });
    expect(outcomesOf(stage)).toEqual([]);
    expect(result.state).toBe('Cancelled');
  });
});

describe('a link of a line that lets none outlive its payment', () => {
  it('has no page, and can’t be opened', async () => {
    await tick();
    await stage.perform({}, async (taskQueue) => {
      const handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now));
      await until(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      expect(await handle.query(contract.page)).toBeUndefined();
      await expect(open(handle)).rejects.toThrow();
      expect(wordsOf(stage)).toMatchObject([{ say: 'link', url: `${ORIGIN}/checkout/payment-1` }]);
      await says(handle, 'SUCCESS');
      await handle.result();
    });
  });
});
