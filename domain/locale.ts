/** The languages everything is said in. */
export const LOCALES = ['ro', 'ru', 'en', 'fr', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(value: string): value is Locale {
  return (LOCALES as readonly string[]).includes(value);
}
