const known = new Map<string, number>();

/** The simulator's own word on ISO 4217, by what this machine's ICU knows: apart from the product's table, each checks the other. */
export function decimalsOf(currency: string): number {
  // A payment asks some ten times, and a formatter is slow to make.
  const decimals = known.get(currency) ?? askIcu(currency);
  known.set(currency, decimals);
  return decimals;
}

const askIcu = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** How many the wire and the signature spell: never fewer than two. */
export const spelt = (currency: string): number => Math.max(2, decimalsOf(currency));

export const toDecimal = (minor: number, currency: string): number => minor / 10 ** decimalsOf(currency);

export const shownAmount = (minor: number, currency: string): string =>
  `${toDecimal(minor, currency).toFixed(decimalsOf(currency))} ${currency}`;
