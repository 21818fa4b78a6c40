import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deps } from '../../activities/deps';
import type { ReissueRequest } from '../../activities/reissue-payment';
import { CLOSABLE } from '../../domain/closures';
import { createMiaposRail } from '../../rails/miapos/client';
import type { SimPayment } from '../../sandbox/rail/payment';
import { merchant } from '../support/builders';
import { act, LINK_ID, startActivityStage } from './support/stage';
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

const request = (changes: Partial<ReissueRequest> = {}): ReissueRequest => ({
  linkId,
  lineId: stage.line.id,
  posUserId: 'pos-0001',
  merchant,
  amount: { minor: 10_050, currency: 'MDL' },
  locale: 'ro',
  withPage: true,
  nth: 2,
  ...changes,
});
const reissue = (changes: Partial<ReissueRequest> = {}, deps: Partial<Deps> = {}) =>
  act(stage.activities(deps).reissuePayment, request(changes));
const made = (): SimPayment[] =>
  stage.rails.flatMap((rail) => rail.payments.list()).filter(({ orderId }) => orderId === linkId);
const pays = () => stage.rails.flatMap((rail) => rail.journal.since()).filter(({ operation }) => operation === 'pay');

describe('the next payment of a link', () => {
  it('leads back to the link’s own page, however it ends', async () => {
    expect(await reissue()).toHaveProperty('issued.paymentId', made()[0]?.paymentId);
    const back = `${stage.env.publicUrl}/p/${linkId}?back=1`;
    expect(made()).toMatchObject([{ orderId: linkId, amountMinor: 10_050, successUrl: back, failUrl: back }]);
  });

  it('is asked of cap-svc anew, under an id of its own', async () => {
    const { issuePayment, reissuePayment } = stage.activities();
    await act(issuePayment, request());
    await act(reissuePayment, request({ nth: 3 }));
    const tokens = stage.cap.journal.since().filter(({ operation }) => operation === 'issueEcommToken');
    expect(tokens).toHaveLength(2);
    expect(stage.cap.audit.list().at(-1)).toMatchObject({
      operation: 'issueEcommToken',
      requestId: `${linkId}.issue.3`,
    });
  });

  it('is not made for a seller who was blocked since', async () => {
    expect(await reissue({ posUserId: 'pos-0003' })).toEqual({ refused: 'blocked' });
    expect(pays()).toEqual([]);
  });

  it.each(CLOSABLE)('is not made where ops closed its %s', async (kind) => {
    const ids = { line: stage.line.id, seller: 'pos-0001', merchant: merchant.merchantId, bank: merchant.bank.id };
    stage.temporal.runs.set('closures', { memo: { closures: [{ kind, id: ids[kind] }] } });
    expect(await reissue()).toEqual({ notMade: true });
    expect(pays()).toEqual([]);
  });

  it('is not made while cap-svc is away', async () => {
    stage.cap.faults.replace([{ match: { operation: 'issueEcommToken' }, do: { status: 503, code: 'UNAVAILABLE' } }]);
    expect(await reissue()).toEqual({ notMade: true });
  });

  it.each([400, 401, 429])('is not made where the rail answers %d, and the customer can ask again', async (status) => {
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, do: { status } }]);
    expect(await reissue()).toEqual({ notMade: true });
    expect(pays()).toHaveLength(1);
    expect(made()).toEqual([]);
  });

  it('may have been made where something in the rail broke', async () => {
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, do: { status: 502, afterEffect: true } }]);
    expect(await reissue()).toEqual({ unknown: true });
    expect(made()).toHaveLength(1);
  });

  it('may have been made where the rail’s answer is lost: it is asked once, and says so', async () => {
    stage.rails[0].faults.replace([{ match: { operation: 'pay' }, do: 'timeoutAfterEffect' }]);
    expect(await reissue({}, { railOf: () => createMiaposRail({ timeoutMs: 700 }) })).toEqual({ unknown: true });
    expect(made()).toHaveLength(1);
  });
});
