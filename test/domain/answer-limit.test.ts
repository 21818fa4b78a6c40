import { describe, expect, it } from '@jest/globals';
import { countAnswer } from '../../domain/answer-limit';
import type { Answers } from '../../domain/answer-limit';

/** What becomes of commands that come at these seconds. */
function verdicts(seconds: readonly number[]): string[] {
  let answers: Answers = { at: [] };
  return seconds.map((second) => {
    const counted = countAnswer(answers, Date.UTC(2026, 10, 23, 12) + second * 1_000);
    answers = counted.answers;
    return counted.verdict;
  });
}
const every = (step: number, count: number) => Array.from({ length: count }, (_, index) => index * step);

describe('commands that make no payment', () => {
  it('are all answered, up to ten a minute', () => {
    expect(new Set(verdicts(every(6, 100)))).toEqual(new Set(['answer']));
  });

  it('beyond that get one notice a minute and no more', () => {
    expect(verdicts(every(1, 15))).toEqual([
      ...Array<string>(10).fill('answer'),
      'warn',
      ...Array<string>(4).fill('silence'),
    ]);
    const flood = verdicts(every(1, 600));
    expect(flood.filter((verdict) => verdict === 'answer')).toHaveLength(100);
    expect(flood.filter((verdict) => verdict === 'warn')).toHaveLength(10);
  });

  it('are answered again when the minute is over', () => {
    expect(verdicts([...every(0, 11), 59, 60, 61]).slice(10)).toEqual(['warn', 'silence', 'answer', 'answer']);
  });
});
