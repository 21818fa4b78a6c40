import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TEMPLATE_COPY } from '../../../channels/whatsapp/templates/copy';
import {
  TEMPLATE_DEFINITIONS,
  TEMPLATE_PARAMETERS,
  templateFor,
  toCreateRequest,
} from '../../../channels/whatsapp/templates/definitions';
import { templateItem, templateParameter, templateParameters } from '../../../channels/whatsapp/templates/parameters';
import { LOCALES } from '../../../domain/locale';
import { chooseTemplate, TEMPLATE_OUTCOMES } from '../../../domain/template';
import { say } from '../../../locales/copy';

const VARIABLE = /\{\{(\w+)\}\}/g;
const named = TEMPLATE_DEFINITIONS.map(
  (definition) => [`${definition.name} in ${definition.locale}`, definition] as const,
);

describe('the set of templates', () => {
  it('tells every outcome in every language, with a button and without where a button makes sense', () => {
    expect(TEMPLATE_DEFINITIONS).toHaveLength(LOCALES.length * (1 + 3 * 2));
    const approved = TEMPLATE_DEFINITIONS.map(({ name, locale }) => ({
      name,
      locale,
      status: 'APPROVED',
      category: 'UTILITY',
    }));
    for (const locale of LOCALES) {
      for (const outcome of TEMPLATE_OUTCOMES) {
        for (const mayHaveButton of [true, false]) {
          const chosen = chooseTemplate(outcome, locale, approved, mayHaveButton);
          const definition = templateFor(outcome, locale, { button: mayHaveButton });
          expect(chosen).toEqual({ name: definition.name, button: definition.button !== undefined });
        }
      }
    }
  });

  it('has one name and language each', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  });

  it('has no body twice: Meta refuses the second', () => {
    expect(new Set(TEMPLATE_DEFINITIONS.map(({ body }) => body)).size).toBe(TEMPLATE_DEFINITIONS.length);
  });

  it('has the version in every name', () => {
    for (const { name } of TEMPLATE_DEFINITIONS) expect(name).toMatch(/^miapos_payment_[a-z_]+_v\d+$/);
  });
});

describe.each(LOCALES)('the words of the templates in %s', (locale) => {
  const { headline, closing, button } = TEMPLATE_COPY[locale];

  it.each(['failed', 'declined'] as const)('are those of the chat where both tell that it %s', (outcome) => {
    const values = { amount: '1', rtp: 'no', retry: 'yes' };
    expect(`${headline[outcome]} 1`).toBe(say(locale, locale, `notice.headline.${outcome}`, values));
    const [sentence] = closing[outcome].split(/(?<=\.)/u);
    expect(say(locale, locale, `notice.next.${outcome}`, values).startsWith(`${String(sentence)} `)).toBe(true);
  });

  it('have the chat’s name for the button', () => {
    expect(button).toBe(say(locale, locale, 'notice.newLink'));
  });
});

describe.each(named)('%s', (_, definition) => {
  const { body, button, examples } = definition;

  it('neither begins nor ends with a variable, even without its punctuation', () => {
    const words = body
      .replace(VARIABLE, '▮')
      .replace(/[^\p{L}\p{N}▮]+/gu, ' ')
      .trim();
    expect(words).not.toMatch(/^▮|▮$/);
  });

  it('has words between its variables', () => {
    expect(body.replace(VARIABLE, '▮')).not.toMatch(/▮[^\p{L}]*▮/u);
  });

  it('tells the outcome, then the amount, then the rest, each once', () => {
    expect([...body.matchAll(VARIABLE)].map(([, name]) => name)).toEqual([...TEMPLATE_PARAMETERS]);
    expect(body.indexOf('{{amount}}')).toBeLessThan(40);
  });

  it('has at least four words for each variable', () => {
    expect(body.replace(VARIABLE, '').match(/\p{L}+/gu)?.length).toBeGreaterThanOrEqual(4 * TEMPLATE_PARAMETERS.length);
  });

  it('stays within Meta’s lengths, also with the longest payment', () => {
    const longest = {
      amount: 'x'.repeat(30),
      item: 'x'.repeat(140 + 2 + 40),
      time: 'x'.repeat(30),
      reference: 'x'.repeat(6),
    };
    expect(body.replace(VARIABLE, (_all, name: keyof typeof longest) => longest[name]).length).toBeLessThanOrEqual(
      1024,
    );
    expect((button ?? '').length).toBeLessThanOrEqual(25);
  });

  it('shows Meta’s reviewers an example for each variable, without # $ or %', () => {
    for (const parameter of TEMPLATE_PARAMETERS) expect(examples[parameter]).toMatch(/^[^#$%]+$/);
  });

  it('is submitted as utility with named variables', () => {
    const request = toCreateRequest(definition);
    expect(request).toMatchObject({ category: 'UTILITY', parameter_format: 'NAMED', language: definition.locale });
    expect(request.components.map(({ type }) => type)).toEqual(button === undefined ? ['BODY'] : ['BODY', 'BUTTONS']);
  });
});

describe('a variable', () => {
  it.each([
    ['Cafea\nmare', 'Cafea mare'],
    ['Cafea\tmare', 'Cafea mare'],
    ['Cafea     mare ', 'Cafea mare'],
    ['100,00\u00a0MDL', '100,00\u00a0MDL'],
    ['', '—'],
    [' \n ', '—'],
  ])('%j goes out as %j', (given, sent) => {
    expect(templateParameter(given)).toBe(sent);
  });

  it('is always something that Meta takes', () => {
    const any = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\t', '\r', '\u2028', '\u00a0', '\u0000', 'ă', '🙂'),
    });
    fc.assert(
      fc.property(
        any,
        (text) => /^(?!\s)[^\n\r\t\u2028]+$/.test(templateParameter(text)) && !/\s{4}/.test(templateParameter(text)),
      ),
    );
  });

  it('goes out by name, in the order of the body', () => {
    expect(templateParameters({ time: 't', reference: 'r', amount: 'a', item: 'i' })).toEqual([
      { name: 'amount', text: 'a' },
      { name: 'item', text: 'i' },
      { name: 'time', text: 't' },
      { name: 'reference', text: 'r' },
    ]);
  });
});

describe('what a payment was for', () => {
  it.each([
    [{ description: 'Cafea', tag: 'masa7' }, 'Cafea #masa7'],
    [{ description: 'Cafea' }, 'Cafea'],
    [{ tag: 'masa7' }, '#masa7'],
    [{}, 'plată fără descriere'],
    [{ description: '' }, 'plată fără descriere'],
    [{ description: 'Cafea', merchant: 'Bistro' }, 'Cafea (Bistro)'],
    [{ merchant: 'Bistro' }, 'plată fără descriere (Bistro)'],
  ])('%j reads as %s', (payment, item) => {
    expect(templateItem('ro', payment)).toBe(item);
  });

  it('has a neutral word in every language', () => {
    for (const locale of LOCALES) expect(templateItem(locale, {})).toBe(TEMPLATE_COPY[locale].noItem);
  });
});
