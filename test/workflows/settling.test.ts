import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import type { WatchRequest } from '../../activities/check-payment';
import type { PaymentRecord } from '../../cap-svc/cap-svc';
import type { FinalStatus, RailReport } from '../../domain/payment';
import { saysTheSame } from '../../domain/settlement';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, line, ORIGIN, paymentInput, report } from '../support/builders';
import { end } from '../support/chat';
import { eventually } from '../support/live';
import { refusal, seeToMoney } from '../support/operators';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const OTHER_AMOUNT = { amount: { minor: 9_900, currency: 'MDL' } };
const says = (outcome: FinalStatus, operator: string, more: Partial<contract.SettleWord> = {}) => ({
  outcome,
  operator,
  reason: `${operator} asked the bank`,
  ...more,
});

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);
let recorded: PaymentRecord['status'][] = [];

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** The rail repeats what it said, and nothing else, until two days after the payment's time. */
const silent: Activities['watchPayment'] = async ({ issued, timings }) => {
  if ((await stage.env.currentTimeMs()) - Date.parse(issued.expiresAt) >= timings.linger) return undefined;
  const nextRetryDelay = timings.lingerPoll;
  throw ApplicationFailure.create({ message: 'no news', type: 'NotFinalYet', category: 'BENIGN', nextRetryDelay });
};

/** As the activity judges it: of these words none is news. */
const isNews = ({ doubted, heard = [] }: WatchRequest, word: RailReport): boolean =>
  ![...(doubted === undefined ? [] : [doubted]), ...heard].some((known) => saysTheSame(known, word));

async function payment<T>(
  changes: Partial<Activities>,
  play: (handle: Handle) => Promise<T>,
  linkValidityMs?: number,
): Promise<T> {
  now = await stage.env.currentTimeMs();
  recorded = [];
  const recordPayment: Activities['recordPayment'] = ({ record }) => {
    recorded.push(record.status);
    return Promise.resolve('recorded');
  };
  const at = linkValidityMs === undefined ? {} : { line: { ...line, linkValidityMs } };
  return stage.perform({ recordPayment, watchPayment: silent, ...changes }, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput('pay 100 "Cafea"', now, at));
    await until(handle, ({ state }) => state === 'AwaitingPayment');
    try {
      return await play(handle);
    } finally {
      await end(handle);
    }
  });
}

async function until(handle: Handle, fact: (status: contract.PaymentLinkStatus) => boolean): Promise<void> {
  while (!fact(await handle.query(contract.status))) await new Promise((resolve) => setImmediate(resolve));
}
const toldAs = (handle: Handle, outcome: string) =>
  until(handle, ({ notice, notification }) => notice?.outcome === outcome && notification === 'Sent');
const railSays = (handle: Handle, changes: Partial<RailReport> = {}) =>
  handle.signal(contract.railReported, { origin: ORIGIN, report: report('SUCCESS', changes) });
const settle = (handle: Handle, word: contract.SettleWord) => handle.executeUpdate(contract.settle, { args: [word] });

/** The rail says SUCCESS of another amount, and the seller was told that people look at it. */
async function underReview(handle: Handle): Promise<void> {
  await railSays(handle, OTHER_AMOUNT);
  await toldAs(handle, 'review');
}

