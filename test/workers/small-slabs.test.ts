import '../../workers/small-slabs';
import { describe, expect, it } from '@jest/globals';

const KEPT = 3_000;

describe('what a worker keeps of a run', () => {
  it('holds no more memory than a few of its kind', () => {
    // The slab that was begun before stays what it is.
    const kept = Array.from({ length: 64 }, () => Buffer.allocUnsafe(KEPT)).at(-1);
    expect(kept?.buffer.byteLength).toBeLessThan(3 * KEPT);
  });
});
