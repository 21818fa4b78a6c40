/** An amount of money: whole minor units and an ISO 4217 currency code, never a float. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Every currency that ISO 4217 (list one, 2026) gives another number of decimals than two. */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  [
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    '',
    '',
    'BHD IQD JOD KWD LYD OMR TND',
    'CLF UYW',
  ].flatMap((codes, decimals) => codes.split(' ').map((code): [string, number] => [code, decimals])),
);

/** How many decimals an amount in this currency is written with (ISO 4217); two for a code it does not list. */
export function decimalsOf(currency: string): number {
  return DECIMALS.get(currency) ?? 2;
}

/** @returns the amount with all its currency's decimals and a dot: `100.00`, `500` (JPY), `1.250` (KWD). */
export function toDecimal({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return `${minor < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
}

/**
 * Reads what a machine wrote: digits, a dot, at most the currency's decimals. What a person typed goes to `parseCommand`.
 * @throws RangeError on anything else, a negative amount and one beyond the safe integers included.
 */
export function fromDecimal(text: string, currency: string): Money {
  const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  const decimals = decimalsOf(currency);
  const minor = Number(`${whole ?? ''}${fraction.padEnd(decimals, '0')}`);
  if (whole === undefined || fraction.length > decimals || !Number.isSafeInteger(minor)) {
    throw new RangeError(`Not an amount in ${currency}: a decimal string with at most ${decimals} decimals is needed.`);
  }
  return { minor, currency };
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/** @throws RangeError when the currencies differ or the sum leaves the safe integers. */
export function addMoney(a: Money, b: Money): Money {
  const minor = a.minor + b.minor;
  if (a.currency !== b.currency || !Number.isSafeInteger(minor)) {
    throw new RangeError(
      `Can't add ${b.currency} to ${a.currency}: one currency and a sum in safe integers are needed.`,
    );
  }
  return { minor, currency: a.currency };
}
