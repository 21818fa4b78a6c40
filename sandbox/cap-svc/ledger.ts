import type { RecordedPayment } from './contract';
import { CapError } from './errors';

/** A record that was overtaken changes nothing: CREATED may arrive after the outcome, and SUCCESS stays. */
const RANK: Readonly<Record<RecordedPayment['status'], number>> = {
  CREATED: 0,
  FAILED: 1,
  DECLINED: 1,
  EXPIRED: 1,
  SUCCESS: 2,
};

/** The merchant portal's view of payments. */
export class Ledger {
  readonly #payments = new Map<string, RecordedPayment>();

  /**
   * @returns 201 for the first record of a payment, 200 for a later one
   * @throws CapError PAYMENT_CONFLICT where amount, currency or merchant differ from the first
   */
  record(paymentId: string, payment: RecordedPayment): 200 | 201 {
    const before = this.#payments.get(paymentId);
    if (before !== undefined && !sameMoney(before, payment)) {
      throw new CapError('PAYMENT_CONFLICT', 'Recorded before with another amount, currency or merchant.');
    }
    if (before === undefined || RANK[payment.status] >= RANK[before.status]) this.#payments.set(paymentId, payment);
    return before === undefined ? 201 : 200;
  }

  list(): readonly (RecordedPayment & { paymentId: string })[] {
    return [...this.#payments].map(([paymentId, payment]) => ({ paymentId, ...payment }));
  }
}

const sameMoney = (a: RecordedPayment, b: RecordedPayment): boolean =>
  Number(a.amount) === Number(b.amount) && a.currency === b.currency && a.merchantId === b.merchantId;
