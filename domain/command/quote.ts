/** Quotation marks that open and close one another, as keyboards mix them: `“…"`, `„…“`, `”…”`, `»…«`, `‘…'`. */
export const QUOTE_FAMILIES = ['"“”„‟', '«»', "'‘’‚‛`´", '‹›'] as const;

/** All of them, as the inside of a character class. */
export const QUOTES = QUOTE_FAMILIES.join('');

/** @returns the marks that may close a text which this character opens; undefined where it is no quotation mark. */
export function closersOf(opener: string | undefined): string | undefined {
  return opener === undefined || opener === '' ? undefined : QUOTE_FAMILIES.find((family) => family.includes(opener));
}
