import type { RailReport } from './payment';
import type { Notice } from './say';

/** A SUCCESS of the rail that came after the payment's run had ended. */
export type LateWord = Pick<RailReport, 'paymentId' | 'status' | 'amount'>;

/** What came of one link that late, and as what it was told. */
export interface LateWords {
  /** Of the newest notice that was made of them. */
  readonly seq: number;
  /** Newest last. */
  readonly words: readonly (LateWord & Pick<Notice, 'outcome' | 'at'>)[];
}

/** How a link stands since then. */
export interface LateEnd extends Pick<Notice, 'linkId' | 'outcome'> {
  /** ISO 8601: when we learned of the money, or of the doubt where there is no more than that. */
  readonly at: string;
}

/** A link makes 20 payments at most; what is beyond are orphans of those. */
const MOST = 40;

/**
 * What one more late word is to be told as. Each was judged by what the ended run knew, so by itself: here it meets those that came
 * before it. Two payments of one link, of which one at least is beyond doubt, are money that came twice.
 *
 * @param notice as it would be told if it were the first
 * @returns undefined where it is no news
 */
export function judgeLate(
  known: LateWords | undefined,
  word: LateWord,
  notice: Notice,
): { readonly words: LateWords; readonly notice: Notice } | undefined {
  const { seq = 0, words = [] } = known ?? {};
  const own = words.filter(({ paymentId }) => paymentId === word.paymentId);
  // Of one payment only its clean word is news after another: nothing outranks that, and a doubt is told once.
  if (own.length > 0 && (notice.outcome === 'review' || own.some(isClean))) return undefined;
  const others = words.filter(({ paymentId }) => paymentId !== word.paymentId);
  const twice = others.length > 0 && [...others, notice].some(isClean);
  const outcome = twice ? 'paidTwice' : notice.outcome;
  const told = { ...notice, seq: Math.max(notice.seq, seq + 1), outcome };
  const { paymentId, status, amount } = word;
  return {
    words: { seq: told.seq, words: [...words, { paymentId, status, amount, outcome, at: notice.at }].slice(-MOST) },
    notice: told,
  };
}

/** How the links stand of which words came late. */
export function lateEnds(late: Readonly<Record<string, LateWords>> = {}): readonly LateEnd[] {
  return Object.entries(late).flatMap(([linkId, { words }]) => {
    const newest = words.at(-1);
    const { at } = words.find(isClean) ?? newest ?? {};
    return newest === undefined || at === undefined ? [] : [{ linkId, outcome: newest.outcome, at }];
  });
}

const isClean = ({ outcome }: Pick<Notice, 'outcome'>): boolean => outcome !== 'review';
