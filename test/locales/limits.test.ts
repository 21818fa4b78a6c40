import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutboundMessage } from '../../channels/channel';
import { LOCALES, type Locale } from '../../domain/locale';
import type { Money } from '../../domain/money';
import type { Notice, Row, Say } from '../../domain/say';
import { render } from '../../locales';
import { LIMITS, withinLimits } from '../../locales/limits';
import { voiceFor } from '../../locales/voice';
import { bare, NOW, OUTCOMES, READER, mdl, notice } from './examples';
import { ALL_EXAMPLES, renderIn } from './support';

/** Both ways in which a channel may count. */
const lengths = (text: string): readonly number[] => [text.length, Array.from(text).length];
const isAtMost = (text: string, limit: number): void => {
  for (const length of lengths(text)) expect(length).toBeLessThanOrEqual(limit);
};

function expectWithinLimits(message: OutboundMessage): void {
  if (message.kind === 'template') throw new Error('Templates are not rendered here.');
  expect(message.body.trim()).not.toBe('');
  isAtMost(message.body, message.kind === 'text' ? LIMITS.text : LIMITS.interactive);
  if (message.kind === 'buttons') {
    expect(message.buttons.length).toBeLessThanOrEqual(LIMITS.buttons);
    for (const { title } of message.buttons) isAtMost(title, LIMITS.buttonTitle);
  }
  if (message.kind === 'list') {
    isAtMost(message.open, LIMITS.buttonTitle);
    expect(message.rows.length).toBeLessThanOrEqual(LIMITS.rows);
    for (const { title, description = '' } of message.rows) {
      expect(title).not.toBe('');
      isAtMost(title, LIMITS.rowTitle);
      isAtMost(description, LIMITS.rowDescription);
    }
  }
}

const WIDE = '👨‍👩‍👧‍👦 '.repeat(60);
const HUGE: Money = { minor: Number.MAX_SAFE_INTEGER, currency: 'CLF' };
const row = (index: number): Row => ({ id: `m${index}`, title: WIDE, description: WIDE });
const linkOf = (index: number): Extract<Say, { say: 'list' }>['links'][number] => ({
  amount: HUGE,
  description: WIDE,
  tag: WIDE,
  state: OUTCOMES.filter((outcome) => outcome !== 'paidAfterAll')[index % 9] ?? 'paid',
  at: '2026-11-22T10:05:00Z',
});
const fullest = { amount: HUGE, description: WIDE, tag: WIDE, merchant: WIDE, at: '2026-11-22T10:05:00Z' } as const;

/** The longest that can be asked of each variant that carries anything. */
const MAXIMAL: readonly Say[] = [
  {
    say: 'link',
    merchant: WIDE,
    amount: HUGE,
    description: WIDE,
    url: 'https://x.example/'.padEnd(500, 'a'),
    validUntil: '2027-01-01T00:00:00Z',
  },
  ...OUTCOMES.map((outcome) => ({ say: 'notice', notice: notice(outcome, fullest), retryId: 'again:x' }) as const),
  { say: 'notices', notices: OUTCOMES.map((outcome) => notice(outcome, fullest)) },
  {
    say: 'notices',
    notices: Array.from({ length: 999 }, (_, index) => notice(OUTCOMES[index % 10] ?? 'paid', fullest)),
  },
  { say: 'badCommand', problem: 'AboveMaximum', examples: [WIDE, WIDE, WIDE, WIDE], max: HUGE },
  { say: 'confirm', reason: 'delayed', command: WIDE, confirmId: 'x' },
  { say: 'greeting', name: WIDE, currency: 'MDL', rtp: true },
  { say: 'merchants', amount: HUGE, rows: Array.from({ length: 12 }, (_, index) => row(index)) },
  { say: 'merchantSet', merchant: WIDE },
  { say: 'merchantOnly', merchant: WIDE },
  { say: 'askPayer', amount: HUGE },
  { say: 'confirmPayer', amount: HUGE, payerMasked: WIDE, merchant: WIDE, sendId: 'x' },
  { say: 'rtpSent', amount: HUGE, payerMasked: WIDE, merchant: WIDE, validUntil: '2027-01-01T00:00:00Z' },
  { say: 'rtpNotPossible', reason: 'payerDeclined', amount: HUGE, linkInsteadId: 'x' },
  { say: 'list', count: 40, links: Array.from({ length: 40 }, (_, index) => linkOf(index)) },
  {
    say: 'today',
    totals: Array.from({ length: 20 }, () => ({
      merchant: WIDE,
      total: HUGE,
      count: 1_000,
      tags: Array.from({ length: 20 }, () => ({ tag: WIDE, total: HUGE, count: 50 })),
      inReview: 3,
    })),
  },
  { say: 'cancelled', amount: HUGE },
];

