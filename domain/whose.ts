interface Chat {
  /** Who writes here, as last resolved. */
  readonly seller?: { readonly posUserId: string } | null;
  /** Who gave the number up. */
  readonly formerSellers?: readonly { readonly posUserId: string }[];
}

/** Longer than a payment lives, so that what an old one has to say still finds the new chat. */
const REMEMBERED_MS = 31 * 86_400_000;

/** @param at ISO 8601: when a number was given up. @param now in ms since the epoch */
export const leftLately = (at: string, now: number): boolean => now - Date.parse(at) <= REMEMBERED_MS;

/** Where a seller went on who gave this number up; undefined: nowhere that the bank knows that one at. */
export const wentTo = <T extends { readonly posUserId: string; readonly done: boolean }>(
  posUserId: string | undefined,
  formerSellers: readonly T[] = [],
): T | undefined => formerSellers.find((one) => one.done && one.posUserId === posUserId);

/**
 * Whether news is for another seller than whoever reads this chat: a number that was given up comes to somebody else.
 *
 * @param posUserId whose the news is; undefined: it was noted before that was kept
 */
export function isAnothers(posUserId: string | undefined, { seller, formerSellers = [] }: Chat): boolean {
  if (formerSellers.some((former) => former.posUserId === posUserId)) return true;
  if (seller == null) return false;
  return posUserId === undefined ? formerSellers.length > 0 : posUserId !== seller.posUserId;
}
