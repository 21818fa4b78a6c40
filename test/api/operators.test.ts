import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { CODEC_TOKEN, createHarness } from './support/harness';
import { startIssuer } from './support/issuer';
import type { Issuer } from './support/issuer';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const FAILED = { outcome: 'FAILED', reason: 'the bank has no such transfer' };
const SETTLE = `/ops/payments/${LINK}/settle`;

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer('temporal-ui');
});
afterAll(() => issuer.close());

const oidc = (only: { readonly subjects?: readonly string[] } = {}) =>
  createHarness({ codecAccess: { way: 'oidc', issuer: issuer.url, audience: 'temporal-ui', ...only } });
const as = async (sub: string) => ({ Authorization: `Bearer ${await issuer.token({ sub })}` });

describe('an operator who decides about money', () => {
  it('is noted by the identity provider’s id, whatever the request claims', async () => {
    const { app, operations, logged } = oidc();
    const answer = await request(app)
      .post(SETTLE)
      .set(await as('ana-17'))
      .set('X-Operator', 'somebody-else')
      .send(FAILED);
    expect(answer.body).toEqual({ state: 'Failed' });
    expect(operations.settled).toEqual([{ linkId: LINK, ...FAILED, operator: 'ana-17' }]);
    expect(logged.join('')).toContain('"operator":"ana-17"');
  });

  it('hears that a payment under review waits for the word of a second one', async () => {
    const { app, operations } = oidc();
    const proposal = {
      outcome: 'SUCCESS',
      reason: 'it came',
      operator: 'ana',
      at: '2026-11-23T10:00:00.000Z',
    } as const;
    operations.answer = { state: 'NeedsReview', proposal };
    const word = { outcome: 'SUCCESS', reason: 'it came' };
    expect(
      (
        await request(app)
          .post(SETTLE)
          .set(await as('ana'))
          .send(word)
      ).body,
    ).toEqual(operations.answer);
    await request(app)
      .post(SETTLE)
      .set(await as('ion'))
      .send({ ...word, confirm: true });
    expect(operations.settled.at(-1)).toEqual({ linkId: LINK, ...word, confirm: true, operator: 'ion' });
  });

  it('is told why a workflow refuses, and which payment is none', async () => {
    const { app, operations } = oidc();
    const who = await as('ana');
    operations.refusal = 'It is settled already.';
    const refused = await request(app).post(SETTLE).set(who).send(FAILED);
    expect(refused.body).toMatchObject({ status: 409, code: 'OperationRefused', detail: operations.refusal });
    operations.refusal = undefined;
    operations.answer = undefined;
    expect((await request(app).post(SETTLE).set(who).send(FAILED)).status).toBe(404);
    expect((await request(app).post('/ops/payments/x/settle').set(who).send(FAILED)).status).toBe(404);
  });

  it.each([
    ['an outcome the rail does not know', { ...FAILED, outcome: 'MAYBE' }],
    ['no reason', { outcome: 'FAILED' }],
    ['an operator of its own', { ...FAILED, operator: 'boss' }],
  ])('is refused with %s', async (_, word) => {
    const { app, operations } = oidc();
    const answer = await request(app)
      .post(SETTLE)
      .set(await as('ana'))
      .send(word);
    expect(answer.body).toMatchObject({ status: 400, code: 'BadRequest' });
    expect(operations.settled).toEqual([]);
  });

  it('of more than 16 kB is refused unread', async () => {
    const { app, operations } = oidc();
    const answer = await request(app)
      .post(SETTLE)
      .set(await as('ana'))
      .send({ ...FAILED, reason: 'x'.repeat(17_000) });
    expect(answer.body).toMatchObject({ status: 413, code: 'BodyTooLarge' });
    expect(operations.settled).toEqual([]);
  });

  it('is not told "not accepted" where the answer was lost, but to look before it is sent again', async () => {
    for (const [path, word] of DECISIONS) {
      const { app, operations, logged } = oidc();
      operations.losesAnswers = true;
      const answer = await request(app)
        .post(path)
        .set(await as('ana'))
        .send(word);
      expect(answer.body).toMatchObject({ status: 503, code: 'DecisionUnknown' });
      expect(answer.text).toMatch(/may still take it\. See where it stands before you send it again/);
      // Whatever comes between us and the operator must not send it again by itself.
      expect(answer.headers['retry-after']).toBeUndefined();
      expect(logged.join('')).toMatch(/"operator":"ana".*"why":"4 Deadline exceeded"/);
      expect([...operations.settled, ...operations.closures]).toHaveLength(1);
    }
  });

  it('closes and opens a bank by name', async () => {
    const { app, operations } = oidc();
    const bank = { kind: 'bank', id: 'codru-bank', reason: 'maintenance' };
    for (const action of ['close', 'open']) {
      const answer = await request(app)
        .post(`/ops/${action}`)
        .set(await as('ana'))
        .send(bank);
      expect(answer.body).toMatchObject({ closures: [{ ...bank, operator: 'ana' }] });
    }
    expect(operations.closures.map(({ action }) => action)).toEqual(['close', 'open']);
  });
});

