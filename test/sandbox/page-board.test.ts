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
    board.retain('gone', new Set());
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
