import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseDelivery, windowEnd } from '../../domain/delivery';
import { nextPoll } from '../../domain/polling';
import { DEFAULT_TIMINGS } from '../../domain/timings';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const base = { kind: 'notice', now: 0, windowEndsAt: undefined, saidClosed: false, templateUsable: false } as const;

describe('how a notice is told', () => {
  it.each([
    ['inside the window as a message', { windowEndsAt: 1 }, 'message'],
    ['at its last millisecond no more', { windowEndsAt: 0 }, 'owe'],
    ['outside by a usable template', { windowEndsAt: -1, templateUsable: true }, 'template'],
    ['outside without one not at all: it is owed', { windowEndsAt: -1 }, 'owe'],
    [
      'by template where the channel said closed, whatever our clock',
      { windowEndsAt: DAY, saidClosed: true, templateUsable: true },
      'template',
    ],
    ['owed where the seller never wrote', {}, 'owe'],
    [
      'as a message where both would do, since a template costs the same and says less',
      { windowEndsAt: 1, templateUsable: true },
      'message',
    ],
  ] as const)('%s', (_, facts, choice) => {
    expect(chooseDelivery({ ...base, ...facts })).toBe(choice);
  });

  it('answers are always tried as messages: they follow one of the seller’s', () => {
    expect(chooseDelivery({ ...base, kind: 'answer', saidClosed: true })).toBe('message');
  });
});

describe('the window', () => {
  it('ends 24 hours after the newest message, from whichever side it is known', () => {
    const end = windowEnd(DAY, '2026-11-23T10:00:00Z', undefined, '2026-11-23T12:00:00Z');
    expect(end).toBe(Date.parse('2026-11-24T12:00:00Z'));
  });

  it('is unknown without a message, and unreadable times count for nothing', () => {
    expect(windowEnd(DAY, undefined, 'yesterday')).toBeUndefined();
  });
});

describe('asking the rail', () => {
  const expiresAt = 300_000;
  const asked = (until: number): number[] => {
    const times: number[] = [];
    for (let now = 0; now < until;) {
      const pause = nextPoll(DEFAULT_TIMINGS, now, expiresAt);
      if (pause === undefined) break;
      now += pause;
      times.push(now / 1_000);
    }
    return times;
  };

  it('goes every 90 s while the payment lives, 5 s after its expiry, then at doubling distances', () => {
    expect(asked(330_000)).toEqual([90, 180, 270, 305, 310, 320, 340]);
  });

  it('pauses 6 hours at most and ends after 7 days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * DAY }), (now) => {
        const pause = nextPoll(DEFAULT_TIMINGS, now, expiresAt);
        return pause === undefined ? now - expiresAt >= 7 * DAY : pause > 0 && pause <= 6 * HOUR;
      }),
    );
  });
});
