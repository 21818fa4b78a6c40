import { decimalsOf } from '../money';
import { bareOf, COVERED } from './bare';
import { lastNumber } from './last-number';
import { readCurrency } from './more-units';
import { UNNAMED } from './naming-words';
import { toMinor } from './number';
import {
  findPrice,
  instead,
  isPrice,
  minorOf,
  type More,
  pattern,
  type Place,
  PRICE,
  type Typed,
  WHOLE,
  whole,
} from './price';
import { readUnit } from './unit';

/** `= 140`: what it comes to. */
const TOTAL = pattern('(?:^| )= ?');
/** `шт по 50`, `a 50`, `x 50`: so much each. A number before it makes it a measure, `20 x 30`. */
const TIMES = pattern(
  String.raw`^(?:[^\d${COVERED}]* )?(?:[xх×*] ?|(?:по|câte|cate|à|je|mal|fois|times|ori|раза?|разів) )(?:(?:по|câte|cate|a|à) )?`,
  PRICE,
);
/** `la 50`, `a 50` and `buc a 50`; further on these are words of a description. */
const EACH = pattern(String.raw`^(?:(?:la|на|for) |(?:[\p{L}\p{M}.]+ )?[aà] )`, PRICE);
/** `bilete la 100`, `tickets @ 100`. */
const THINGS = String.raw`^(?:[\p{L}\p{M}.’'-]+ ){0,5}`;
const EACH_OF = pattern(`${THINGS}(?:(?:la|at|zu) |@ ?)`, PRICE);
/** `билета за 100`: so much each, or all together. */
const FOR = pattern(`${THINGS}(?:за|на|for|pour|für|pentru) `, PRICE);
/** `+ 20`, `+ livrare 50`; with a word behind, as in `+ 2 croissante`, it counts things, and in `+ masa 7` it is a name. */
const PLUS = pattern(
  String.raw`(?:^| )(?:\+ ?|(?:plus|плюс) )(?:[\p{L}\p{M}.’'-]+[:,]? ){0,2}(?:[-–—:] ?)?${UNNAMED}`,
  PRICE,
);
/** `300 și 250`, with nothing behind: `și 2 cafele` counts things. */
const AND = pattern('^(?:și|şi|si|и|and|et|und) ', String.raw`(?=$| ?(?:[${COVERED}.,!?]|:(?!\d)))`);
const MINUS = pattern('^(?:minus|минус|fără|fara) ');
const RATHER = pattern('^(?:sau|или|або|oder|ou|or|nu|не|ой|nein|non|no|ba|adic[ăa]|ошибка|точнее|to|до|bis),? ');
const SPOKEN_POINT = /^(?:virgul[aă]|запятая|запятых|punct|точка|komma|virgule|comma|point) (\d{1,3})(?=$|[ _.,!?])/iu;
/** `5 cu 50`: with nothing behind, for `cu 50 de flori` is a description. */
const SPOKEN_JOIN = /^(?:și|şi|si|и|and|et|und|cu|с|mit|avec|целых) (\d{1,2})(?=$| ?_)/iu;
const HALF = /^(?:½|(?:с|и) половиной|și jumătate|şi jumătate|si jumatate|et demie?|and a half)(?=$|[ _.,!?])/iu;
const JOINING = /(?:^| )(?:și|şi|si|и|and|et|und|cu|с|mit|avec) $/iu;

/**
 * Looks for other money in a bare text after an amount. `2 cafele 100 lei` is two lei to the grammar and a hundred to whoever
 * wrote it. What is quoted is nobody's money, so whoever means a description can say so.
 */
export function readMoreMoney(typed: Typed): More {
  const { digits, rest, currency } = typed;
  const text = bareOf(rest);
  const decimals = decimalsOf(currency);
  const later = laterOnes(text, typed);
  const isForeign = (codes?: readonly string[]) => codes !== undefined && !codes.includes(currency);
  if (later.some(({ codes }) => isForeign(codes))) return 'foreign';
  if (typed.currencySaid && isForeign(readCurrency(rest, currency))) return 'foreign';

  const half = HALF.exec(text)?.[0];
  if (half !== undefined) return withFraction(typed, '5'.padEnd(decimals, '0'), half.length);
  const [spoken = '', point] = SPOKEN_POINT.exec(text) ?? SPOKEN_JOIN.exec(text) ?? [];
  if (point !== undefined) return withFraction(typed, point.padEnd(decimals, '0'), spoken.length);

  const own = toMinor(digits, currency);
  const result = (expression: RegExp, combine: (number: number) => number) => priced(typed, text, expression, combine);
  const times = (number: number) => multiplied(own, number, decimals);
  return (
    result(TIMES, times) ??
    result(EACH, times) ??
    ofThings(typed, text, EACH_OF) ??
    ofThings(typed, text, FOR) ??
    result(PLUS, (number) => own + number) ??
    result(AND, (number) => own + number) ??
    result(MINUS, (number) => own - number) ??
    result(RATHER, (number) => number) ??
    total(typed, text) ??
    orLast(laterMoney(typed, later), typed, text)
  );
}

