import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../control/clock';
import type { Callbacks } from './callbacks';
import { decimalsOf } from './decimals';
import type { RailSettings } from './options';
import { isFinalStatus, type SimPayment, type SimStatus } from './payment';

export type NewPayment = Omit<
  SimPayment,
  'paymentId' | 'createdAt' | 'expiresAt' | 'status' | 'changedAt' | 'checkoutPage'
>;

export interface PaymentsDeps {
  readonly clock: SandboxClock;
  readonly callbacks: Callbacks;
  readonly settings: () => RailSettings;
}

/** The payments of one bank's rail and what becomes of them. */
export class Payments {
  readonly #byId = new Map<string, SimPayment>();

  constructor(private readonly deps: PaymentsDeps) {}

  list(): readonly SimPayment[] {
    return [...this.#byId.values()];
  }

  find(paymentId: string): SimPayment | undefined {
    return this.#byId.get(paymentId);
  }

  /** @param checkoutPage builds the page's URL; absent for a request to pay, which has none */
  create(order: NewPayment, lifetimeSeconds: number, checkoutPage?: (paymentId: string) => string): SimPayment {
    const { clock } = this.deps;
    const paymentId = randomUUID();
    const createdAt = clock.now();
    const payment: SimPayment = {
      ...order,
      paymentId,
      createdAt,
      expiresAt: createdAt + lifetimeSeconds * 1_000,
      changedAt: createdAt,
      status: 'CREATED',
      ...(checkoutPage === undefined ? {} : { checkoutPage: checkoutPage(paymentId) }),
    };
    this.#byId.set(paymentId, payment);
    this.#schedule(payment);
    return payment;
  }

  /** The payer's decision on the page; a final payment and one that is stuck on purpose do not move. */
  decide(payment: SimPayment, decision: 'pay' | 'decline'): void {
    if (isFinalStatus(payment.status)) return;
    if (decision === 'decline') this.become(payment, 'DECLINED');
    else this.become(payment, outcomeOf(payment, this.deps.settings()) ?? 'SUCCESS');
  }

  /** Any status, whatever went before: a late SUCCESS after EXPIRED is one of the rail's ways. */
  become(payment: SimPayment, status: SimStatus): void {
    if (payment.status === status) return;
    payment.status = status;
    payment.changedAt = this.deps.clock.now();
    if (status === 'SUCCESS') {
      payment.swiftMessageId = `SWIFT${payment.paymentId.replaceAll('-', '').slice(0, 16).toUpperCase()}`;
      payment.swiftPayerBank = 'SNDBMD2X';
    }
    if (isFinalStatus(status)) this.deps.callbacks.send(payment);
  }

  #schedule(payment: SimPayment): void {
    const { clock, settings } = this.deps;
    const { paysByItself, pendingAfterMs, finalAfterMs } = settings();
    const outcome = outcomeOf(payment, settings());
    const unlessFinal = (status: SimStatus) => () => {
      if (!isFinalStatus(payment.status)) this.become(payment, status);
    };
    if (outcome !== undefined || paysByItself) {
      clock.after(pendingAfterMs, unlessFinal('PENDING'));
      if (outcome !== 'PENDING') clock.after(finalAfterMs, unlessFinal(outcome ?? 'SUCCESS'));
    }
    if (outcome !== 'PENDING') clock.after(payment.expiresAt - payment.createdAt, unlessFinal('EXPIRED'));
  }
}

/**
 * What the amount, or the currency, decides beforehand. `.02` never gets a final status by itself, not even EXPIRED, so
 * that a payment without a final word can be had.
 */
function outcomeOf({ amountMinor, currency }: SimPayment, { currencies }: RailSettings): SimStatus | undefined {
  if (!currencies.includes(currency)) return 'FAILED';
  if (decimalsOf(currency) !== 2) return undefined;
  if (amountMinor % 100 === 1) return 'FAILED';
  return amountMinor % 100 === 2 ? 'PENDING' : undefined;
}
