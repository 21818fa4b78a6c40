import type { Line } from '../domain/line';
import type { Locale } from '../domain/locale';
import type { Money } from '../domain/money';
import { say, type CopyKey, type Values } from './copy';
import { formatAmount, formatDate, formatLeft, formatMoment, regionalTag, type Moment } from './format';

/** Who reads, where, and when. */
export interface Reader {
  readonly locale: Locale;
  /** IANA zone that times are told in: the merchant's. */
  readonly timeZone: string;
  readonly now: Date;
  readonly line: Pick<Line, 'defaultLocale' | 'country' | 'displayNumber'>;
}

/** One language, as spoken to one reader. */
export interface Voice {
  readonly say: (key: CopyKey, values?: Values) => string;
  readonly amount: (amount: Money) => string;
  /** @param at ISO 8601 */
  readonly moment: (at: string) => Moment;
  /** How long it is until then: `12 min.` */
  readonly left: (at: string) => string;
  /** The reader's own day: `23 nov.` */
  readonly today: () => string;
}

export function voiceFor(reader: Reader, locale: Locale = reader.locale): Voice {
  const tag = regionalTag(locale, reader.line.country);
  return {
    say: (key, values) => say(locale, tag, key, values),
    amount: (amount) => formatAmount(tag, amount),
    moment: (at) => formatMoment(tag, reader.timeZone, new Date(at), reader.now),
    left: (at) => formatLeft(tag, Date.parse(at) - reader.now.getTime()),
    today: () => formatDate(tag, reader.timeZone, reader.now),
  };
}