describe('a payment under review', () => {
  it.each([
    ['FAILED', 'Failed', 'failed'],
    ['DECLINED', 'Declined', 'declined'],
    ['EXPIRED', 'Expired', 'expired'],
  ] as const)('counts as %s by the word of one operator, who is kept with the reason', async (outcome, state, told) => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      const { stuck, settledBy } = await settle(handle, says(outcome, 'ops-1'));
      expect(stuck).toBeUndefined();
      expect(settledBy).toMatchObject(says(outcome, 'ops-1'));
      return handle.result();
    });
    expect(result).toMatchObject({ state, settledBy: says(outcome, 'ops-1') });
    expect(outcomesOf(stage)).toEqual(['review', told]);
    expect([...new Set(recorded)]).toEqual(['CREATED', outcome]);
  });

  it('counts as paid by the word of two: one proposes, another confirms, and both are kept', async () => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      const proposed = await settle(handle, says('SUCCESS', 'ops-1'));
      expect(proposed).toMatchObject({ state: 'NeedsReview', proposal: says('SUCCESS', 'ops-1') });
      expect(outcomesOf(stage)).toEqual(['review']);
      await settle(handle, says('SUCCESS', 'ops-2', { confirm: true }));
      return handle.result();
    });
    const { confirm: _, ...second } = says('SUCCESS', 'ops-2');
    expect(result).toMatchObject({ state: 'Paid', settledBy: { ...second, proposed: says('SUCCESS', 'ops-1') } });
    expect(outcomesOf(stage)).toEqual(['review', 'paid']);
    expect([...new Set(recorded)]).toEqual(['CREATED', 'SUCCESS']);
  });

  it('is not confirmed by who proposed it, nor before anybody did, nor with another word', async () => {
    await payment({}, async (handle) => {
      await underReview(handle);
      const no = (word: contract.SettleWord) => refusal(settle(handle, word));
      expect(await no(says('SUCCESS', 'ops-2', { confirm: true }))).toMatch(/Nobody has proposed it/);
      await settle(handle, says('SUCCESS', 'ops-1'));
      expect(await no(says('SUCCESS', 'ops-1', { confirm: true }))).toMatch(/another person has to confirm/);
      expect(await no(says('SUCCESS', 'ops-2'))).toMatch(/ops-1 proposed it .* ops-1 asked the bank/);
      expect(await no(says('FAILED', 'ops-2', { confirm: true }))).toMatch(/Only SUCCESS is confirmed/);
      expect(await no(says('SUCCESS', 'ops-2', { confirm: true, reason: ' ' }))).toMatch(/Say the reason/);
      expect(await no({ ...says('SUCCESS', ''), confirm: true })).toMatch(/Say the operator/);
      expect(await no(says('MAYBE' as FinalStatus, 'ops-2'))).toMatch(/SUCCESS, FAILED, DECLINED, EXPIRED/);
      expect((await handle.query(contract.status)).state).toBe('NeedsReview');
      expect(outcomesOf(stage)).toEqual(['review']);
    });
  });

  it('may be settled otherwise than was proposed, and the proposal is kept', async () => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      await settle(handle, says('SUCCESS', 'ops-1'));
      await settle(handle, says('FAILED', 'ops-2'));
      return handle.result();
    });
    expect(result.settledBy).toMatchObject({ ...says('FAILED', 'ops-2'), proposed: says('SUCCESS', 'ops-1') });
  });

  it('is settled by the rail while the second word is awaited: what was proposed is off', async () => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      await settle(handle, says('SUCCESS', 'ops-1'));
      await railSays(handle);
      const late = await refusal(settle(handle, says('SUCCESS', 'ops-2', { confirm: true }))).catch(
        () => 'it was over',
      );
      expect(late).toMatch(/this one is Paid|it was over/);
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Paid' });
    expect(result.settledBy).toBeUndefined();
  });

  it('settled as failed is corrected when the rail says cleanly that it is paid', async () => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      await settle(handle, says('FAILED', 'ops-1'));
      await toldAs(handle, 'failed');
      await railSays(handle);
      return handle.result();
    });
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['review', 'failed', 'paidAfterAll']);
    expect([...new Set(recorded)]).toEqual(['CREATED', 'FAILED', 'SUCCESS']);
  });

  it('settled as failed is not reviewed again when the rail repeats the word that was judged', async () => {
    const result = await payment({}, async (handle) => {
      await underReview(handle);
      await settle(handle, says('FAILED', 'ops-1'));
      await toldAs(handle, 'failed');
      await railSays(handle, OTHER_AMOUNT);
      return handle.result();
    });
    expect(result.state).toBe('Failed');
    expect(outcomesOf(stage)).toEqual(['review', 'failed']);
  });

  it('and one that is none can’t be settled by hand', async () => {
    await payment({}, async (handle) => {
      expect(await refusal(settle(handle, says('FAILED', 'ops-1')))).toMatch(/this one is AwaitingPayment/);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
    });
  });

  it('of a link that outlives its payments ends the link', async () => {
    const play = async (handle: Handle) => {
      await underReview(handle);
      await settle(handle, says('SUCCESS', 'ops-1'));
      await settle(handle, says('SUCCESS', 'ops-2', { confirm: true }));
      return handle.result();
    };
    const result = await payment({}, play, 6 * 3_600_000);
    expect(result).toMatchObject({ state: 'Paid' });
    expect(outcomesOf(stage)).toEqual(['review', 'paid']);
    expect([...new Set(recorded)]).toEqual(['CREATED', 'SUCCESS']);
  });

  it('of such a link is for the portal what people call it, though the rail called it over before', async () => {
    const play = async (handle: Handle) => {
      await railSays(handle, { status: 'EXPIRED' });
      await until(handle, ({ link }) => link?.newest?.word === 'EXPIRED');
      await eventually(
        () => recorded.at(-1),
        (status) => status === 'EXPIRED',
      );
      await underReview(handle);
      await settle(handle, says('SUCCESS', 'ops-1'));
      await settle(handle, says('SUCCESS', 'ops-2', { confirm: true }));
      return handle.result();
    };
    expect(await payment({}, play, 6 * 3_600_000)).toMatchObject({ state: 'Paid' });
    expect([...new Set(recorded)]).toEqual(['CREATED', 'EXPIRED', 'SUCCESS']);
  });
});

