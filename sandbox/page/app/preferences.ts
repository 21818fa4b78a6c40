import { isLanguage, setLanguage } from './i18n';
import type { Language } from './i18n';
import { setUi } from './state';
import type { Phone, Theme } from './state';

const isTheme = (value: string | null): value is Theme => value === 'auto' || value === 'light' || value === 'dark';

export function keepTheme(theme: string): void {
  if (!isTheme(theme)) return;
  localStorage.setItem('theme', theme);
  document.documentElement.dataset['theme'] = theme;
  setUi({ theme });
}

export function keepLanguage(language: Language): void {
  localStorage.setItem('language', language);
  setLanguage(language);
  setUi({});
}

export function keepPhones(phones: readonly Phone[]): void {
  localStorage.setItem('phones', JSON.stringify(phones));
}

/** What was chosen at an earlier visit; `?lang=` and `?theme=` come first. */
export function recall(): void {
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get('lang') ?? localStorage.getItem('language') ?? navigator.language.slice(0, 2);
  setLanguage(isLanguage(wanted) ? wanted : 'en');
  keepThemeAtStart(asked.get('theme') ?? localStorage.getItem('theme'));
  const phones: unknown = JSON.parse(localStorage.getItem('phones') ?? '[]');
  if (Array.isArray(phones) && phones.length > 0 && phones.every(isPhone)) setUi({ phones });
}

function keepThemeAtStart(theme: string | null): void {
  const chosen = isTheme(theme) ? theme : 'auto';
  document.documentElement.dataset['theme'] = chosen;
  setUi({ theme: chosen });
}

const isPhone = (value: unknown): value is Phone =>
  typeof value === 'object' && value !== null && 'phone' in value && 'line' in value;
