import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../domain/locale';
import { render } from '../../locales';
import { bare, mdl, notice, OUTCOMES, READER } from './examples';
import { ALL_EXAMPLES, bodyIn, renderIn, spaced, wordsOf } from './support';

describe('everything that can be said', () => {
  const cases = LOCALES.flatMap((locale) => ALL_EXAMPLES.map(({ name, say }) => ({ locale, name, say })));

  it.each(cases)('is said in $locale: $name', ({ locale, say }) => {
    const words = wordsOf(renderIn(locale, say)).join('\n');
    expect(words).toMatch(/\p{L}/u);
    expect(words).not.toMatch(/undefined|NaN|Invalid|\bnone\b|[{}]/u);
    expect(words).not.toMatch(/ · *(·|$)|^ *·| {2,}|[ \t]$|\n{3,}/mu);
  });
});

describe('the link', () => {
  const link = {
    say: 'link',
    merchant: 'Cafenea Aroma',
    amount: mdl(10_000),
    description: 'Cafea',
    url: 'https://pay.example.com/c/7d1f',
    validUntil: '2026-11-23T12:45:00Z',
  } as const;

  it('holds merchant, amount, description, link and validity, made to be forwarded', () => {
    expect(bodyIn('ro', link)).toBe(
      'Plată către Cafenea Aroma\n100,00 MDL · Cafea\nhttps://pay.example.com/c/7d1f\nValabil până la 14:45',
    );
  });

  it('names the day when that is not today', () => {
    expect(bodyIn('ru', { ...link, validUntil: '2026-11-24T12:45:00Z' })).toContain(
      'Ссылка действует до 24 нояб., 14:45',
    );
    expect(bodyIn('fr', { ...link, validUntil: '2026-11-24T12:45:00Z' })).toContain('jusqu’au 24 nov., 14:45');
  });

  it.each(LOCALES)('is plain text in %s: a forward loses buttons, and a preview would open the page', (locale) => {
    expect(renderIn(locale, link)).toMatchObject({ kind: 'text', previewUrl: false });
  });

  it('keeps its address whole beside the longest of names', () => {
    const body = bodyIn('ro', { ...link, merchant: 'Magazin '.repeat(900), description: 'x'.repeat(900) });
    expect(body.split('\n')).toContain(link.url);
  });
});

describe('a notice', () => {
  it('says it as a seller would', () => {
    expect(bodyIn('ro', { say: 'notice', notice: notice('paid') })).toBe(
      '✅ Achitat 100,00 MDL · Cafea #masa7 · 14:23 · ref. k7qx2a',
    );
    expect(bodyIn('ru', { say: 'notice', notice: notice('paid', { description: 'Кофе' }) })).toBe(
      '✅ Оплачено 100,00 MDL · Кофе #masa7 · 14:23 · № k7qx2a',
    );
  });

  const cases = LOCALES.flatMap((locale) => OUTCOMES.map((outcome) => ({ locale, outcome })));

  it.each(cases)('of $outcome in $locale begins with outcome and amount and ends with the reference', (of) => {
    const body = bodyIn(of.locale, { say: 'notice', notice: notice(of.outcome, { description: 'x'.repeat(140) }) });
    expect(body.slice(0, 70)).toMatch(/100[.,]00/u);
    expect(body).toMatch(/k7qx2a$/u);
  });

  it.each(cases.filter(({ outcome }) => outcome !== 'paid'))(
    'of $outcome in $locale says what to do next',
    ({ locale, outcome }) => {
      const [, next] = bodyIn(locale, { say: 'notice', notice: notice(outcome) }).split('\n');
      expect(next).toMatch(/\p{L}{3,}.*[.?]$/u);
    },
  );

  it('offers a new link where there is something to retry', () => {
    const message = renderIn('ro', { say: 'notice', notice: notice('expired'), retryId: 'again:x' });
    expect(message).toMatchObject({ kind: 'buttons', buttons: [{ id: 'again:x', title: 'Link nou' }] });
    expect(bodyIn('ro', { say: 'notice', notice: notice('expired'), retryId: 'again:x' })).toMatch(
      /^⌛ Neachitat, linkul a expirat: 100,00 MDL · Cafea #masa7 · 14:23/u,
    );
  });

  it('leaves no gap where description and tag are absent', () => {
    expect(bodyIn('ro', { say: 'notice', notice: bare(notice('paid')) })).toBe(
      '✅ Achitat 100,00 MDL · 14:23 · ref. k7qx2a',
    );
  });

  it('names the merchant when there are several', () => {
    expect(bodyIn('ro', { say: 'notice', notice: notice('paid', { merchant: 'Florăria Crin' }) })).toContain(
      '· 14:23 · Florăria Crin ·',
    );
  });

  it('takes what a seller wrote for data, not for a message of ours', () => {
    const description = "{amount} '{' <b>*gratis*</b>\n✅ Achitat 9.999,00 MDL";
    expect(bodyIn('ro', { say: 'notice', notice: notice('paid', { description }) })).toBe(
      "✅ Achitat 100,00 MDL · {amount} '{' <b>∗gratis∗</b> ✅ Achitat 9.999,00 MDL #masa7 · 14:23 · ref. k7qx2a",
    );
  });
});

