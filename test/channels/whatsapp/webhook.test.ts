import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directory, line, message, messagesChange, profile, read, WABA_ID, webhook } from './payloads';

const templateChange = (value: Record<string, unknown>, field = 'message_template_status_update') => ({
  field,
  value: {
    message_template_id: 1689556908129832,
    message_template_name: 'miapos_payment_paid_v1',
    message_template_language: 'ro',
    ...value,
  },
});
const accountChange = (value: Record<string, unknown>, field = 'account_update') => ({ field, value });
const template = { lineId: 'md', at: '2025-06-08T21:00:00.000Z', name: 'miapos_payment_paid_v1', locale: 'ro' };
const account = { lineId: 'md', at: '2025-06-08T21:00:00.000Z' };

describe('a status', () => {
  const AT = '2025-06-15T23:27:53.000Z';
  const status = (over: Record<string, unknown>) => ({
    id: 'wamid.OUT',
    timestamp: '1750030073',
    recipient_id: '37369000001',
    ...over,
  });
  const readStatuses = (...statuses: unknown[]) => read(webhook(messagesChange({ statuses })));

  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
    ['failed', 'failed'],
  ])('%s is told as %s', (given, told) => {
    expect(readStatuses(status({ status: given })).statuses).toEqual([
      { lineId: 'md', messageId: 'wamid.OUT', at: AT, status: told },
    ]);
  });

  it('brings back the key of the send, the price and the reason, and nobody’s phone', () => {
    const got = readStatuses(
      status({
        status: 'failed',
        biz_opaque_callback_data: 'payment-link/x/send-link',
        errors: [{ code: 131047, title: 'Re-engagement message' }],
        pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
      }),
    );
    expect(got.statuses).toEqual([
      {
        lineId: 'md',
        messageId: 'wamid.OUT',
        at: AT,
        status: 'failed',
        key: 'payment-link/x/send-link',
        code: 131047,
        pricing: { type: 'regular', category: 'utility' },
      },
    ]);
    expect(JSON.stringify(got)).not.toContain('37369000001');
  });

  it('takes odd prices and errors for absent', () => {
    const got = readStatuses(status({ status: 'failed', errors: 'none', pricing: { billable: true } }));
    expect(got.statuses).toEqual([{ lineId: 'md', messageId: 'wamid.OUT', at: AT, status: 'failed' }]);
  });

  it('that is new to us is counted, and so is one of a group', () => {
    expect(readStatuses(status({ status: 'pondered' })).counts).toEqual(['unknown_status']);
    expect(readStatuses(status({ status: 'constructor' })).counts).toEqual(['unknown_status']);
    expect(readStatuses(status({ status: 'sent', recipient_type: 'group' })).counts).toEqual(['group_message']);
  });
});

describe('a batch', () => {
  it('is read whole: 1,000 updates over entries, changes, messages and statuses', () => {
    const some = Array.from({ length: 250 }, (_, n) => message({ id: `wamid.${n}` }));
    const statuses = Array.from({ length: 250 }, (_, n) => ({ id: `wamid.out.${n}`, status: 'sent' }));
    const change = messagesChange({ contacts: [profile()], messages: some, statuses });
    const entry = { id: WABA_ID, time: 1749416400, changes: [change] };
    const got = read({ object: 'whatsapp_business_account', entry: [entry, entry] });
    expect(got.messages).toHaveLength(500);
    expect(got.statuses).toHaveLength(500);
    expect(got.counts).toEqual([]);
  });

  it('keeps the order in which it came', () => {
    const messages = ['c', 'a', 'b'].map((id) => message({ id }));
    expect(read(webhook(messagesChange({ messages }))).messages.map((one) => one.messageId)).toEqual(['c', 'a', 'b']);
  });

  it.each([
    ['no id', { id: undefined }],
    ['no time', { timestamp: undefined }],
    ['a time that is none', { timestamp: 'yesterday' }],
    ['a time out of range', { timestamp: '99999999999999999' }],
    ['a text without text', { text: undefined }],
    ['a tap that is none', { type: 'interactive', interactive: 'x' }],
    ['a card without a card', { type: 'contacts', contacts: [] }],
    ['a system message without its node', { type: 'system' }],
  ])('loses a message with %s, and no other', (_, over) => {
    const messages = [message({ id: 'before' }), message(over), message({ id: 'after' })];
    const got = read(webhook(messagesChange({ contacts: [profile()], messages })));
    expect(got.messages.map((one) => one.messageId)).toEqual(['before', 'after']);
    expect(got.counts).toEqual(['malformed']);
  });

  it('survives anything in the place of anything', () => {
    const junk = fc.oneof(fc.anything(), fc.jsonValue());
    const messages = fc.tuple(fc.array(junk), fc.array(junk)).map(([a, b]) => [...a, message({ id: 'good' }), ...b]);
    const change = fc.record({ contacts: junk, messages, statuses: junk, errors: junk }).map(messagesChange);
    const changes = fc.tuple(fc.array(junk), change, fc.array(junk)).map(([a, good, b]) => [...a, good, ...b]);
    fc.assert(
      fc.property(changes, junk, (all, entry) => {
        const payload = { object: 'whatsapp_business_account', entry: [entry, { id: WABA_ID, changes: all }, entry] };
        expect(read(payload).messages.map((one) => one.messageId)).toContain('good');
      }),
    );
  });

  it.each([
    [undefined],
    [null],
    ['{}'],
    [[]],
    [{}],
    [{ object: 'page', entry: [] }],
    [{ object: 'whatsapp_business_account' }],
  ])('that is not ours holds nothing: %j', (payload) => {
    expect(read(payload)).toEqual({
      messages: [],
      statuses: [],
      templates: [],
      accounts: [],
      counts: ['foreign_object'],
    });
  });
});

