import type { Timings } from './timings';

/**
 * When to ask the rail again, in ms from now: at a steady pace while the payment lives, once just after its expiry, then at
 * doubling distances. Undefined: asking has gone on for too long, people look.
 *
 * The rail sends its callback once, and not always: asking is a duty, not an optimisation.
 */
export function nextPoll(timings: Timings, now: number, expiresAt: number): number | undefined {
  if (now < expiresAt) return Math.min(timings.poll, expiresAt - now + timings.pollAfterExpiry);
  const overdue = now - expiresAt;
  if (overdue >= timings.pollFor) return undefined;
  return Math.min(Math.max(overdue, timings.pollAfterExpiry), timings.pollLongest);
}
