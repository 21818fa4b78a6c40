import { readFileSync } from 'node:fs';
import { fromDecimal } from '../../../domain/money';
import { CommandError } from '../command';
import { readCsv } from './csv';
import type { Settled } from './verdict';

/** A bank that names none settles in the rail's only one. */
const CURRENCY = 'MDL';

/**
 * The bank's settlement file: CSV with `amount` and `paymentId` or `orderId`; `currency` and `swiftMessageId` where it has them. Other
 * columns are left alone.
 *
 * @throws CommandError that names the row that can't be read
 */
export function readSettlement(path: string): readonly Settled[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(`${path} can't be read.`, { cause });
  }
  return readCsv(text, ['amount']).map((row, at) => {
    const [paymentId, orderId, swiftMessageId] = ['paymentid', 'orderid', 'swiftmessageid'].map((name) =>
      row.get(name),
    );
    if (!paymentId && !orderId) throw new CommandError(`Row ${at + 2} of ${path} has neither paymentId nor orderId.`);
    return {
      ...(paymentId ? { paymentId } : {}),
      ...(orderId ? { orderId } : {}),
      ...(swiftMessageId ? { swiftMessageId } : {}),
      amount: amountOf(row, `Row ${at + 2} of ${path}`),
    };
  });
}

function amountOf(row: ReadonlyMap<string, string>, where: string): Settled['amount'] {
  const [amount = '', currency = CURRENCY] = [row.get('amount'), row.get('currency')?.toUpperCase()];
  try {
    return fromDecimal(amount.replace(',', '.'), currency === '' ? CURRENCY : currency);
  } catch (cause) {
    throw new CommandError(`${where}: ${amount} is no amount. Write it like 1250.00.`, { cause });
  }
}
