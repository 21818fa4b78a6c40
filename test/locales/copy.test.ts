import { describe, expect, it } from '@jest/globals';
import { LOCALES, type Locale } from '../../domain/locale';
import { COPY, parseCopy, placeholders, say, SOURCES, type CopyKey } from '../../locales/copy';
import { regionalTag } from '../../locales/format';
import { EXAMPLES } from './examples';
import { literalsOf, messagesOf, pluralsOf } from './icu';

const others = LOCALES.filter((locale) => locale !== 'en');
const KEYS = [...COPY.en.keys()] as CopyKey[];

/** Said by no message: test/api/link-page.test.ts reads the page itself. */
const PAGE = 'page';

/** Words that a language has in common with English. */
const SHARED: Readonly<Record<Exclude<Locale, 'en'>, readonly string[]>> = {
  ro: ['are', 'create', 'link', 'moment', 'ref', 'total', 'zero'],
  ru: [],
  fr: ['description', 'maximum', 'message', 'messages', 'minimum', 'minute', 'moment', 'page', 'service', 'table7'],
  de: ['app', 'bank', 'banking', 'limit', 'link', 'links', 'minute', 'optional', 'ref', 'tag', 'was'],
};
/** Typed as they are in every language. */
const COMMANDS = ['pay', 'rtp', 'list', 'today', 'cancel', 'merchant', 'lang', 'help', 'miapos', 'mdl'];

const wordsIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.toLowerCase().match(/\p{L}[\p{L}\p{N}]*/gu) ?? []);

describe('the locale files', () => {
  it('have an area for everything that can be said, and none besides', () => {
    expect(Object.keys(SOURCES.en).sort()).toEqual([...Object.keys(EXAMPLES), PAGE].sort());
  });

  it.each(others)('say the same things in %s as in English', (locale) => {
    expect([...COPY[locale].keys()].sort()).toEqual([...KEYS].sort());
    for (const key of KEYS) {
      const [own, model] = [COPY[locale].get(key), COPY.en.get(key)].map((ast) => [...placeholders(ast ?? [])].sort());
      expect({ key, takes: own }).toEqual({ key, takes: model });
    }
  });

  it.each(LOCALES)('have all plural forms of %s', (locale) => {
    const needed = new Intl.PluralRules(locale)
      .resolvedOptions()
      .pluralCategories.filter((category) => !(locale === 'fr' && category === 'many'));
    const forms = [...COPY[locale].values()].flatMap((ast) => pluralsOf(ast));
    expect(forms.length).toBeGreaterThan(2);
    for (const form of forms) expect([...form].sort()).toEqual([...needed].sort());
  });

  it.each(others)('leave no English in %s', (locale) => {
    const english = new Set(wordsIn([...COPY.en.values()].flatMap((ast) => literalsOf(ast))));
    const words = wordsIn([...COPY[locale].values()].flatMap((ast) => literalsOf(ast)));
    const both = words.filter((word) => word.length > 2 && english.has(word) && !COMMANDS.includes(word));
    expect([...new Set(both)].sort()).toEqual([...SHARED[locale]].sort());
  });

  it('write Russian in Russian letters', () => {
    const latin = wordsIn([...COPY.ru.values()].flatMap((ast) => literalsOf(ast))).filter((word) =>
      /\p{Script=Latin}/u.test(word),
    );
    expect(latin.filter((word) => !COMMANDS.includes(word))).toEqual([]);
  });

  it('write Romanian ș and ț with a comma, never with a cedilla', () => {
    const text = messagesOf(SOURCES.ro).join('\n');
    expect(text).toMatch(/ș/u);
    expect(text).toMatch(/ț/u);
    expect(text).not.toMatch(/[şţŞŢ]/u);
  });

  it('put a no-break space before the high French marks', () => {
    const text = messagesOf(SOURCES.fr)
      .map((message) => message.replace(/\{\w+, (select|plural),[^{]*/gu, ''))
      .join('\n');
    expect(text).toMatch(/\u00a0:/u);
    expect(text).not.toMatch(/[^\u00a0/][:!?;](?=\s|$)/u);
  });

  it.each(LOCALES)('quote as printers do in %s: a straight apostrophe is ICU’s own', (locale) => {
    expect(messagesOf(SOURCES[locale]).filter((message) => message.includes("'"))).toEqual([]);
  });
});

describe('counting', () => {
  const heading = (locale: Locale, count: number): string =>
    say(locale, regionalTag(locale, 'MD'), 'list.heading', { count, all: 'yes' });

  it.each([
    [1, 'Aveți 1 link:'],
    [2, 'Aveți 2 linkuri:'],
    [19, 'Aveți 19 linkuri:'],
    [20, 'Aveți 20 de linkuri:'],
    [101, 'Aveți 101 linkuri:'],
    [120, 'Aveți 120 de linkuri:'],
  ])('%i in Romanian: %s', (count, text) => {
    expect(heading('ro', count)).toBe(text);
  });

  it.each([
    [1, 'У вас 1 ссылка:'],
    [2, 'У вас 2 ссылки:'],
    [5, 'У вас 5 ссылок:'],
    [11, 'У вас 11 ссылок:'],
    [21, 'У вас 21 ссылка:'],
    [22, 'У вас 22 ссылки:'],
  ])('%i in Russian: %s', (count, text) => {
    expect(heading('ru', count)).toBe(text);
  });
});

describe('files that do not fit together', () => {
  const broken = (locale: Locale, change: (copy: Record<string, unknown>) => void): (() => unknown) => {
    const sources: Record<Locale, Record<string, unknown>> = structuredClone(SOURCES);
    change(sources[locale]);
    return () => parseCopy(sources);
  };

  it('stop the start over a missing key', () => {
    expect(broken('fr', (copy) => delete copy['blocked'])).toThrow('fr: blocked is missing');
  });

  it('stop the start over a key nobody says', () => {
    expect(broken('de', (copy) => (copy['surplus'] = 'x'))).toThrow('de: surplus is unknown');
  });

  it('stop the start over a placeholder that only one language has', () => {
    expect(broken('ru', (copy) => (copy['merchantSet'] = 'Теперь {shop}'))).toThrow(
      'ru: merchantSet takes {shop} instead of {merchant}',
    );
  });

  it('stop the start over a message that is no ICU', () => {
    expect(broken('ro', (copy) => (copy['blocked'] = 'Ați {'))).toThrow('ro: blocked is no ICU message');
  });

  it.each([[''], [null], [7], [['x']]])('stop the start over %p instead of a text', (value) => {
    expect(broken('en', (copy) => (copy['blocked'] = value))).toThrow('en: blocked is no text');
  });

  it('name everything wrong at once', () => {
    const twice = broken('fr', (copy) => {
      delete copy['blocked'];
      delete copy['frozen'];
    });
    expect(twice).toThrow(/fr: blocked is missing[\s\S]*fr: frozen is missing/u);
  });

  it('are noticed when a value is forgotten', () => {
    expect(() => say('ro', 'ro-MD', 'merchantSet')).toThrow('merchant');
  });
});
