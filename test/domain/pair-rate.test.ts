import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { lentOut, takeTurn } from '../../domain/pair-rate';
import type { PairRate } from '../../domain/pair-rate';

const EVERY = 6_000;
const start = Date.parse('2026-11-23T10:00:00Z');

/** Asks for so many turns at once. @returns how many were given */
function ask(many: number, kind: 'answer' | 'notice', now: number, before?: PairRate) {
  let rate = before;
  let given = 0;
  for (let turn = 0; turn < many; turn += 1) {
    const verdict = takeTurn(rate, kind, now, EVERY);
    if (!verdict.may) break;
    ({ rate } = verdict);
    given += 1;
  }
  return { given, rate };
}

describe('messages to one person', () => {
  it('go out forty at once, and then one in six seconds', () => {
    const { given, rate } = ask(50, 'answer', start);
    expect(given).toBe(40);
    expect(takeTurn(rate, 'answer', start, EVERY)).toEqual({ may: false, waitMs: EVERY });
    expect(ask(5, 'answer', start + EVERY, rate).given).toBe(1);
    expect(ask(50, 'answer', start + 10 * EVERY, rate).given).toBe(10);
  });

  it('that are notices leave ten to links and answers', () => {
    const { given, rate } = ask(50, 'notice', start);
    expect(given).toBe(30);
    expect(ask(50, 'answer', start, rate).given).toBe(10);
  });

  it('wait, notices longer than answers, after WhatsApp said that they were too many', () => {
    const rate = lentOut(start, EVERY);
    expect(takeTurn(rate, 'answer', start, EVERY)).toEqual({ may: false, waitMs: EVERY });
    expect(takeTurn(rate, 'notice', start, EVERY)).toEqual({ may: false, waitMs: 11 * EVERY });
  });

  it('never are more than WhatsApp takes, whenever they are wanted', () => {
    const wish = fc.record({ after: fc.integer({ min: 0, max: 20_000 }), kind: fc.constantFrom('answer', 'notice') });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 300 }), (wishes) => {
        let now = start;
        let rate: PairRate | undefined;
        /** As WhatsApp counts: 45 lent, one more every six seconds. */
        let lent = 0;
        for (const { after, kind } of wishes) {
          now += after;
          lent = Math.max(0, lent - after / EVERY);
          const verdict = takeTurn(rate, kind, now, EVERY);
          if (!verdict.may) continue;
          ({ rate } = verdict);
          lent += 1;
          expect(lent).toBeLessThanOrEqual(45);
        }
      }),
    );
  });
});
