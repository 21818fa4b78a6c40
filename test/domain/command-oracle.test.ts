import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCommand } from '../../domain/command';
import { commandText } from './command-arbitraries';

/*
 * A second reader, written from the grammar alone and naive on purpose: it collects every amount (in bani) that some
 * person could mean by a text, and knows only the two choices which the grammar makes itself. Whatever the product
 * accepts must have this one reading.
 */
const LEI = /^(?:lei|mdl)[.,:!]?$/i;
const QUOTE_OR_TAG = /^["“”„«»'‘’#]/;

function amountsMeant(body: string, spacesMayGroup: boolean): ReadonlySet<number> {
  const [first = '', ...words] = body.split(' ');
  const number = first.replace(/(?:lei|mdl)[.,:!]?$/i, '');
  const currencySaid = number !== first || LEI.test(words[0] ?? '') || /^de lei(?= |$)/i.test(words.join(' '));
  const own = amountsOf(number);
  const isWhole = own.size === 1 && /^[1-9]\d*(?:[.,]\d{3})*$/.test(number);
  const all = new Set(own);

  let joined = number;
  let taken = 0;
  while (
    number === first &&
    isWhole &&
    !/[a-z]$/i.test(words[taken - 1] ?? '') &&
    /^\d{3}(?:[.,]\d+)?(?:lei|mdl)?$/i.test(words[taken] ?? '')
  ) {
    joined += words[taken]?.replace(/[a-z]+$/i, '') ?? '';
    taken += 1;
  }
  if (taken > 0) {
    const next = words[taken] ?? '';
    const said =
      /(?:lei|mdl)$/i.test(words[taken - 1] ?? '') ||
      LEI.test(next) ||
      /^de lei(?= |$)/i.test(words.slice(taken).join(' '));
    const whole = amountsOf(joined.replace(/[.,]\d{3}(?=\d{3})/g, (group) => group.slice(1)));
    // The grammar's own choice: exact groups of three before a currency, a quote, a tag or the end are one number.
    const byGrammar =
      spacesMayGroup && /^[1-9]\d{0,2}$/.test(number) && (said || next === '' || QUOTE_OR_TAG.test(next));
    if (byGrammar) return whole;
    if (spacesMayGroup ? /^[1-9]\d{0,2}(?:[.,]\d{3})*$/.test(number) : true) whole.forEach((amount) => all.add(amount));
  }

  const rest = words.slice(currencySaid && number === first ? (/^de$/i.test(words[0] ?? '') ? 2 : 1) : 0);
  const bare = (rest.join(' ').split('#')[0] ?? '').split(' ').filter((word) => word !== '');
  for (const amount of own) {
    if (!currencySaid && /^(?:mii|k)$/i.test(rest[0] ?? '')) all.add(amount * 1_000);
    if (!currencySaid && /^bani$/i.test(rest[0] ?? '')) all.add(amount / 100);
    const more = /^(?:și )?(\d{1,2})(?: ?bani)?$/.exec(bare.join(' '))?.[1];
    if (more !== undefined && amount % 100 === 0 && (currencySaid || bare.join(' ').endsWith('bani')))
      all.add(amount + Number(more));
    const phone = spacesMayGroup ? 0 : phoneLength(bare);
    for (const other of laterMoney(bare.slice(phone), currencySaid)) all.add(other.combined(amount));
    const endsInPhone = !spacesMayGroup && phone === 0 && /^\+?\d{7,15}$/.test(bare.at(-1) ?? '');
    const before = endsInPhone ? [...withThousands(bare.slice(0, -1))] : [];
    const last = before.pop();
    // Before a payer's phone a bare number is as good as one that is set apart.
    if (last !== undefined && !bare.slice(0, -1).some((word) => word.startsWith('+')))
      for (const other of laterMoney([...before, '-', last], currencySaid)) all.add(other.combined(amount));
    if (/^-$/.test(rest[0] ?? '') && /^\d/.test(rest[1] ?? '')) all.add(NaN);
    const onlyShortNumbers =
      bare.length > 0 && bare.every((word) => /^\d{1,6}$/.test(word)) && (spacesMayGroup || bare.join('').length < 7);
    if (onlyShortNumbers && !currencySaid && !number.includes(',') && !number.includes('.')) {
      all.add(Number(number + bare.join('')) * 100);
    }
  }
  return all;
}

/** How many words in front are a payer's phone: one, or with a plus all that a phone is written with. */
function phoneLength(words: readonly string[]): number {
  if (/^\+?\d{7,15}$/.test(words[0] ?? '')) return 1;
  if (!/^\+\d/.test(words[0] ?? '')) return 0;
  const end = words.slice(1).findIndex((word) => !/^[\d().,/-]+$/.test(word));
  return end < 0 ? words.length : end + 1;
}

/** Other money in the words behind an amount: a number with a word of money, what is added, and so much each. */
function laterMoney(bare: readonly string[], currencySaid: boolean): { combined: (own: number) => number }[] {
  const quoted = bare.findIndex((word) => /["“”„«»'‘’]/.test(word));
  // A quotation mark in a word quotes nothing, and the text goes on with it.
  const cut = bare.slice(quoted, quoted + 1).map((word) => (QUOTE_OR_TAG.test(word) ? [] : ['…']));
  const words = withThousands(quoted < 0 ? bare : [...bare.slice(0, quoted), ...cut.flat()]);
  return words.flatMap((word, at) => {
    const [, number = '', glued = ''] = /^(\d[\d.,]*?)(lei|mdl|bani|€)?[.,:!]?$/i.exec(word) ?? [];
    const [value, ...others] = amountsOf(number);
    if (value === undefined) return [];
    const before = words[at - 1]?.toLowerCase();
    const said = glued || ((/^de$/i.test(words[at + 1] ?? '') ? words[at + 2] : words[at + 1]) ?? '');
    const any = (combine: (own: number, one: number) => number) => [
      { combined: (own: number) => (others.length > 0 ? NaN : combine(own, value)) },
    ];
    if (before === 'x' && at === 1)
      return words.length > 2 && !LEI.test(said) ? [] : any((own, one) => (own * one) / 100);
    if (isAdded(words, at)) return at < words.length - 1 && !LEI.test(said) ? [] : any((own, one) => own + one);
    if (before === 'și' && at === 1 && words.length === 2) return any((own, one) => own + one);
    const isLast = at === words.length - 1;
    const mayBePhone = /^\d{7,}$/.test(number) || value >= 1e9;
    if (!currencySaid && isPriceOf(words, at) && (LEI.test(said) || (isLast && !mayBePhone && others.length === 0)))
      return any((own, one) => (one > own || LEI.test(said) ? (own * one) / 100 : own));
    if (LEI.test(said)) return any((own, one) => (currencySaid ? own + one : one));
    if (currencySaid || !isLast || at === 0 || others.length > 0 || mayBePhone) return [];
    if (before === 'total') return any((_own, one) => one);
    return looksLikePrice(words, at) ? any((own, one) => Math.max(own, one)) : [];
  });
}

/** `bilete la 100`: so much for the things that words alone name. */
const isPriceOf = (words: readonly string[], at: number): boolean =>
  at <= 6 && /^(?:la|за|@)$/i.test(words[at - 1] ?? '') && words.slice(0, at - 1).every((one) => /^\p{L}+$/u.test(one));

/** The last number of a text, set apart or written as money is; but not a table's or an order's. */
function looksLikePrice(words: readonly string[], at: number): boolean {
  const [before = '', earlier] = [words[at - 1], words[at - 2]];
  const isApart = /^[-–—]$/.test(before) || /\p{L}[:,]$/u.test(before);
  const isWritten =
    /[.,]\d\d\D?$/.test(words[at] ?? '') || (/[.,]\d{3}\D?$/.test(words[at] ?? '') && !/\d$/.test(before));
  const isNamed = isName(before) || (/^[-–—:,]$/.test(before) && isName(earlier));
  return (isApart || isWritten) && !isNamed;
}

/** `+ 50`, `+ livrare 50`; but a table's number is added to nothing. */
function isAdded(words: readonly string[], at: number): boolean {
  const sign = words.slice(0, at).findLastIndex((word) => /^(?:\+|plus)$/i.test(word));
  const names = words.slice(sign + 1, at);
  return sign >= 0 && names.length <= 2 && names.every((name) => /^\p{L}+[:,]?$/u.test(name)) && !isName(names.at(-1));
}

const isName = (word = '') => /^(?:masa|comanda|nr)[.:,]?$/i.test(word);

/** `1 250 lei` as one word: a short number goes on in words of three digits. */
function withThousands(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  let open = false;
  for (const word of words) {
    const [digits] = /^\d{3}(?=(?:[.,]\d+)?(?:lei|mdl|bani|€)?[.,:!]?$)/i.exec(word) ?? [];
    const goesOn: boolean = open && digits !== undefined;
    found.push(goesOn ? `${found.pop() ?? ''}${word}` : word);
    open = goesOn ? digits === word : /^[1-9]\d{0,2}$/.test(word);
  }
  return found;
}

/** Every way to take the separators of one written number; a single one before three digits groups thousands. */
function amountsOf(number: string): Set<number> {
  const found = new Set<number>();
  if (!/^(?:0|[1-9]\d*)(?:[.,]\d+)*$/.test(number)) return found;
  const groups = '(?:0|[1-9]\\d{0,2})';
  const [, whole, cents] = /^(\d+)[.,](\d{1,2})$/.exec(number) ?? [];
  if (/^\d+$/.test(number)) found.add(Number(number) * 100);
  if (whole !== undefined && cents !== undefined) found.add(Number(whole) * 100 + Number(cents.padEnd(2, '0')));
  for (const [group, decimal] of [
    ['\\.', ','],
    [',', '\\.'],
  ] as const) {
    const match = new RegExp(`^(${groups}(?:${group}\\d{3})+)(?:${decimal}(\\d{1,2}))?$`).exec(number);
    const thousands = Number(match?.[1]?.replace(/\D/g, ''));
    if (match !== null) found.add(thousands * 100 + Number((match[2] ?? '').padEnd(2, '0')));
  }
  // A zero groups no thousands: `0,500` is a half to one reader and five hundred to another.
  if (/^0[.,]\d{3}$/.test(number)) found.add(Number(number.slice(2)) / 10);
  return found;
}

describe('money is never guessed', () => {
  it('is paid only where a second, naive reader finds that one amount and no other', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(commandText, (typed) => {
        const command = parseCommand(typed, { currency: 'MDL' });
        if (command.kind === 'refused' && command.problem === 'TwoReadings') refused += 1;
        if (command.kind !== 'pay' && command.kind !== 'rtp') return;
        accepted += 1;
        const body = typed
          .replace(/[\u200b\u202e]/g, '')
          .replace(/\s+/g, ' ')
          .replaceAll(';', ',')
          .replace(/ ?^ *\/?(?:pay|rtp) /i, '')
          .replace(/(lei|mdl)[.,:!]*(?=["“”„«»'‘’# ]|$)/gi, '$1 ')
          .replace(/ +/g, ' ')
          .trim();
        expect([...amountsMeant(body, command.kind === 'pay')]).toEqual([command.amount.minor]);
      }),
      { numRuns: 6_000 },
    );
    expect(accepted).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(300);
  });

  it('reads as the grammar says', () => {
    const one = (text: string) => [...amountsMeant(text, true)];
    expect(one('1 250')).toEqual([125_000]);
    expect(one('1.250,50')).toEqual([125_050]);
    expect(one('1 250 tort')).toHaveLength(2);
    expect(one('0,500')).toHaveLength(2);
    expect(one('14:30')).toEqual([]);
    expect([...amountsMeant('1 250', false)]).toHaveLength(2);
  });
});