/** Money that is said with its currency counts before a bare number at the end, unless it is the amount once more. */
function orLast(money: More, typed: Typed, text: string): More {
  const isOwn = ({ digits }: Pick<Typed, 'digits'>) =>
    toMinor(digits, typed.currency) === toMinor(typed.digits, typed.currency);
  const isNews = money !== undefined && !(typeof money === 'object' && money.every(isOwn));
  return isNews ? money : (lastNumber(typed, text) ?? money);
}

/** What the amount and the price that an expression finds come to together. */
function priced(typed: Typed, text: string, expression: RegExp, combine: (number: number) => number): More {
  const price = findPrice(text, expression, typed.currency);
  if (price === undefined) return undefined;
  if (price.minor === undefined || !price.alone) return 'unclear';
  const minor = combine(price.minor);
  return minor === toMinor(typed.digits, typed.currency) ? undefined : whole(typed, minor);
}

/** A price of what the number in front counts. What costs less than that and has no currency is none: `100 masa la 5`. */
function ofThings(typed: Typed, text: string, expression: RegExp): More {
  const { currency } = typed;
  const own = toMinor(typed.digits, currency);
  const price = findPrice(text, expression, currency);
  if (typed.currencySaid || price?.minor === undefined) return undefined;
  const { minor, token } = price;
  if (!price.currencySaid && !(minor > own && isPrice(minor, token, currency))) return undefined;
  const each = priced(typed, text, expression, (number) => multiplied(own, number, decimalsOf(currency)));
  const all = expression === FOR ? whole(typed, minor) : [];
  return typeof each === 'object' && typeof all === 'object' ? [...each, ...all] : each;
}

/** `2 шаурмы = 140` */
function total(typed: Typed, text: string): More {
  const [match] = text.matchAll(TOTAL);
  if (match === undefined || minorOf(match[1] ?? '', typed.currency) === toMinor(typed.digits, typed.currency))
    return undefined;
  return instead(typed, { token: match[1] ?? '', from: match.index, to: match.index + match[0].length });
}

/** A number with a currency of its own, and where it stands; without `codes` it is in the smaller unit. */
interface Later extends Place {
  readonly codes?: readonly string[];
}

/** `100 lei 50 b`: short for the smaller unit, where a currency was said. */
const SHORT_MINOR = /^[bб]\.?(?=$|[ _])/iu;
const WITH_WORD = new RegExp(String.raw`(?<![\p{L}\p{N}.,%])${WHOLE}[.,:!]? ?(?=(?:de )?[\p{L}\p{Sc}])`, 'giu');

function laterOnes(text: string, { currency, currencySaid }: Typed): readonly Later[] {
  return [...text.matchAll(WITH_WORD)].flatMap((match) => {
    const behind = text.slice(match.index + match[0].length);
    const unit = readUnit(behind, currency);
    const codes = readCurrency(behind, currency);
    const short = currencySaid ? SHORT_MINOR.exec(behind)?.[0].length : undefined;
    if (codes === undefined && unit?.unit.kind !== 'minor' && short === undefined) return [];
    const to = unit === undefined ? match.index + match[0].length + (short ?? 0) : text.length - unit.after.length;
    const place = { token: match[1] ?? '', from: match.index, to };
    return [{ ...place, ...(codes === undefined ? {} : { codes }) }];
  });
}

function laterMoney(typed: Typed, [first, second]: readonly Later[]): More {
  const { currency, currencySaid } = typed;
  if (first === undefined) return undefined;
  if (second !== undefined) return 'unclear';
  if (first.codes === undefined) return smaller(typed, first);
  if (!currencySaid) return instead(typed, first);
  const number = minorOf(first.token, currency);
  return number === undefined ? 'unclear' : whole(typed, toMinor(typed.digits, currency) + number);
}

/** `100 lei și 50 de bani` */
function smaller({ digits, rest, currency }: Typed, { token, from, to }: Later): More {
  const decimals = decimalsOf(currency);
  if (digits.fraction !== '' || token.length > decimals) return 'unclear';
  const before = rest.slice(0, from).replace(JOINING, ' ');
  const left = `${before.trimEnd()} ${rest.slice(to).trimStart()}`.trim();
  return [{ digits: { ...digits, fraction: token.padStart(decimals, '0') }, rest: left }];
}

function withFraction({ digits, rest }: Typed, fraction: string, length: number): More {
  return digits.fraction === ''
    ? [{ digits: { ...digits, fraction }, rest: rest.slice(length).trimStart() }]
    : 'unclear';
}

/** @returns NaN where the product is no whole minor unit */
function multiplied(one: number, other: number, decimals: number): number {
  const product = (one * other) / 10 ** decimals;
  return Number.isInteger(product) ? product : NaN;
}