describe('a refusal of a command', () => {
  it('says what is wrong and shows what would work', () => {
    expect(bodyIn('ro', { say: 'badCommand', problem: 'BelowMinimum', min: mdl(100), examples: ['pay 1'] })).toBe(
      'Suma minimă este 1,00 MDL.\nDe exemplu:\npay 1',
    );
  });

  it.each(['BelowMinimum', 'AboveMaximum', 'WrongCurrency', 'TooManyDecimals'] as const)(
    'is a sentence even where %s is all that is known',
    (problem) => {
      expect(bodyIn('de', { say: 'badCommand', problem, examples: [] })).toMatch(/^\p{Lu}[^\n]*\.$/u);
    },
  );
});

describe('a stranger', () => {
  it('is answered in the line’s language and, in Moldova, in Russian too', () => {
    const body = bodyIn('en', { say: 'stranger' });
    expect(body).toMatch(/^Bună ziua![^\n]*\n\nЗдравствуйте![^\n]*$/u);
  });

  it('reads Russian once where that is the line’s language', () => {
    const to = { ...READER, locale: 'ru' as const, line: { ...READER.line, defaultLocale: 'ru' as const } };
    expect(wordsOf(render({ say: 'stranger' }, to)).join()).toMatch(/^Здравствуйте![^\n]*$/u);
  });

  it('is answered in one language elsewhere', () => {
    const to = { ...READER, locale: 'en' as const, line: { ...READER.line, country: 'RO' } };
    expect(wordsOf(render({ say: 'stranger' }, to)).join()).toMatch(/^Bună ziua![^\n]*$/u);
  });
});

describe('the greeting and the help', () => {
  const COMMANDS = ['/list', '/today', '/cancel', '/lang', '/merchant', 'pay 100'];

  it.each(LOCALES)('list every command in %s, and RTP only where there is RTP', (locale) => {
    const help = bodyIn(locale, { say: 'help', currency: 'MDL', rtp: false });
    for (const command of COMMANDS) expect(help).toContain(command);
    expect(help).not.toContain('rtp');
    expect(bodyIn(locale, { say: 'help', currency: 'MDL', rtp: true })).toContain('/rtp 100');
    expect(bodyIn(locale, { say: 'greeting', currency: 'MDL', rtp: false })).not.toContain('rtp');
  });

  it('takes any name', () => {
    expect(bodyIn('ro', { say: 'greeting', name: 'constructor', currency: 'MDL', rtp: false })).toMatch(
      /^Bună ziua, constructor! /u,
    );
    expect(bodyIn('ro', { say: 'greeting', name: ' \n ', currency: 'MDL', rtp: false })).toMatch(/^Bună ziua! /u);
  });
});

describe('choices', () => {
  it.each(LOCALES)('of a language are five rows, each in its own, in %s', (locale) => {
    expect(renderIn(locale, { say: 'languages' })).toMatchObject({
      kind: 'list',
      rows: [
        { id: 'lang:ro', title: 'Română' },
        { id: 'lang:ru', title: 'Русский' },
        { id: 'lang:en', title: 'English' },
        { id: 'lang:fr', title: 'Français' },
        { id: 'lang:de', title: 'Deutsch' },
      ],
    });
  });

  it('of a language are confirmed in the language chosen', () => {
    expect(bodyIn('ro', { say: 'languageSet', chosen: 'de' })).toBe('Ab jetzt schreiben wir Ihnen auf Deutsch.');
  });

  it('of a merchant show a long name whole beneath its title', () => {
    const rows = [{ id: 'm', title: 'Magazinul Floarea-soarelui Centru', description: 'Banca Doi' }];
    expect(renderIn('ro', { say: 'merchants', rows })).toMatchObject({
      rows: [{ title: 'Magazinul Floarea-soare…', description: 'Magazinul Floarea-soarelui Centru · Banca Doi' }],
    });
  });
});

describe('a link that can no longer be cancelled', () => {
  it.each(LOCALES)('is not called paid, for most were not: /list knows, in %s', (locale) => {
    expect(bodyIn(locale, { say: 'cancelTooLate' })).toMatch(/\/list/u);
  });
});

describe('the overviews', () => {
  it('list what is open and what became of the rest', () => {
    const links = [
      { amount: mdl(10_000), tag: 'masa7', state: 'open', validUntil: '2026-11-23T12:45:00Z' },
      { amount: mdl(500), state: 'paid', at: '2026-11-22T10:05:00Z' },
    ] as const;
    expect(bodyIn('ro', { say: 'list', count: 2, links })).toBe(
      'Aveți 2 linkuri:\n' +
        '🔗 100,00 MDL · #masa7 · așteaptă plata · încă 15 min.\n' +
        '✅ 5,00 MDL · achitat 22 nov., 12:05',
    );
  });

  it('show today’s totals by tag, the untagged apart', () => {
    const total = {
      merchant: 'Aroma',
      total: mdl(42_000),
      count: 21,
      tags: [
        { tag: 'masa7', total: mdl(40_000), count: 20 },
        { total: mdl(2_000), count: 1 },
      ],
      inReview: 1,
    };
    expect(bodyIn('ro', { say: 'today', totals: [total] })).toBe(
      'Încasări azi, 23 nov.\nAroma: 420,00 MDL · 21 de plăți\n• #masa7: 400,00 MDL · 20\n' +
        '• fără etichetă: 20,00 MDL · 1\n⚠️ 1 plată este în verificare și nu intră în total.',
    );
  });

  it('do not repeat a total as its only, untagged part', () => {
    const total = { merchant: 'Aroma', total: mdl(500), count: 1, tags: [{ total: mdl(500), count: 1 }], inReview: 0 };
    expect(spaced(bodyIn('en', { say: 'today', totals: [total] }))).toBe(
      'Received today, 23 Nov\nAroma: MDL 5.00 · 1 payment',
    );
  });
});
