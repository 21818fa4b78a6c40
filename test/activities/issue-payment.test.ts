import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IssueAnswer, IssueRequest } from '../../activities/issue-payment';
import type { Deps } from '../../activities/deps';
import { createMiaposRail } from '../../rails/miapos/client';
import type { SimPayment } from '../../sandbox/rail/payment';
import { merchant } from '../support/builders';
import { act, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());

let linkId: string;
/** One link for each test. */
let links = -1;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
beforeEach(() => {
  stage.clear();
  links += 1;
  linkId = LINK_ID.slice(0, -1) + LETTERS.charAt(links);
});

const request = (changes: Partial<IssueRequest> = {}): IssueRequest => ({
  linkId,
  posUserId: 'pos-0001',
  merchant,
  amount: { minor: 10_050, currency: 'MDL' },
  locale: 'ro',
  ...changes,
});
const issue = (changes: Partial<IssueRequest> = {}, deps: Partial<Deps> = {}) =>
  act(stage.activities(deps).issuePayment, request(changes));
const issuedOf = (answer: IssueAnswer) => {
  if ('issued' in answer) return answer.issued;
  throw new Error(`refused: ${answer.refused}`);
};

/** The link's payments on any rail. */
const made = (): SimPayment[] =>
  stage.rails.flatMap((rail) => rail.payments.list()).filter(({ orderId }) => orderId === linkId);
const tokens = () => stage.cap.journal.since().filter(({ operation }) => operation === 'issueEcommToken');
const pays = () => stage.rails.flatMap((rail) => rail.journal.since()).filter(({ operation }) => operation === 'pay');

describe('a link', () => {
  it('is made at the bank of the merchant, for exactly what was asked', async () => {
    const now = new Date('2026-11-23T10:00:00.000Z');
    const issued = issuedOf(await issue({ description: 'Cafea' }, { now: () => now }));
    const [payment, ...more] = made();
    expect(more).toEqual([]);
    expect(payment).toMatchObject({
      orderId: linkId,
      amountMinor: 10_050,
      currency: 'MDL',
      description: 'Cafea',
      language: 'ro',
      terminalId: 'E-CAFEA-CENTRU',
      callbackUrl: `${stage.env.publicUrl}/webhooks/rail/${linkId}`,
    });
    expect(issued).toEqual({
      paymentId: payment?.paymentId,
      checkoutPage: payment?.checkoutPage,
      origin: stage.railUrls[0],
      amount: { minor: 10_050, currency: 'MDL' },
      issuedAt: '2026-11-23T10:00:00.000Z',
      expiresAt: '2026-11-23T10:05:00.000Z',
    });
  });

  it('tells the payer whom they pay where the seller did not say for what; the tag is for the portal alone', async () => {
    const tagged = { ...request(), tag: 'masa7' };
    await act(stage.activities().issuePayment, tagged);
    expect(made()[0]?.description).toBe('Cafea Centru');
    expect(JSON.stringify(pays())).not.toContain('masa7');
  });

  it.each([
    ['ru', 'ru'],
    ['en', 'en'],
    ['fr', 'en'],
    ['de', 'en'],
  ] as const)('for a seller who reads %s opens a page in %s', async (locale, language) => {
    await issue({ locale });
    expect(made()[0]?.language).toBe(language);
  });

  it('carries its id into the broker’s audit trail, and no token out of the activity', async () => {
    const answer = await issue();
    expect(stage.cap.audit.list().at(-1)).toMatchObject({
      operation: 'issueEcommToken',
      requestId: `${linkId}.issue`,
      posUserId: 'pos-0001',
      merchantId: 'cafea-centru',
    });
    const [{ answer: token } = {}] = tokens();
    expect(token).toHaveProperty('accessToken');
    const { accessToken } = token as { accessToken: string };
    expect(JSON.stringify(answer)).not.toContain(accessToken);
  });

  it('needs no new token while the last one is good', async () => {
    const { issuePayment } = stage.activities();
    await act(issuePayment, request());
    await act(issuePayment, request());
    expect(tokens()).toHaveLength(1);
  });
});

describe('a token that the rail no longer takes', () => {
  const unauthorised = (times: number) =>
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, times, do: { status: 401 } }]);

  it('is renewed once, within the same attempt', async () => {
    unauthorised(1);
    expect(await issue()).toHaveProperty('issued');
    expect(tokens()).toHaveLength(2);
    expect(made()).toHaveLength(1);
  });

  it('and not over and over: the next attempt comes later', async () => {
    unauthorised(2);
    expect(await failureOf(issue())).toMatchObject({ type: 'RailUnauthorized', nonRetryable: false });
    expect(tokens()).toHaveLength(2);
    expect(made()).toEqual([]);
  });
});

describe('nothing is made, and nothing is tried again,', () => {
  it('in a currency that the rail does not settle: nobody is even asked', async () => {
    expect(await issue({ amount: { minor: 100, currency: 'EUR' } })).toEqual({ refused: 'currency' });
    expect([...tokens(), ...pays()]).toEqual([]);
  });

  it('where the rail calls the request wrong', async () => {
    stage.rails[0].faults.replace([
      { match: { operation: 'pay' }, do: { status: 400, message: 'Terminal is closed' } },
    ]);
    expect(await issue()).toEqual({ refused: 'rail' });
    expect(made()).toEqual([]);
  });

  it.each([
    ['blocked', { posUserId: 'pos-0003' }],
    ['removed', { posUserId: 'pos-9999' }],
    ['parted from the merchant', { posUserId: 'pos-0002' }],
    ['of a merchant that is no more', { merchant: { ...merchant, merchantId: 'gone' } }],
  ])('for a seller who was %s since they were resolved', async (_, changes) => {
    expect(await issue(changes)).toEqual({ refused: 'blocked' });
    expect(pays()).toEqual([]);
  });
});

describe('an outage is waited for', () => {
  it('of cap-svc, as long as it asks', async () => {
    const fault = { status: 503, code: 'UNAVAILABLE', retryAfterSeconds: 42 };
    stage.cap.faults.replace([{ match: { operation: 'issueEcommToken' }, do: fault }]);
    expect(await failureOf(issue())).toMatchObject({
      type: 'CapSvcUnavailable',
      nonRetryable: false,
      nextRetryDelay: 42_000,
    });
  });

  it('of the rail, as long as it asks', async () => {
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, do: { status: 503, retryAfterSeconds: 9 } }]);
    expect(await failureOf(issue())).toMatchObject({ type: 'RailUnavailable', nextRetryDelay: 9_000 });
    expect(made()).toEqual([]);
  });

  it('where the answer is lost the next attempt makes another link, and the first is an orphan that nobody was given', async () => {
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, do: 'timeoutAfterEffect' }]);
    const hasty = { railOf: () => createMiaposRail({ timeoutMs: 700 }) };
    expect(await failureOf(issue({}, hasty))).toMatchObject({ type: 'RailNoAnswer', nonRetryable: false });
    const { paymentId } = issuedOf(await issue());
    const [orphan, kept, ...more] = made();
    expect([orphan?.orderId, kept?.paymentId, more]).toEqual([linkId, paymentId, []]);
    expect(orphan?.paymentId).not.toBe(paymentId);
  });
});