describe('what is not for us', () => {
  it('a number of nobody is counted', () => {
    const change = messagesChange({ metadata: { phone_number_id: '1' }, messages: [message()] });
    expect(read(webhook(change))).toMatchObject({ messages: [], counts: ['unknown_number'] });
  });

  it('a message in a group is counted and ignored', () => {
    const change = messagesChange({ messages: [message({ group_id: 'g' })] });
    expect(read(webhook(change))).toMatchObject({ messages: [], counts: ['group_message'] });
  });

  it('an error beside the messages is counted and noted, and suspends nothing', () => {
    const change = messagesChange({ messages: [message()], errors: [{ code: 130429, title: 'Rate limit hit' }] });
    expect(read(webhook(change))).toMatchObject({
      messages: [{ messageId: 'wamid.IN' }],
      accounts: [{ ...account, kind: 'note', reason: 'error 130429' }],
      counts: ['channel_error'],
    });
  });

  it('a change of a shape we do not know is counted', () => {
    expect(read(webhook({ field: 'user_preferences', value: { user_preferences: [] } })).counts).toEqual([
      'unknown_change',
    ]);
  });
});

describe('a template', () => {
  const readTemplate = (value: Record<string, unknown>, field?: string) => read(webhook(templateChange(value, field)));

  it('changes its state', () => {
    expect(readTemplate({ event: 'APPROVED', reason: 'NONE', message_template_category: 'UTILITY' }).templates).toEqual(
      [{ ...template, kind: 'status', status: 'APPROVED', category: 'UTILITY' }],
    );
    expect(readTemplate({ event: 'REJECTED', reason: 'INVALID_FORMAT' }).templates).toEqual([
      { ...template, kind: 'status', status: 'REJECTED', reason: 'INVALID_FORMAT' },
    ]);
    expect(readTemplate({ event: 'DELETED', reason: null }).templates).toEqual([
      { ...template, kind: 'status', status: 'DELETED' },
    ]);
  });

  it('may be sent again when Meta reinstates it', () => {
    expect(readTemplate({ event: 'REINSTATED' }).templates).toEqual([
      { ...template, kind: 'status', status: 'APPROVED' },
    ]);
  });

  it.each([
    ['at risk of being disabled', 'FLAGGED', 'flagged'],
    ['not to be edited', 'LOCKED', 'locked'],
  ])('that is %s is as usable as before', (_, event, kind) => {
    expect(readTemplate({ event, message_template_category: 'UTILITY' }).templates).toEqual([{ ...template, kind }]);
  });

  it.each([
    ['FIRST_PAUSE', 'PAUSED'],
    ['SECOND_PAUSE', 'PAUSED'],
    ['RATE_LIMITING_PAUSE', 'PAUSED'],
    ['DISABLED', 'DISABLED'],
    ['UNPAUSE', 'APPROVED'],
  ])('that is locked or unlocked for %s is %s', (title, status) => {
    expect(readTemplate({ event: 'LOCKED', other_info: { title, description: 'Quality' } }).templates).toEqual([
      { ...template, kind: 'status', status },
    ]);
  });

  it.each(['ARCHIVED', 'DELETED', 'DISABLED', 'IN_APPEAL', 'LIMIT_EXCEEDED', 'PAUSED', 'PENDING', 'PENDING_DELETION'])(
    'that is %s is not usable',
    (event) => {
      const [told] = readTemplate({ event, message_template_category: 'UTILITY' }).templates;
      expect(told).toMatchObject({ kind: 'status', status: event });
    },
  );

  it('changes its quality, whatever field Meta files it under', () => {
    const value = { previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' };
    const expected = [{ ...template, kind: 'quality', quality: 'YELLOW' }];
    expect(readTemplate(value, 'message_template_status_update').templates).toEqual(expected);
    expect(readTemplate(value, 'message_template_quality_update').templates).toEqual(expected);
  });

  it('is filed under another category', () => {
    expect(readTemplate({ previous_category: 'UTILITY', new_category: 'MARKETING' }).templates).toEqual([
      { ...template, kind: 'category', category: 'MARKETING' },
    ]);
  });

  it('will be filed under another category: until then the present one holds', () => {
    const value = { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: 1749502800 };
    expect(readTemplate(value).templates).toEqual([
      {
        ...template,
        kind: 'category',
        category: 'UTILITY',
        announced: { category: 'MARKETING', from: '2025-06-09T21:00:00.000Z' },
      },
    ]);
  });

  it('changes its words', () => {
    expect(readTemplate({ message_template_element: 'Plată' }).templates).toEqual([
      { ...template, kind: 'components' },
    ]);
  });

  it.each([
    ['of others', { message_template_name: 'order_confirmation', event: 'APPROVED' }],
    ['in American English, which is not English', { message_template_language: 'en-US', event: 'APPROVED' }],
  ])('%s is counted', (_, value) => {
    expect(readTemplate(value)).toMatchObject({ templates: [], counts: ['foreign_template'] });
  });

  it('is told to every line of its account', () => {
    const lines = directory(line(), line({ id: 'ro', address: '2' }), line({ id: 'other', wabaId: 'w' }));
    const got = read(webhook(templateChange({ event: 'PAUSED' })), lines);
    expect(got.templates.map((event) => event.lineId)).toEqual(['md', 'ro']);
  });
});

describe('the account', () => {
  const readAccount = (value: Record<string, unknown>) => read(webhook(accountChange(value)));

  it.each([
    ['is deleted', { event: 'ACCOUNT_DELETED' }, 'suspend'],
    ['is disabled', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }, 'suspend'],
    ['is reinstated', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, 'resume'],
    ['will be disabled', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } }, 'note'],
    ['is warned', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } }, 'note'],
    ['is verified', { event: 'VERIFIED_ACCOUNT', phone_number: '37369002773' }, 'note'],
    ['is alerted', { entity_type: 'BUSINESS', alert_info: { alert_type: 'LIMITS' } }, 'note'],
    ['gets more throughput', { event: 'THROUGHPUT_UPGRADE', display_phone_number: '37369002773' }, 'note'],
  ])('%s', (_, value, kind) => {
    expect(readAccount(value)).toMatchObject({ accounts: [{ ...account, kind }], counts: [] });
  });

  const restricted = (restriction_type: string) => ({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type, expiration: '1749502800' }],
  });

  it('is forbidden to answer: everything waits until then', () => {
    expect(readAccount(restricted('RESTRICTED_CUSTOMER_INITIATED_MESSAGING')).accounts).toEqual([
      { ...account, kind: 'suspend', reason: 'ACCOUNT_RESTRICTION', until: '2025-06-09T21:00:00.000Z' },
    ]);
  });

  it('is forbidden to begin conversations: answers go on', () => {
    expect(readAccount(restricted('RESTRICTED_BIZ_INITIATED_MESSAGING')).accounts).toEqual([
      { ...account, kind: 'note', reason: 'ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING' },
    ]);
  });

  it('tells what concerns one number to that number’s line only', () => {
    const lines = directory(line(), line({ id: 'ro', address: '2', displayNumber: '+40 711 000 000' }));
    const change = accountChange({ event: 'THROUGHPUT_UPGRADE', display_phone_number: '40711000000' });
    expect(read(webhook(change), lines).accounts.map((event) => event.lineId)).toEqual(['ro']);
  });

  it('of nobody is counted', () => {
    expect(read(webhook(accountChange({ event: 'ACCOUNT_DELETED' })), directory()).counts).toEqual(['unknown_account']);
    expect(readAccount({ event: 'ONBOARDING', display_phone_number: '15550783881' }).counts).toEqual([
      'unknown_account',
    ]);
  });
});
