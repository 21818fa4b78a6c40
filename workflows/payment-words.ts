import type { FinalStatus, PaymentState } from '../domain/payment';
import type { NoticeOutcome } from '../domain/say';
import type { Payment } from './payment';

/** The rail's final words as states and as notices. */
export const STATE_OF = { SUCCESS: 'Paid', FAILED: 'Failed', DECLINED: 'Declined', EXPIRED: 'Expired' } as const;
export const TOLD_AS = { SUCCESS: 'paid', FAILED: 'failed', DECLINED: 'declined', EXPIRED: 'expired' } as const;

/** A link that was taken back stays so when it comes to nothing: only money is news of it. */
export const stateOf = (outcome: FinalStatus, cancelled: boolean): PaymentState =>
  outcome !== 'SUCCESS' && cancelled ? 'Cancelled' : STATE_OF[outcome];

/** People look at nothing but the rail's silence: its next word may make the link payable again. */
export const isSilent = ({ state, settlement: { review, outcome } }: Pick<Payment, 'state' | 'settlement'>): boolean =>
  state === 'NeedsReview' && review === undefined && outcome === undefined;

/** Told before, a success corrects it. */
export const CORRECTED: readonly NoticeOutcome[] = ['failed', 'declined', 'expired', 'cancelled', 'paidAfterAll'];
