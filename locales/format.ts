import type { Locale } from '../domain/locale';
import { decimalsOf, toDecimal, type Money } from '../domain/money';

/** Where a language's own conventions are used; elsewhere those of `home`. */
const REGIONS: Record<Locale, { readonly home: string; readonly also: readonly string[] }> = {
  ro: { home: 'RO', also: ['MD'] },
  ru: { home: 'RU', also: ['MD'] },
  en: { home: 'GB', also: ['IE'] },
  fr: { home: 'FR', also: ['BE', 'CH', 'LU'] },
  de: { home: 'DE', also: ['AT', 'CH', 'LI', 'LU'] },
};

/**
 * The BCP 47 tag that amounts and times are written by: the line's country where the language is at home there
 * (`ro-MD`, `ru-MD`), else the language's first home (`en-GB`: day before month and a 24-hour clock, as everyone around).
 * @param country ISO 3166-1 alpha-2.
 */
export function regionalTag(locale: Locale, country: string): string {
  const { home, also } = REGIONS[locale];
  return `${locale}-${also.includes(country) ? country : home}`;
}

/** French and Russian group digits with different no-break spaces; phones show the plain one best. */
function oneNoBreakSpace(text: string): string {
  return text.replace(/[\u2007\u2009\u202f]/gu, '\u00a0');
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();

function cached<T>(formats: Map<string, T>, key: string, make: () => T): T {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

/**
 * `1.250,00 MDL`. Always the currency's code: ro-MD and ru-MD print a bare `L` for MDL otherwise. The decimals are those
 * the amount was counted in: ICU's own differ from ISO 4217 for some (it writes HUF without any).
 */
export function formatAmount(tag: string, amount: Money): string {
  const { currency } = amount;
  const decimals = decimalsOf(currency);
  const make = (): Intl.NumberFormat =>
    new Intl.NumberFormat(tag, {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  return oneNoBreakSpace(cached(numberFormats, `${tag} ${currency}`, make).format(toDecimal(amount) as `${number}`));
}

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DATE = { day: 'numeric', month: 'short' } as const;
const STYLES = {
  time: TIME,
  date: DATE,
  both: { ...DATE, ...TIME },
  day: { ...DATE, year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function formatIn(tag: string, timeZone: string, style: keyof typeof STYLES, at: Date): string {
  const format = cached(
    timeFormats,
    `${tag} ${timeZone} ${style}`,
    () => new Intl.DateTimeFormat(tag, { timeZone, ...STYLES[style] }),
  );
  return oneNoBreakSpace(format.format(at));
}

/** `23 nov.` */
export function formatDate(tag: string, timeZone: string, at: Date): string {
  return formatIn(tag, timeZone, 'date', at);
}

/** `23 nov., 14:23`, on the same day too: for what may be read on another one. No year, as everywhere. */
export function formatDayAndTime(tag: string, timeZone: string, at: Date): string {
  return formatIn(tag, timeZone, 'both', at);
}

export interface Moment {
  /** `14:23` on the reader's own day, else `23 nov., 14:23`. */
  readonly time: string;
  /** Picks the wording: the preposition differs in some languages. */
  readonly day: 'today' | 'later';
}

const MINUTE = 60_000;
const UNITS = [
  ['day', 1_440, 'long'],
  ['hour', 60, 'short'],
  ['minute', 1, 'short'],
] as const;

/**
 * `2 ore 5 min.`: the two largest units of what is left of a time, never more than there is, at least a minute. Days are
 * spelt out: their short forms are read by nobody in Russian or German.
 */
export function formatLeft(tag: string, leftMs: number): string {
  const minutes = Math.max(Math.floor(leftMs / MINUTE), 1);
  const first = UNITS.findIndex(([, size]) => minutes >= size);
  let rest = minutes;
  const parts = UNITS.slice(first, first + 2).map(([unit, size, unitDisplay]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    const make = () => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay });
    return count === 0 ? '' : cached(numberFormats, `${tag} ${unit}`, make).format(count);
  });
  return oneNoBreakSpace(parts.filter((part) => part !== '').join(' '));
}

/** A moment as told in a zone, from where the reader stands. No year: nothing that is told is a year away. */
export function formatMoment(tag: string, timeZone: string, at: Date, now: Date): Moment {
  const today = formatIn(tag, timeZone, 'day', at) === formatIn(tag, timeZone, 'day', now);
  return { time: formatIn(tag, timeZone, today ? 'time' : 'both', at), day: today ? 'today' : 'later' };
}
