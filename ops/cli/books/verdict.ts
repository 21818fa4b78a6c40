import { sameMoney } from '../../../domain/money';
import type { Money } from '../../../domain/money';
import type { PaymentState } from '../../../domain/payment';
import { isFinal } from '../../../domain/payment';
import type { Issued, Settlement } from '../../../domain/settlement';
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
  otherDay: 'in the settlement file, and a payment of another day here: all say the same of it',
  railSaysPaid: 'the rail says SUCCESS, and we do not',
  railSaysNotPaid: 'we say paid, and the rail does not',
  paidTwice: 'the rail says SUCCESS of a second payment of a paid link: the bank gives one back',
  amountDiffers: 'the rail has another amount or currency than we issued',
  orderDiffers: 'the rail has the payment under another orderId',
  railSilent: 'the rail could not be asked',
  requestUnknown: 'a payment request whose answer was lost: nobody knows yet, ask the bank by orderId',
  leftNothing: 'its run was terminated or failed: look the paymentId up at the bank',
  notSettled: 'paid that day, and not in the settlement file',
  settledUnpaid: 'in the settlement file, and not paid by our word',
  settledOtherwise: 'in the settlement file with another amount',
  settledTwice: 'in the settlement file more than once',
  unknownToUs: 'in the settlement file, and no payment that is kept here, of whatever day',
} as const;
export type Verdict = keyof typeof VERDICTS;

const AGREED: readonly Verdict[] = ['agrees', 'open', 'otherDay'];
export const isDifference = (verdict: Verdict): boolean => !AGREED.includes(verdict);

export interface Compared {
  readonly linkId: string;
  /** Of the link. */
  readonly state: PaymentState;
  /** By our word the link's money came by this payment. */
  readonly pays: boolean;
  readonly issued: Issued;
  /** Undefined: it could not be asked. */
  readonly rail: RailPayment | undefined;
  /** Undefined: not in the file. */
  readonly settled: Settled | undefined;
  /** There is a settlement file that ought to have it, were it paid. */
  readonly isDue: boolean;
}

/** What the three sides come to. The gravest difference is named; the rail comes before the file. */
export function verdictOf({ linkId, state, pays, issued, rail, settled, isDue }: Compared): Verdict {
  if (rail === undefined) return 'railSilent';
  if (rail.orderId !== linkId) return 'orderDiffers';
  if (!sameMoney(rail.amount, issued.amount)) return 'amountDiffers';
  if (rail.status === 'SUCCESS' && !pays) return state === 'Paid' ? 'paidTwice' : 'railSaysPaid';
  if (rail.status !== 'SUCCESS' && pays) return 'railSaysNotPaid';
  if (settled !== undefined && !pays) return 'settledUnpaid';
  if (settled !== undefined && !sameMoney(settled.amount, issued.amount)) return 'settledOtherwise';
  if (isDue && pays && settled === undefined) return 'notSettled';
  return pays || isFinal(rail.status) ? 'agrees' : 'open';
}

/**
 * The payment that a paid link's money came by; its others ended unpaid, each by its own word. While the run is open the word that
 * decided is not shown: then it is the one that the rail calls paid, and where it calls none so, the newest.
 */
export function payingOf(
  kept: { readonly state: PaymentState; readonly issued: readonly Issued[]; readonly settlement?: Settlement },
  words: ReadonlyMap<string, RailPayment | undefined>,
): Issued | undefined {
  if (kept.state !== 'Paid') return undefined;
  const decided = kept.settlement?.evidence?.paymentId;
  return (
    kept.issued.find(({ paymentId }) => paymentId === decided) ??
    kept.issued.find(({ paymentId }) => words.get(paymentId)?.status === 'SUCCESS') ??
    kept.issued.at(-1)
  );
}
