import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares secrets without telling by the time it takes how much of one was right, or how long it is. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
