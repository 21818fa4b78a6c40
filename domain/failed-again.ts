import type { Debt, OweReason } from './outcome';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the first failure, the second, and so on; the last goes for all that follow. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR];

/** They pass by themselves, or when people have seen to it: only time can tell. */
export const PASSING = ['Throttled', 'Transient', 'PairRateLimited', 'AccountBlocked'] as const;
const PASSING_HERE: readonly OweReason[] = [...PASSING, 'TemplateUnavailable', 'TemplateMismatch'];

/** How long a notice waits that the channel took and failed later so many times, in ms. */
export const pauseAfter = (failures: number): number => PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;

/**
 * Whether a notice that was taken and failed later has to wait before it is sent again, or it would go out and fail without end.
 * A message that met a closed window is followed by its template, which can't; what waits for the seller is paced by them.
 */
export const passesWithTime = (why: OweReason, by?: 'message' | 'template'): boolean =>
  PASSING_HERE.includes(why) || (why === 'WindowClosed' && by === 'template');

/** These are the template's trouble: a seller who writes needs none. */
export const isOfTemplate = (why: OweReason): boolean =>
  why === 'WindowClosed' || why === 'TemplateUnavailable' || why === 'TemplateMismatch';

/**
 * What a debt keeps of one more failure.
 * @param before how often it failed before
 * @param now ms since the epoch
 */
export function failedAgain(before = 0, now: number): Required<Pick<Debt, 'failed' | 'notBefore'>> {
  const failed = before + 1;
  return { failed, notBefore: new Date(now + pauseAfter(failed)).toISOString() };
}
