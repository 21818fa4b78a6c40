import { z } from 'zod';
import { decimalsOf, fromDecimal, type Money } from '../../domain/money';

/**
 * An amount on the rail: a JSON number, or a decimal string, with at most two decimals, or its currency's where that has
 * more. A number's shortest spelling is the one it was sent with, so nothing is ever multiplied or rounded.
 *
 * @returns with exactly so many decimals, as the rail signs it (`1775` → `1775.00`); undefined for anything else
 */
export function toSignedAmount(value: unknown, currency: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const [, whole, fraction = ''] = /^(0|[1-9]\d{0,12})(?:\.(\d{1,3}))?$/.exec(String(value)) ?? [];
  const decimals = Math.max(typeof currency === 'string' ? decimalsOf(currency) : 2, 2);
  if (whole === undefined || fraction.length > decimals) return undefined;
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** `amount` and `currency` of an answer or a callback, as money. */
export const railMoney = z
  .object({ amount: z.unknown(), currency: z.string().regex(/^[A-Z]{3}$/) })
  .transform(({ amount, currency }, context): Money => {
    // The rail spells whole amounts with two decimals whatever the currency has.
    const decimal = toSignedAmount(amount, currency)?.replace(/\.00$/, '') ?? '';
    try {
      const money = fromDecimal(decimal, currency);
      if (money.minor > 0) return money;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    context.addIssue({
      code: 'custom',
      path: ['amount'],
      message: 'is no positive amount with the decimals of its currency at most',
    });
    return z.NEVER;
  });
