import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createHarness, LINE, signed } from './support/harness';

async function deliver(harness: ReturnType<typeof createHarness>, field: string, value: object) {
  const entry = [{ id: LINE.wabaId, time: 1763892000, changes: [{ field, value }] }];
  const { body, signature } = signed({ object: 'whatsapp_business_account', entry });
  const call = request(harness.app).post('/webhooks/whatsapp').set('X-Hub-Signature-256', signature);
  return (await call.set('Content-Type', 'application/json').send(body)).status;
}

const template = {
  message_template_id: 1,
  message_template_name: 'miapos_payment_paid_v1',
  message_template_language: 'ro',
};

/** When Meta noticed: the time of the webhook. */
const at = '2025-11-23T10:00:00.000Z';

describe('what Meta reports of a line', () => {
  it('is told to the line: a template that was paused', async () => {
    const harness = createHarness();
    expect(await deliver(harness, 'message_template_status_update', { ...template, event: 'PAUSED' })).toBe(200);
    expect(harness.temporal.lineSignals).toEqual([
      {
        line: 'md',
        signal: 'templateReported',
        argument: { name: 'miapos_payment_paid_v1', locale: 'ro', status: 'PAUSED', at },
      },
    ]);
  });

  it('is told to the line: a template that was approved, and what it is filed under', async () => {
    const harness = createHarness();
    const approved = { ...template, event: 'APPROVED', message_template_category: 'MARKETING' };
    await deliver(harness, 'message_template_status_update', approved);
    expect(harness.temporal.lineSignals).toMatchObject([{ argument: { status: 'APPROVED', category: 'MARKETING' } }]);
  });

  it('is told to the line: a template that became marketing', async () => {
    const harness = createHarness();
    await deliver(harness, 'template_category_update', { ...template, new_category: 'MARKETING' });
    expect(harness.temporal.lineSignals).toMatchObject([{ argument: { category: 'MARKETING', at } }]);
  });

  it('is told to the line: an account that was disabled, and one that is back', async () => {
    const harness = createHarness();
    const ban = (state: string) => ({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } });
    await deliver(harness, 'account_update', ban('DISABLE'));
    await deliver(harness, 'account_update', ban('REINSTATE'));
    expect(harness.temporal.lineSignals.map(({ signal }) => signal)).toEqual(['lineSuspended', 'lineResumed']);
    expect(harness.temporal.lineSignals).toMatchObject([{ argument: { at } }, { argument: { at } }]);
  });

  it('is told to the line: a restriction that ends by itself, with its end', async () => {
    const harness = createHarness();
    const restriction = { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: 1763978400 };
    await deliver(harness, 'account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [restriction] });
    expect(harness.temporal.lineSignals).toMatchObject([
      { signal: 'lineSuspended', argument: { reason: 'ACCOUNT_RESTRICTION', until: '2025-11-24T10:00:00.000Z' } },
    ]);
  });

  it.each([
    ['the quality of a template', 'template_quality', { new_quality_score: 'RED' }],
    ['that one may come to be disabled', 'template_flagged', { event: 'FLAGGED' }],
    ['that one can not be edited', 'template_locked', { event: 'LOCKED' }],
  ])('is only counted: %s', async (_, kind, value) => {
    const harness = createHarness();
    await deliver(harness, 'message_template_status_update', { ...template, ...value });
    expect(harness.temporal.lineSignals).toEqual([]);
    expect(await harness.count('webhook_updates_total', { kind })).toBe(1);
  });
});
