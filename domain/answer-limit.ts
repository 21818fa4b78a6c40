/** Answers to what makes no payment; each costs, and nobody reads more of them. */
const A_MINUTE = 10;
const MINUTE = 60_000;

/** The answers of the last minute, ISO 8601, oldest first. */
export interface Answers {
  readonly at: readonly string[];
  /** ISO 8601: the person was told to slow down. */
  readonly warnedAt?: string;
}

/** `warn`: one word a minute that it is too much; `silence`: it was said. */
export type AnswerVerdict = 'answer' | 'warn' | 'silence';

/** @param now ms since the epoch */
export function countAnswer({ at, warnedAt }: Answers, now: number): { answers: Answers; verdict: AnswerVerdict } {
  const isRecent = (time: string) => now - Date.parse(time) < MINUTE;
  const recent = at.filter(isRecent);
  const warned = warnedAt !== undefined && isRecent(warnedAt);
  const time = new Date(now).toISOString();
  if (recent.length < A_MINUTE) {
    return { answers: { at: [...recent, time], ...(warned && { warnedAt }) }, verdict: 'answer' };
  }
  if (warned) return { answers: { at: recent, warnedAt }, verdict: 'silence' };
  return { answers: { at: recent, warnedAt: time }, verdict: 'warn' };
}
