import { describe, expect, it } from '@jest/globals';
import { readDuration } from '../../config/duration';

describe('a duration', () => {
  it.each([
    ['PT10M', 600_000],
    ['PT1.5S', 1_500],
    ['P1W', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
  ])('%s lasts %d ms', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'PT0S', '10m', 'P1M', 'P1Y', '-PT1M', 'PT1M ', 'pt1m', `PT${'9'.repeat(20)}H`])(
    '%p is refused',
    (text) => {
      expect(readDuration(text)).toBeUndefined();
    },
  );
});
