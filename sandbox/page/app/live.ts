import type { Entry } from '../wire';
import { setUi, take } from './state';

/** The server beats every 10 s: a longer silence is a connection that died without a word, as after a night's sleep. */
const SILENCE_MS = 25_000;
const LOOK_MS = 3_000;

let source: EventSource | undefined;
let heardAt = Date.now();
let mark = '';

interface Told {
  readonly all: boolean;
  readonly entries: readonly Entry[];
}

function open(): void {
  source?.close();
  heardAt = Date.now();
  // A browser sends the last id by itself only when it reconnects by itself.
  const current = new EventSource(`./events${mark === '' ? '' : `?since=${encodeURIComponent(mark)}`}`);
  source = current;
  const heard = (): void => {
    heardAt = Date.now();
    setUi({ connected: true });
  };
  current.addEventListener('beat', heard);
  current.addEventListener('board', (event: MessageEvent<string>) => {
    heard();
    mark = event.lastEventId;
    const { all, entries } = JSON.parse(event.data) as Told;
    take(entries, all);
  });
  current.addEventListener('error', () => {
    setUi({ connected: false });
  });
}

/** Keeps up with the server, whatever happens in between: asleep, cut off, restarted. */
export function keepUp(): void {
  open();
  const look = (): void => {
    const dead = source?.readyState === EventSource.CLOSED || Date.now() - heardAt > SILENCE_MS;
    if (dead) open();
  };
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', open);
}
