import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import * as contract from '../../workflows/payment-link.contract';
import { ORIGIN, report } from '../support/builders';
import { eventually } from '../support/live';
import { endWithPeople, seeToMoney } from '../support/operators';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { outcomesOf } from '../support/workflow-stage';
import { createLastingLinks, expires, open, says, until } from './support/lasting-link';
import type { LastingLinks } from './support/lasting-link';

let links: LastingLinks;
beforeAll(async () => {
  links = await createLastingLinks();
});
afterAll(() => links.stage.env.teardown());

describe('the money of a link that outlives its payment', () => {
  it('that came twice wants people, and is told as such', async () => {
    const result = await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'SUCCESS');
      await until(handle, ({ notification }) => notification === 'Sent');
      await says(handle, 'SUCCESS', 'payment-2');
      await until(handle, ({ state }) => state === 'NeedsReview');
      return endWithPeople(handle, links.stage.env);
    });
    expect(outcomesOf(links.stage)).toEqual(['paid', 'paidTwice']);
    expect(result).toMatchObject({ state: 'Paid', settlement: { review: { doubt: 'paidTwice' } } });
  });

  it('that came a third time after people have seen to the second wants them again, and is told as such again', async () => {
    const result = await links.link({}, async (handle) => {
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
        () => outcomesOf(links.stage),
        ({ length }) => length === 3,
      );
      await seeToMoney(handle);
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['paid', 'paidTwice', 'paidTwice']);
    expect(result).toMatchObject({ state: 'Paid', settlement: { review: { evidence: { paymentId: 'payment-3' } } } });
  });

  it('that came a third time before people have seen to the second has them see to both, and tells of both', async () => {
    const result = await links.link({}, async (handle) => {
      for (const paymentId of ['payment-1', 'payment-2']) {
        await expires(handle, paymentId);
        await open(handle);
      }
      for (const paymentId of ['payment-1', 'payment-2', 'payment-3']) await says(handle, 'SUCCESS', paymentId);
      await until(handle, ({ stuck, also }) => stuck?.reason === 'PaidTwice' && also?.length === 1);
      await eventually(
        () => outcomesOf(links.stage).at(-1),
        (outcome) => outcome === 'paidTwice',
      );
      const toldOnce = outcomesOf(links.stage).length;
      await seeToMoney(handle);
      expect(await handle.query(contract.status)).toMatchObject({
        state: 'NeedsReview',
        stuck: { reason: 'PaidTwice' },
        review: { evidence: { paymentId: 'payment-3' } },
      });
      await eventually(
        () => outcomesOf(links.stage),
        ({ length }) => length > toldOnce,
      );
      await seeToMoney(handle);
      return handle.result();
    });
    expect(outcomesOf(links.stage).at(-1)).toBe('paidTwice');
    expect(result).toMatchObject({ state: 'Paid', settlement: { seenTo: [{}, { paymentId: 'payment-3' }] } });
  });

  it('in doubt keeps the link under review while its next payment is made', async () => {
    let run: Handle | undefined;
    const odd = report('SUCCESS', { amount: { minor: 9_900, currency: 'MDL' } });
    const reissuePayment: Activities['reissuePayment'] = async (request) => {
      await links.tick();
      if (run === undefined) throw new Error('A link is opened after it was sent');
      await run.signal(contract.railReported, { origin: ORIGIN, report: odd });
      await until(run, ({ state }) => state === 'NeedsReview');
      return links.world.reissuePayment(request);
    };
    const result = await links.link({ reissuePayment }, async (handle) => {
      run = handle;
      await expires(handle);
      await open(handle);
      expect(await handle.query(contract.status)).toMatchObject({
        state: 'NeedsReview',
        issued: [{}, { paymentId: 'payment-2' }],
      });
      await seeToMoney(handle);
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Paid', settlement: { evidence: odd } });
  });

  it('that came late for its first payment waits for what becomes of the second', async () => {
    const result = await links.link({}, async (handle) => {
      await expires(handle);
      await open(handle);
      await says(handle, 'SUCCESS');
      await until(handle, ({ notification }) => notification === 'Sent');
      await says(handle, 'EXPIRED', 'payment-2');
      return handle.result();
    });
    expect(outcomesOf(links.stage)).toEqual(['paid']);
    expect(result).toMatchObject({ state: 'Paid' });
  });
});
