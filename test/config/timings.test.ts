import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTimings } from '../../config/timings';
import { DEFAULT_TIMINGS } from '../../domain/timings';

describe('the waits', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'timings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function fileOf(content: unknown): string {
    const file = join(folder, 'timings.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  }

  it('are the defaults where nothing says otherwise', () => {
    expect(readTimings()).toEqual(DEFAULT_TIMINGS);
  });

  it('can be shortened one by one, in milliseconds or as a duration', () => {
    const timings = readTimings(fileOf({ poll: 1000, linger: 'PT1M' }), { commandMaxAge: 5 });
    expect(timings).toEqual({ ...DEFAULT_TIMINGS, commandMaxAge: 5, poll: 1000, linger: 60_000 });
  });

  it.each([
    ['an unknown wait by its name', { pol: 1000, poll: 5 }, /has no such wait: pol\b.*the waits are window/],
    ['a wait of nothing', { poll: 0 }, /poll is neither whole milliseconds/],
    ['half a millisecond', { poll: 0.5 }, /poll is neither/],
    ['words', { poll: 'soon' }, /poll is neither/],
    ['a list', [], /timings\.json/],
  ])('refuses %s', (_, content, message) => {
    expect(() => readTimings(fileOf(content))).toThrow(message);
  });
});
