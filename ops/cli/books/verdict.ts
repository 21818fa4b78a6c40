import { sameMoney } from '../../../domain/money';
import type { Money } from '../../../domain/money';
import type { PaymentState } from '../../../domain/payment';
import { isFinal } from '../../../domain/payment';
import type { Issued } from '../../../domain/settlement';
import type { RailPayment } from '../../../rails/rail';

/** A line of the bank's settlement file. */
export interface Settled {
  readonly paymentId?: string;
  readonly orderId?: string;
  readonly swiftMessageId?: string;
  readonly amount: Money;
}

export const VERDICTS = {
  agrees: 'we, the rail and the file say the same',
  open: 'neither we nor the rail have a final word yet',
  railSaysPaid: 'the rail says SUCCESS, and we do not',
  railSaysNotPaid: 'we say paid, and the rail does not',
  amountDiffers: 'the rail has another amount or currency than we issued',
  orderDiffers: 'the rail has the payment under another orderId',
  railSilent: 'the rail could not be asked',
  leftNothing: 'its run was terminated or failed: look the paymentId up at the bank',
  notSettled: 'paid, and not in the settlement file',
  settledUnpaid: 'in the settlement file, and not paid by our word',
  settledOtherwise: 'in the settlement file with another amount',
  unknownToUs: 'in the settlement file, and no payment of that day here',
} as const;
export type Verdict = keyof typeof VERDICTS;

export const isDifference = (verdict: Verdict): boolean => verdict !== 'agrees' && verdict !== 'open';

export interface Compared {
  readonly linkId: string;
  readonly state: PaymentState;
  readonly issued: Issued;
  /** Undefined: it could not be asked. */
  readonly rail: RailPayment | undefined;
  /** Undefined: not in the file. */
  readonly settled: Settled | undefined;
  /** There is a settlement file. */
  readonly hasFile: boolean;
}

/** What the three sides come to. The gravest difference is named; the rail comes before the file. */
export function verdictOf({ linkId, state, issued, rail, settled, hasFile }: Compared): Verdict {
  if (rail === undefined) return 'railSilent';
  if (rail.orderId !== linkId) return 'orderDiffers';
  if (!sameMoney(rail.amount, issued.amount)) return 'amountDiffers';
  const paid = state === 'Paid';
  if (rail.status === 'SUCCESS' && !paid) return 'railSaysPaid';
  if (rail.status !== 'SUCCESS' && paid) return 'railSaysNotPaid';
  if (settled !== undefined && !paid) return 'settledUnpaid';
  if (settled !== undefined && !sameMoney(settled.amount, issued.amount)) return 'settledOtherwise';
  if (hasFile && paid && settled === undefined) return 'notSettled';
  return paid || isFinal(rail.status) ? 'agrees' : 'open';
}
