/**
 * WhatsApp takes one message per six seconds for one person, and lends 45 from the future. We lend ourselves fewer: what is
 * sent twice after silence, and by other processes, counts at Meta too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform (pair rate limits)
 */
const LENT = 40;
/** So many of those are for links and answers, for which somebody waits with the phone in hand. */
const KEPT_FROM_NOTICES = 10;

/** What one person was sent of late: the time, in ms since the epoch, at which nothing of it is lent any more. */
export type PairRate = number;

export type PairVerdict =
  { readonly may: true; readonly rate: PairRate } | { readonly may: false; readonly waitMs: number };

/**
 * Counts one more message to a person, or says that it would be too many now.
 * @param now ms since the epoch
 * @param every ms between two messages that lend nothing
 */
export function takeTurn(
  rate: PairRate | undefined,
  kind: 'answer' | 'notice',
  now: number,
  every: number,
): PairVerdict {
  const next = Math.max(rate ?? 0, now) + every;
  const most = kind === 'answer' ? LENT : LENT - KEPT_FROM_NOTICES;
  const waitMs = next - now - most * every;
  return waitMs > 0 ? { may: false, waitMs } : { may: true, rate: next };
}

/** Meta said that it was too many: it lends nothing more. */
export const lentOut = (now: number, every: number): PairRate => now + LENT * every;