describe('a payment that the rail never spoke of', () => {
  it('waits for people after seven days, who settle it', async () => {
    const result = await payment({}, async (handle) => {
      await stage.env.sleep('8 days');
      expect(await handle.query(contract.status)).toMatchObject({
        state: 'NeedsReview',
        stuck: { reason: 'CallbackMissing' },
      });
      const { stuck } = await settle(handle, says('EXPIRED', 'ops-1'));
      expect(stuck).toBeUndefined();
      return handle.result();
    });
    expect(result.state).toBe('Expired');
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'expired']);
    expect([...new Set(recorded)]).toEqual(['CREATED', 'EXPIRED']);
  });

  it('is no more under review when the rail speaks after all: its link can be paid and cancelled again', async () => {
    const play = async (handle: Handle) => {
      await stage.env.sleep('8 days');
      await until(handle, ({ state }) => state === 'NeedsReview');
      await settle(handle, says('SUCCESS', 'ops-1'));
      await railSays(handle, { status: 'EXPIRED' });
      await until(handle, ({ stuck }) => stuck === undefined);
      expect(await handle.query(contract.status)).toMatchObject({ state: 'AwaitingPayment' });
      // What one operator proposed was about the silence.
      expect(await refusal(settle(handle, says('SUCCESS', 'ops-2', { confirm: true })))).toMatch(/is AwaitingPayment/);
      expect((await handle.query(contract.status)).proposal).toBeUndefined();
      expect(await handle.executeUpdate(contract.cancel)).toBe('cancelled');
      return handle.result();
    };
    expect((await payment({}, play, 10 * 86_400_000)).state).toBe('Cancelled');
  });

  it.each([
    ['of a link that the seller took back', undefined],
    ['of one that outlives its payments', 10 * 86_400_000],
  ])('%s is cancelled when the rail calls it over after all', async (_, linkValidityMs) => {
    const play = async (handle: Handle) => {
      expect(await handle.executeUpdate(contract.cancel)).toBe('cancelled');
      await stage.env.sleep('8 days');
      await until(handle, ({ state }) => state === 'NeedsReview');
      await railSays(handle, { status: 'EXPIRED' });
      return handle.result();
    };
    expect((await payment({}, play, linkValidityMs)).state).toBe('Cancelled');
    expect(outcomesOf(stage)).toEqual([]);
  });
});

describe('a link that people look at because the rail is silent', () => {
  const LONG = 10 * 86_400_000;
  const silentFor8Days = async (handle: Handle) => {
    await stage.env.sleep('8 days');
    await until(handle, ({ state }) => state === 'NeedsReview');
    await toldAs(handle, 'unconfirmed');
  };

  it.each([
    ['', undefined],
    [' that outlives its payments', LONG],
  ])('can be taken back%s, and stays so when the rail calls its payment over', async (_, linkValidityMs) => {
    const play = async (handle: Handle) => {
      await silentFor8Days(handle);
      expect(await handle.executeUpdate(contract.cancel)).toBe('cancelled');
      expect(await handle.executeUpdate(contract.cancel)).toBe('cancelled');
      // What became of the money is still for people to find out.
      expect(await handle.query(contract.status)).toMatchObject({
        state: 'NeedsReview',
        stuck: { reason: 'CallbackMissing' },
        notice: { outcome: 'cancelled' },
      });
      await railSays(handle, { status: 'EXPIRED' });
      return handle.result();
    };
    expect((await payment({}, play, linkValidityMs)).state).toBe('Cancelled');
    expect(outcomesOf(stage)).toEqual(['unconfirmed']);
  });

  it('and that was taken back shows so on its page, and money that comes all the same is told', async () => {
    const play = async (handle: Handle) => {
      await silentFor8Days(handle);
      await handle.executeUpdate(contract.cancel);
      expect((await handle.query(contract.page))?.link).toMatchObject({ cancelled: true, inReview: false });
      await railSays(handle);
      return handle.result();
    };
    expect((await payment({}, play, LONG)).state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'paidAfterAll']);
  });

  it('and that was taken back is settled by people where the rail stays silent', async () => {
    const play = async (handle: Handle) => {
      await silentFor8Days(handle);
      await handle.executeUpdate(contract.cancel);
      await settle(handle, says('EXPIRED', 'ops-1'));
      return handle.result();
    };
    expect((await payment({}, play, LONG)).state).toBe('Cancelled');
    expect(outcomesOf(stage)).toEqual(['unconfirmed']);
  });

  it('can’t be taken back once the rail has said what people have to judge', async () => {
    await payment({}, async (handle) => {
      await underReview(handle);
      expect(await handle.executeUpdate(contract.cancel)).toBe('tooLate');
    });
  });
});

