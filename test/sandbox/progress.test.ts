import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createProgress } from '../../sandbox/progress';

describe('the progress of a start', () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says how long a slow step has been at it, and how long it took', () => {
    const { step, done } = createProgress((line) => said.push(line.trim()));
    step('the api');
    jest.advanceTimersByTime(21_000);
    done();
    jest.advanceTimersByTime(60_000);
    expect(said).toEqual(['the api', '… still at it (10 s)', '… still at it (20 s)', '… done in 21 s']);
  });

  it('has no second word for a quick one', () => {
    const { step, done } = createProgress((line) => said.push(line.trim()));
    step('Temporal');
    jest.advanceTimersByTime(500);
    step('the page');
    jest.advanceTimersByTime(500);
    done();
    expect(said).toEqual(['Temporal', 'the page']);
  });
});
