import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ResolveRequest } from '../../activities/resolve-seller';
import type { Line } from '../../domain/line';
import { act, conversationOf, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const resolve = (contact: ResolveRequest['contact'], line: Line = stage.line) =>
  act(stage.activities().resolveSeller, { line, contact, requestId: `${LINK_ID}.resolve` });
const calls = () => stage.cap.journal.since().filter(({ operation }) => operation === 'resolveSeller').length;
const refuse = (fault: unknown) => stage.cap.faults.replace([{ match: { operation: 'resolveSeller' }, do: fault }]);

describe('who writes', () => {
  it.each(['37369000001', '+37369000001'])('is known by the phone as the channel writes it: %s', async (phone) => {
    expect(await resolve({ phone })).toMatchObject({
      known: true,
      seller: { posUserId: 'pos-0001', status: 'ACTIVE', locale: 'ro', merchants: [{ merchantId: 'cafea-centru' }] },
    });
  });

  it('is asked under an id that begins with the link’s, for the audit trail', async () => {
    await resolve({ phone: '37369000001' });
    expect(stage.cap.audit.list().at(-1)).toMatchObject({ requestId: `${LINK_ID}.resolve`, posUserId: 'pos-0001' });
  });

  it('is nobody where no partner bank knows the phone', async () => {
    expect(await resolve({ phone: '37369999999' })).toEqual({ known: false });
  });

  it.each([
    ['WhatsApp hides the phone', { userId: 'MD.123456' }],
    ['it is no phone that a bank could register', { phone: '069000001' }],
    ['it is longer than any phone', { phone: '1234567890123456' }],
  ])('is nobody, and cap-svc is not asked, where %s', async (_, contact) => {
    expect(await resolve(contact)).toEqual({ known: false });
    expect(calls()).toBe(0);
  });

  it('is known though blocked: the answer is another than a stranger’s', async () => {
    expect(await resolve({ phone: '37369000003' })).toMatchObject({ known: true, seller: { status: 'BLOCKED' } });
  });
});

describe('whoever is named by an id and has a number that a seller gave up', () => {
  const NUMBER = '37369000001';
  const NEXT = 'conversation/md/next';
  const number = () => `conversation/md/${stage.deps.addressing.pseudonyms('md', { phone: NUMBER })[0]}`;
  const ask = (asker?: string) =>
    act(stage.activities().resolveSeller, {
      line: stage.line,
      contact: { userId: 'MD.9', phone: NUMBER },
      requestId: `${LINK_ID}.resolve`,
      ...(asker === undefined ? {} : { asker }),
    });
  const left = (daysAgo: number, posUserId = 'pos-0001') => {
    const at = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const former = {
      posUserId,
      conversationId: NEXT,
      contact: { userId: 'MD.1' },
      why: 'moved',
      done: true,
      at,
    } as const;
    stage.temporal.runs.set(number(), conversationOf({ formerSellers: [former] }));
  };

  it('is not taken for that seller, though the bank still has it down as theirs', async () => {
    left(30);
    expect(await ask('conversation/md/another')).toEqual({ known: false });
  });

  it.each([
    ['is the seller who came back', 1, 'pos-0001', NEXT],
    ['is whom the bank names, if that is another', 1, 'pos-0002', 'conversation/md/another'],
    ['is whom the bank names once a month is over', 32, 'pos-0001', 'conversation/md/another'],
  ])('%s', async (_what, daysAgo, posUserId, asker) => {
    left(daysAgo, posUserId);
    expect(await ask(asker)).toMatchObject({ known: true, seller: { posUserId: 'pos-0001' } });
  });
});

describe('what a line serves of a seller', () => {
  const merchantsOf = (answer: Awaited<ReturnType<typeof resolve>>) =>
    answer.known ? answer.seller.merchants.map(({ merchantId }) => merchantId) : 'nobody';
  const ofMaria = { phone: '37369000004' };

  it.each([
    ['all', {}, ['flori-botanica', 'flori-ciocana']],
    ['those of its banks', { banks: ['nistru-bank'] }, ['flori-ciocana']],
    ['those in its currency', { currency: 'MDL' }, ['flori-botanica', 'flori-ciocana']],
    ['nobody at other banks', { banks: ['maib'] }, 'nobody'],
    ['nobody in another currency', { currency: 'EUR' }, 'nobody'],
  ])('%s', async (_, changes, expected) => {
    const { resolveSeller } = stage.activities({ lines: [{ ...stage.line, ...changes }] });
    const answer = await act(resolveSeller, { line: stage.line, contact: ofMaria, requestId: `${LINK_ID}.resolve` });
    expect(merchantsOf(answer)).toEqual(expected);
  });

  it('is as the lines file says now, and where it no longer has the line as the work began with', async () => {
    const request = { line: { ...stage.line, banks: ['nistru-bank'] }, contact: ofMaria, requestId: 'chat.resolve' };
    expect(merchantsOf(await act(stage.activities().resolveSeller, request))).toHaveLength(2);
    expect(merchantsOf(await act(stage.activities({ lines: [] }).resolveSeller, request))).toEqual(['flori-ciocana']);
  });
});

describe('an outage is no answer: it is asked again', () => {
  it.each([
    ['after as long as cap-svc asks for', { status: 503, code: 'UNAVAILABLE', retryAfterSeconds: 42 }, 42_000],
    ['whenever the server likes, where it does not say', { status: 503, code: 'UNAVAILABLE' }, undefined],
    ['where a gateway stands before it', { status: 404, body: '<html>nginx</html>' }, undefined],
    ['where the connection breaks', 'resetConnection', undefined],
  ])('%s', async (_, fault, nextRetryDelay) => {
    refuse(fault);
    const failure = await failureOf(resolve({ phone: '37369000001' }));
    expect(failure).toMatchObject({
      nonRetryable: false,
      type: expect.stringMatching(/^CapSvc(Unavailable|BadRequest)$/),
    });
    expect(failure).toHaveProperty('nextRetryDelay', nextRetryDelay);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('37369000001');
  });
});
