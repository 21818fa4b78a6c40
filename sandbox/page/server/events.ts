import type { RequestHandler } from 'express';
import type { Board } from './board';

const BEAT_MS = 10_000;
/** Changes of one moment go out together. */
const GATHER_MS = 30;

/**
 * The board as server-sent events. Each event's id says how much its reader knows, so that a browser that reconnects gets what
 * it missed and no more; the beat lets the reader notice a connection that died without a word.
 */
export function streamBoard(board: Board, refresh: () => void): RequestHandler {
  return (request, response) => {
    refresh();
    let mark = request.get('last-event-id') ?? asText(request.query['since']);
    response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    response.write('retry: 1000\n\n');
    const send = (): void => {
      // Who reads slowly gets the newest of everything once there is room again: no backlog is kept for them.
      if (response.writableNeedDrain) return;
      const { all, entries } = board.since(mark);
      mark = board.mark;
      const body = JSON.stringify({ all, entries });
      response.write(`id: ${mark}\nevent: board\ndata: ${body}\n\n`);
    };
    send();
    response.on('drain', () => {
      if (mark !== board.mark) send();
    });
    let due: NodeJS.Timeout | undefined;
    const stop = board.listen(() => {
      due ??= setTimeout(() => {
        due = undefined;
        send();
      }, GATHER_MS);
    });
    const beat = setInterval(() => {
      if (!response.writableNeedDrain) response.write('event: beat\ndata: 1\n\n');
    }, BEAT_MS);
    request.on('close', () => {
      stop();
      clearInterval(beat);
      clearTimeout(due);
    });
  };
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