const BANK = { kind: 'bank', id: 'codru-bank', reason: 'maintenance' };
const DECISIONS: readonly (readonly [string, object])[] = [
  [SETTLE, FAILED],
  ['/ops/close', BANK],
  ['/ops/open', BANK],
];

describe.each(DECISIONS)('nobody decides by %s', (path, word) => {
  const nothingDecided = ({ settled, closures }: ReturnType<typeof oidc>['operations']) =>
    expect([...settled, ...closures]).toEqual([]);

  it.each<[string, () => Promise<string>]>([
    ['no token', () => Promise.resolve('')],
    ['a token for another application', async () => `Bearer ${await issuer.token({ aud: 'the-till' })}`],
    ['a token without a name', async () => `Bearer ${await issuer.token({ sub: '' })}`],
    ['the shared token, where people log in', () => Promise.resolve(`Bearer ${CODEC_TOKEN}`)],
  ])('with %s', async (_, token) => {
    const { app, operations } = oidc();
    const answer = await request(app)
      .post(path)
      .set('Authorization', await token())
      .send(word);
    expect(answer.status).toBe(401);
    nothingDecided(operations);
  });

  it('as a user of the identity provider who is not in CODEC_OIDC_SUBJECTS', async () => {
    const { app, operations } = oidc({ subjects: ['ana'] });
    const answer = await request(app)
      .post(path)
      .set(await as('user-of-another-customer'))
      .send(word);
    expect(answer.body).toMatchObject({ status: 403, code: 'Forbidden' });
    nothingDecided(operations);
    const allowed = await request(app)
      .post(path)
      .set(await as('ana'))
      .send(word);
    expect(allowed.status).toBe(200);
  });

  it('with the shared CODEC_TOKEN, which says nobody’s name, whatever name is claimed beside it', async () => {
    const { app, operations } = createHarness();
    const token = { Authorization: `Bearer ${CODEC_TOKEN}`, 'X-Operator': 'ana' };
    const answer = await request(app).post(path).set(token).send(word);
    expect(answer.body).toMatchObject({ status: 403, code: 'Forbidden' });
    nothingDecided(operations);
  });
});

describe('the two who call a payment paid', () => {
  const PAID = { outcome: 'SUCCESS', reason: 'it came' };

  it('are told apart by the identity provider: two tokens of one person are one', async () => {
    const { app, operations } = oidc();
    for (const [name, confirm] of [
      ['first', false],
      ['second', true],
    ] as const) {
      const claimed = { ...(await as('ana')), 'X-Operator': name };
      await request(app)
        .post(SETTLE)
        .set(claimed)
        .send({ ...PAID, confirm });
    }
    expect(operations.settled.map(({ operator }) => operator)).toEqual(['ana', 'ana']);
  });
});
