import type { Stage } from './stage';

/** A story that plays by itself. Its captions are the page's, one for each scene: `story.<id>.<number>`. */
export interface Story {
  readonly id: string;
  /** Whose phone it happens on. */
  readonly phone: string;
  /** The business number it is written to; absent: the first. */
  readonly line?: string;
  readonly scenes: readonly ((stage: Stage) => void | Promise<void>)[];
}

/** A check that a story makes of itself: a story that shows the wrong thing has failed. */
export function expectThat(fact: boolean, what: string): void {
  if (!fact) throw new Error(`The story expected that ${what}.`);
}