describe('Meta’s limits', () => {
  it.each(LOCALES)('hold for every example in %s, and none of our own words is cut', (locale) => {
    for (const { say } of ALL_EXAMPLES) expectWithinLimits(renderIn(locale, say));
    for (const { say } of ALL_EXAMPLES.filter((example) => example.say.say !== 'merchants')) {
      expect(JSON.stringify(renderIn(locale, say))).not.toContain('…');
    }
  });

  it.each(LOCALES)('hold for the longest that can be said in %s', (locale) => {
    for (const say of MAXIMAL) expectWithinLimits(renderIn(locale, say));
  });

  it('are never met by cutting an amount, a time or a reference', () => {
    for (const locale of LOCALES) {
      for (const outcome of OUTCOMES) {
        const message = renderIn(locale, { say: 'notice', notice: notice(outcome, fullest) });
        const body = message.kind === 'text' ? message.body : '';
        expect(body.replace(/[^\d]/gu, '')).toContain('9007199254740991');
        expect(body).toMatch(/k7qx2a$/u);
      }
    }
  });

  it.each(LOCALES)('leave room for ten debts of all kinds in %s, however much they come to', (locale) => {
    const notices = OUTCOMES.map((outcome, index) =>
      notice(outcome, { ...fullest, linkId: `${'a'.repeat(20)}uvw00${index}` }),
    );
    const message = renderIn(locale, { say: 'notices', notices });
    const lines = message.kind === 'text' ? message.body.split('\n') : [];
    for (const { linkId } of notices) {
      const line = lines.find((each) => each.endsWith(linkId.slice(-6)));
      expect(line?.replace(/\D/gu, '')).toContain('9007199254740991');
    }
  });

  it('are enforced at the end whatever was rendered', () => {
    const choice = { id: 'x', title: 'y'.repeat(99), description: 'z'.repeat(99) };
    const choices = Array.from({ length: 12 }, () => choice);
    for (const message of [
      { kind: 'text', body: 'x'.repeat(5_000) },
      { kind: 'buttons', body: 'x'.repeat(5_000), buttons: choices },
      { kind: 'list', body: 'x'.repeat(5_000), open: 'x'.repeat(99), rows: choices },
      { kind: 'contact-request', body: 'x'.repeat(5_000) },
    ] as const) {
      expectWithinLimits(withinLimits(message));
    }
  });
});

const text = fc.string({ unit: 'binary', maxLength: 200 });
const money = fc.record({
  minor: fc.integer({ min: 1, max: 1e13 }),
  currency: fc.constantFrom('MDL', 'EUR', 'JPY', 'KWD'),
});
const anyNotice: fc.Arbitrary<Notice> = fc.record(
  {
    linkId: fc.stringMatching(/^[a-z2-7]{26}$/u),
    seq: fc.nat(),
    outcome: fc.constantFrom(...OUTCOMES),
    amount: money,
    at: fc.date({ min: new Date('2026-09-01'), max: NOW, noInvalidDate: true }).map((date) => date.toISOString()),
    description: text,
    tag: text,
    merchant: text,
  },
  { requiredKeys: ['linkId', 'seq', 'outcome', 'amount', 'at'] },
);
/** Each amount and each total of one outcome in one currency, as the locale writes it. */
function amountsIn(locale: Locale, notices: readonly Notice[]): readonly string[] {
  const voice = voiceFor({ ...READER, locale });
  const totals = notices.map(({ outcome, amount: { currency } }) => ({
    currency,
    minor: notices
      .filter((other) => other.outcome === outcome && other.amount.currency === currency)
      .reduce((sum, { amount }) => sum + amount.minor, 0),
  }));
  return [...notices.map(({ amount }) => amount), ...totals].map(voice.amount);
}
const anyLocale = fc.constantFrom(...LOCALES);