describe('a payment that was paid twice', () => {
  it('stays open until people have seen to it, and the seller hears of that once', async () => {
    const result = await payment({}, async (handle) => {
      await railSays(handle, { paymentId: 'payment-2' });
      await railSays(handle);
      await until(handle, ({ state }) => state === 'Paid');
      await toldAs(handle, 'paidTwice');
      const { paidAt } = await handle.query(contract.status);
      expect(Date.parse(paidAt ?? '')).toBeGreaterThanOrEqual(now);
      await stage.env.sleep('10 days');
      const status = await handle.query(contract.status);
      expect(status).toMatchObject({
        stuck: { reason: 'PaidTwice' },
        review: { evidence: { paymentId: 'payment-2' } },
      });
      expect(await refusal(settle(handle, says('FAILED', 'ops-1')))).toMatch(/It is paid, and no word takes that back/);
      await seeToMoney(handle);
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Paid', settledBy: { operator: 'ops-2', proposed: { operator: 'ops-1' } } });
    // A day's takings stay those of the day on which the money came.
    expect(Date.parse(result.paidAt ?? '') - now).toBeLessThan(86_400_000);
    expect(outcomesOf(stage).filter((outcome) => outcome === 'paidTwice')).toHaveLength(1);
    expect(outcomesOf(stage).at(-1)).toBe('paidTwice');
  });
});

describe('a rail that insists on another amount', () => {
  it('is asked at the usual pace, not without end', async () => {
    let asked = 0;
    const watchPayment: Activities['watchPayment'] = ({ doubted }) => {
      asked += 1;
      return Promise.resolve(doubted === undefined ? report('SUCCESS', OTHER_AMOUNT) : undefined);
    };
    await payment({ watchPayment }, async (handle) => {
      await stage.env.sleep('1 hour');
      await until(handle, ({ state }) => state === 'NeedsReview');
      await settle(handle, says('FAILED', 'ops-1'));
      await handle.result();
    });
    expect(asked).toBeLessThan(5);
  });

  it('and changes its word once is not asked without end, and people see that money came', async () => {
    let asked = 0;
    const watchPayment: Activities['watchPayment'] = (request) => {
      asked += 1;
      const word = report(asked === 1 ? 'EXPIRED' : 'SUCCESS', OTHER_AMOUNT);
      return isNews(request, word) && asked < 20 ? Promise.resolve(word) : silent(request);
    };
    await payment({ watchPayment }, async (handle) => {
      await stage.env.sleep('1 hour');
      await until(handle, ({ review }) => review?.evidence.status === 'SUCCESS');
      expect(await handle.query(contract.status)).toMatchObject({ state: 'NeedsReview' });
    });
    expect(asked).toBeLessThan(5);
    expect(outcomesOf(stage)).toEqual(['review']);
  });

  it('and goes back to the word that people overruled is not asked without end', async () => {
    let asked = 0;
    let judged = false;
    const watchPayment: Activities['watchPayment'] = (request) => {
      if (asked === 1 && !judged) return silent({ ...request, timings: { ...request.timings, lingerPoll: 60_000 } });
      asked += 1;
      const word = report(asked === 2 ? 'EXPIRED' : 'SUCCESS', OTHER_AMOUNT);
      return isNews(request, word) && asked < 20 ? Promise.resolve(word) : silent(request);
    };
    await payment({ watchPayment }, async (handle) => {
      await stage.env.sleep('10 minutes');
      await until(handle, ({ state }) => state === 'NeedsReview');
      await settle(handle, says('FAILED', 'ops-1'));
      judged = true;
      await stage.env.sleep('1 hour');
      expect((await handle.query(contract.status)).review).toMatchObject({ evidence: { status: 'EXPIRED' } });
    });
    expect(asked).toBeLessThan(6);
  });
});
