import { describe, expect, it } from '@jest/globals';
import { failedAgain, isOfTemplate, passesWithTime, pauseAfter } from '../../domain/failed-again';
import type { OweReason } from '../../domain/outcome';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a notice that the channel took and failed later', () => {
  it.each([
    [1, MINUTE],
    [2, 5 * MINUTE],
    [3, 30 * MINUTE],
    [4, 2 * HOUR],
    [5, 6 * HOUR],
    [6, 24 * HOUR],
    [7, 24 * HOUR],
    [1_000, 24 * HOUR],
  ])('waits, after failure %i, for %i ms', (failures, ms) => {
    expect(pauseAfter(failures)).toBe(ms);
  });

  it('counts on', () => {
    const now = Date.parse('2026-11-28T10:00:00.000Z');
    expect(failedAgain(undefined, now)).toEqual({ failed: 1, notBefore: '2026-11-28T10:01:00.000Z' });
    expect(failedAgain(2, now)).toEqual({ failed: 3, notBefore: '2026-11-28T10:30:00.000Z' });
  });

  it.each<[OweReason, waits: boolean, ofTemplate: boolean]>([
    ['Throttled', true, false],
    ['Transient', true, false],
    ['PairRateLimited', true, false],
    ['AccountBlocked', true, false],
    ['TemplateUnavailable', true, true],
    ['TemplateMismatch', true, true],
    ['WindowClosed', false, true],
    ['RecipientUnreachable', false, false],
    ['PhoneNeeded', false, false],
    ['MessageRejected', false, false],
    ['NoAnswer', false, false],
    ['SellerUnverified', false, false],
  ])('for %s: waits for time %s, is of no matter to a seller who writes %s', (why, waits, ofTemplate) => {
    expect(passesWithTime(why, 'message')).toBe(waits);
    expect(isOfTemplate(why)).toBe(ofTemplate);
  });

  it('waits too where it is the template that met a closed window: none other follows', () => {
    expect(passesWithTime('WindowClosed', 'template')).toBe(true);
  });
});
