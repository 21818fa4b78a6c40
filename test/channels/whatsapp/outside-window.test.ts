import { describe, expect, it } from '@jest/globals';
import { outsideWindow } from '../../../channels/whatsapp/outside-window';
import { TEMPLATE_DEFINITIONS } from '../../../channels/whatsapp/templates/definitions';
import type { Notice, NoticeOutcome, Say } from '../../../domain/say';
import { line } from './payloads';

const templates = TEMPLATE_DEFINITIONS.map(({ name, locale }) => ({
  name,
  locale,
  status: 'APPROVED',
  category: 'UTILITY',
}));
const to = {
  locale: 'ro',
  timeZone: 'Europe/Chisinau',
  line: line(),
  templates,
} as const;
const notice = (outcome: NoticeOutcome): Notice => ({
  linkId: 'abcdefghijklmnopqrstk7qx2a',
  seq: 1,
  outcome,
  amount: { minor: 10_000, currency: 'MDL' },
  description: 'Cafea',
  tag: 'masa7',
  at: '2026-11-21T12:05:00Z',
});

describe('outside the window', () => {
  it('a notice goes out by its template, in the reader’s language and time', () => {
    const message = outsideWindow({ say: 'notice', notice: notice('paid') }, to);
    expect(message).toMatchObject({ kind: 'template', name: 'miapos_payment_paid_v1', locale: 'ro' });
    const [amount, item, time, reference] = message?.kind === 'template' ? message.parameters : [];
    expect(amount?.text).toMatch(/^100,00\sMDL$/);
    expect(item?.text).toBe('Cafea #masa7');
    expect(time?.text).toMatch(/^21 nov\.?, 14:05$/);
    expect(reference).toEqual({ name: 'reference', text: 'k7qx2a' });
  });

  it('names the day of what happened just now too: a phone that is off reads it on another', () => {
    const message = outsideWindow({ say: 'notice', notice: { ...notice('paid'), at: new Date().toISOString() } }, to);
    const time = message?.kind === 'template' ? message.parameters[2]?.text : undefined;
    expect(time).toMatch(/^\d+ \p{L}+\.?, \d\d:\d\d$/u);
  });

  it.each(['failed', 'declined', 'expired'] as const)('%s offers a new link where there is one to offer', (outcome) => {
    const said: Say = { say: 'notice', notice: notice(outcome) };
    expect(outsideWindow({ ...said, retryId: 'again:x' }, to)).toMatchObject({
      name: `miapos_payment_${outcome}_button_v1`,
      replies: ['again:x'],
    });
    expect(outsideWindow(said, to)).toMatchObject({ name: `miapos_payment_${outcome}_v1` });
    expect(outsideWindow(said, to)).not.toHaveProperty('replies');
  });

  it('a payment that was paid after all is told as paid', () => {
    expect(outsideWindow({ say: 'notice', notice: notice('paidAfterAll') }, to)).toMatchObject({
      name: 'miapos_payment_paid_v1',
    });
  });

  it.each(['cancelled', 'unconfirmed', 'review', 'paidTwice', 'rtpUnknown'] as const)(
    '%s has no template',
    (outcome) => {
      expect(outsideWindow({ say: 'notice', notice: notice(outcome) }, to)).toBeUndefined();
    },
  );

  it('of several notices none goes out: a template tells one', () => {
    const paid = notice('paid');
    expect(outsideWindow({ say: 'notices', notices: [paid, paid] }, to)).toBeUndefined();
    expect(outsideWindow({ say: 'notices', notices: [paid] }, to)).toMatchObject({ name: 'miapos_payment_paid_v1' });
  });

  it('nothing else goes out, and nothing without an approved template', () => {
    expect(outsideWindow({ say: 'languages' }, to)).toBeUndefined();
    expect(outsideWindow({ say: 'notice', notice: notice('paid') }, { ...to, templates: [] })).toBeUndefined();
  });
});