describe('whatever a seller writes and whatever it costs', () => {
  it('a notice keeps its lines, its amount and its reference', () => {
    fc.assert(
      fc.property(anyLocale, anyNotice, fc.boolean(), (locale, told, retry) => {
        const say = { say: 'notice', notice: told, ...(retry ? { retryId: 'again:x' } : {}) } as const;
        const message = render(say, { ...READER, locale });
        const plainly = render({ ...say, notice: bare(told) }, { ...READER, locale });
        expectWithinLimits(message);
        if (message.kind === 'template' || plainly.kind === 'template') throw new Error('no notice of ours');
        expect(message.body.split(/\p{Zl}|\p{Zp}|\n/u)).toHaveLength(plainly.body.split('\n').length);
        const opening = plainly.body.split(' · ')[0] ?? '';
        expect(opening).not.toBe('');
        expect(message.body.startsWith(opening)).toBe(true);
        expect(message.body.endsWith(told.linkId.slice(-6))).toBe(true);
        expect(message.body).not.toMatch(/ · (· |$)/mu);
      }),
    );
  });

  it('debts stay below 1,024 characters and cut nothing but what the seller wrote', () => {
    fc.assert(
      fc.property(anyLocale, fc.array(anyNotice, { minLength: 1, maxLength: 30 }), (locale, notices) => {
        const message = render({ say: 'notices', notices }, { ...READER, locale });
        if (message.kind !== 'text') throw new Error('debts are text');
        expectWithinLimits(message);
        expect(message.body.length).toBeLessThan(1_024);
        const opening = message.body.split('\n')[0] ?? '';
        expect(amountsIn(locale, notices).some((amount) => opening.includes(amount))).toBe(true);
      }),
    );
  });

  it('a link keeps its four lines and its address', () => {
    fc.assert(
      fc.property(anyLocale, text, text, money, (locale, merchant, description, amount) => {
        const url = 'https://pay.example.com/c/7d1f';
        const link = { say: 'link', merchant, amount, description, url, validUntil: NOW.toISOString() } as const;
        const message = render(link, { ...READER, locale });
        expectWithinLimits(message);
        expect(message).toMatchObject({ kind: 'text' });
        const lines = message.kind === 'text' ? message.body.split('\n') : [];
        expect(lines).toHaveLength(4);
        expect(lines[2]).toBe(url);
      }),
    );
  });

  it('an amount says exactly what was asked', () => {
    fc.assert(
      fc.property(anyLocale, money, (locale, amount) => {
        const message = render({ say: 'cancelled', amount }, { ...READER, locale });
        const body = message.kind === 'text' ? message.body : '';
        const shown = /(?:[A-Z]{3}\u00a0)?\d(?:[\d.,\u00a0]*\d)?(?:\u00a0[A-Z]{3})?/u.exec(body)?.[0] ?? '';
        expect(shown).toContain(amount.currency);
        expect(Number(shown.replace(/\D/gu, ''))).toBe(amount.minor);
      }),
    );
  });
});

it('has limits that the longest examples really reach', () => {
  const message = renderIn('ro', { say: 'confirm', reason: 'old', command: WIDE, confirmId: 'x' });
  expect(JSON.stringify(message)).toContain('…');
  expect(JSON.stringify(renderIn('ro', { say: 'merchants', amount: mdl(1), rows: [row(1)] }))).toContain('…');
});
