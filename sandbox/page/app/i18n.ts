import de from './i18n/de.json';
import en from './i18n/en.json';
import fr from './i18n/fr.json';
import ro from './i18n/ro.json';
import ru from './i18n/ru.json';

export type Key = keyof typeof en;
const WORDS = { ro, ru, en, fr, de } satisfies Record<string, Record<Key, string>>;
export type Language = keyof typeof WORDS;

export const LANGUAGES: Readonly<Record<Language, string>> = {
  ro: 'Română',
  ru: 'Русский',
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
};

export const isLanguage = (value: string): value is Language => value in WORDS;

let language: Language = 'en';
export const getLanguage = (): Language => language;

export function setLanguage(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen;
}

/** The words of a key, with `{name}` filled in. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return WORDS[language][key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words of a key that is put together; what has none is shown as it is. */
export function tOr(key: string, otherwise: string, values: Readonly<Record<string, string | number>> = {}): string {
  return key in en ? t(key as Key, values) : otherwise;
}

let timeZone = 'UTC';
/** All times are told as the business tells them: in the zone of its line, whatever this browser's is. */
export function setTimeZone(zone: string): void {
  timeZone = zone;
}

const when = (options: Intl.DateTimeFormatOptions) => (at: string | number) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { hourCycle: 'h23', timeZone, ...options }).format(
    new Date(at),
  );

export const clock = when({ hour: '2-digit', minute: '2-digit' });
export const clockExact = when({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const day = when({ weekday: 'short', day: 'numeric', month: 'short' });
export const moment = when({ day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `23 h 05 min` in one piece, `4:59` within the hour. */
export function remaining(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds >= 3_600)
    return `${String(Math.floor(seconds / 3_600))}\u00a0h\u00a0${two(Math.floor(seconds / 60) % 60)}\u00a0min`;
  return `${String(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
