import { randomInt } from 'node:crypto';
import type { Switchboard } from './switches';

const EVERY_MS = 4_000;
/** What a bad day is made of; nothing here makes a payment impossible for good. */
const MISFORTUNES = [
  'metaDown',
  'metaFiveTimes',
  'metaShuffled',
  'capDown',
  'capSlow',
  'railDown',
  'callbackLost',
  'callbackTwice',
  'callbackLate',
] as const;

/** Everything goes wrong now and then, each for a few seconds, and the worker dies sometimes. */
export class Chaos {
  #timer: NodeJS.Timeout | undefined;
  #turns = 0;

  constructor(
    private readonly switches: Switchboard,
    private readonly killWorker: () => void,
  ) {}

  get on(): boolean {
    return this.#timer !== undefined;
  }

  turn(on: boolean): void {
    if (on === this.on) return;
    clearInterval(this.#timer);
    this.#timer = on ? setInterval(() => this.#act(), EVERY_MS).unref() : undefined;
    if (on) this.#act();
    else this.#calm();
  }

  #act(): void {
    this.#calm();
    for (const id of MISFORTUNES) if (randomInt(4) === 0) this.switches.turn(id, true);
    this.#turns += 1;
    if (this.#turns % 8 === 0) this.killWorker();
  }

  #calm(): void {
    for (const id of MISFORTUNES) this.switches.turn(id, false);
  }
}
