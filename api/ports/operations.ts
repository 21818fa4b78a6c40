import type { Closed, Closure } from '../../domain/closures';
import type { Decided } from '../../domain/decided';
import type { FinalStatus, PaymentState } from '../../domain/payment';
import type { Proposal } from '../../workflows/payment-link.contract';

/** What an operator says became of a payment under review, or of a request to pay whose answer was lost. */
export interface SettleWord {
  readonly outcome: FinalStatus;
  readonly reason: string;
  /** The bank's id of the payment, where there is one. */
  readonly paymentId?: string;
  /** What another operator proposed is so. */
  readonly confirm?: boolean;
}

export interface Settled {
  readonly state: PaymentState;
  /** Nothing is settled yet: another operator has to confirm. */
  readonly proposal?: Proposal;
}

/** The workflow says no. `message` says why, for the operator. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}

/** Nobody can say whether it was decided: it was sent, and may be taken all the same. */
export class DecisionUnknown extends Error {
  override readonly name = 'DecisionUnknown';
  /** @param why for the log: the server's own words, which know payloads only encrypted */
  constructor(
    readonly why: string,
    cause?: unknown,
  ) {
    super('Nobody knows whether it was decided.', { cause });
  }
}

/**
 * What operators decide about money. Every method throws {@link OperationRefused} where the workflow refuses,
 * `TemporalUnavailable` where nothing was sent, and {@link DecisionUnknown} where the answer was lost.
 */
export interface Operations {
  /** Undefined: no such payment is open. */
  settle(linkId: string, word: SettleWord, operator: string): Promise<Settled | undefined>;
  setClosure(action: 'close' | 'open', what: Closed & Decided): Promise<readonly Closure[]>;
}
