import type { NoticeOutcome } from '../domain/say';

/** The rail's final words as states and as notices. */
export const STATE_OF = { SUCCESS: 'Paid', FAILED: 'Failed', DECLINED: 'Declined', EXPIRED: 'Expired' } as const;
export const TOLD_AS = { SUCCESS: 'paid', FAILED: 'failed', DECLINED: 'declined', EXPIRED: 'expired' } as const;

/** Told before, a success corrects it. */
export const CORRECTED: readonly NoticeOutcome[] = ['failed', 'declined', 'expired', 'cancelled', 'paidAfterAll'];
