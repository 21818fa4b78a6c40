import { describe, expect, it } from '@jest/globals';
import { Board } from '../../sandbox/page/server/board';

const told = (board: Board, mark?: string) => {
  const { all, entries } = board.since(mark);
  return { all, ...Object.fromEntries(entries.map(({ key, value }) => [key, value])) };
};

describe('the board of the sandbox page', () => {
  it('tells a newcomer everything that there is', () => {
    const board = new Board();
    board.set('a', 1);
    board.set('b', { two: 2 });
    board.set('c', null);
    expect(told(board)).toEqual({ all: true, a: 1, b: { two: 2 } });
  });

  it('tells somebody who was away what changed since, and what is gone', () => {
    const board = new Board();
    board.set('same', 1);
    board.set('changed', 1);
    board.set('gone', 1);
    const { mark } = board;
    board.set('same', 1);
    board.set('changed', 2);
    board.replace('gone', new Map());
    expect(told(board, mark)).toEqual({ all: false, changed: 2, gone: null });
    expect(told(board, board.mark)).toEqual({ all: false });
  });

  it('tells everything to somebody who knows a server from before a restart', () => {
    const before = new Board();
    before.set('a', 1);
    const board = new Board();
    board.set('a', 2);
    expect(told(board, before.mark)).toEqual({ all: true, a: 2 });
  });

  it('does not grow with what comes and goes, and tells everything to whoever was away for longer than it remembers', () => {
    const board = new Board();
    board.set('stays', 1);
    const { mark: longAgo } = board;
    for (let at = 0; at < 10_000; at += 1) board.replace('payment:', new Map([[`payment:${String(at)}`, at]]));
    expect(board.size).toBeLessThan(1_000);
    expect(told(board, longAgo)).toEqual({ all: true, stays: 1, 'payment:9999': 9_999 });
    const { mark: justNow } = board;
    board.replace('payment:', new Map([['payment:next', 1]]));
    expect(told(board, justNow)).toEqual({ all: false, 'payment:9999': null, 'payment:next': 1 });
  });

  it('has a key again that was gone', () => {
    const board = new Board();
    board.set('a', 1);
    board.set('a', null);
    const { mark } = board;
    board.set('a', 2);
    for (let at = 0; at < 1_000; at += 1) board.replace('b:', new Map([[`b:${String(at)}`, at]]));
    expect(told(board, mark)).toMatchObject({ a: 2 });
  });

  it('calls its listeners for changes only, until they stop', () => {
    const board = new Board();
    let calls = 0;
    const stop = board.listen(() => (calls += 1));
    board.set('a', 1);
    board.set('a', 1);
    stop();
    board.set('a', 2);
    expect(calls).toBe(1);
    expect(board.watched).toBe(false);
  });
});
