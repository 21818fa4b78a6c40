/** Quotation marks that open and close one another, as keyboards mix them: `“…"`, `„…“`, `”…”`, `»…«`, `‘…'`. */
export const QUOTE_FAMILIES = ['"“”„‟', '«»', "'‘’‚‛`´", '‹›'] as const;

/** @returns the marks that may close a text which this character opens; undefined where it is no quotation mark. */
export function closersOf(opener: string | undefined): string | undefined {
  return opener === undefined || opener === '' ? undefined : QUOTE_FAMILIES.find((family) => family.includes(opener));
}
