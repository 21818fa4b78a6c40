import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '../page/server/page';
import type { StoryView } from '../page/wire';
import { STORIES } from './index';
import { Stage } from './stage';
import type { Story } from './story';

/** A caption can be read in this time; what it says happens then. */
const READ_MS = 2_400;
/** What happened can be looked at. */
const LOOK_MS = 1_400;

/** Plays one story at a time, and says on the board where it is. */
export class Player {
  #playing: { readonly stop: AbortController; readonly over: Promise<void> } | undefined;

  constructor(private readonly page: Page) {}

  get playing(): boolean {
    return this.#playing !== undefined;
  }

  /** @param pace 1: for people; 0: as fast as it goes. @returns false where there is no such story */
  async play(id: string, pace: number): Promise<boolean> {
    const story = STORIES.find((one) => one.id === id);
    if (story === undefined) return false;
    await this.stop();
    const stop = new AbortController();
    this.#playing = { stop, over: this.#run(story, pace, stop.signal) };
    return true;
  }

  async stop(): Promise<void> {
    const playing = this.#playing;
    this.#playing = undefined;
    playing?.stop.abort(new Error('The story was stopped.'));
    await playing?.over;
    this.page.board.set('story', null);
  }

  async #run(story: Story, pace: number, signal: AbortSignal): Promise<void> {
    const stage = new Stage(this.page, story, signal);
    const show = (step: number, state: StoryView['state'], error?: string): void => {
      const view: StoryView = {
        id: story.id,
        phone: story.phone,
        ...(story.line === undefined ? {} : { line: story.line }),
        step,
        steps: story.scenes.length,
        state,
        ...(error === undefined ? {} : { error }),
      };
      this.page.board.set('story', view);
    };
    let step = 0;
    try {
      for (const scene of story.scenes) {
        show(step, 'playing');
        await sleep(READ_MS * pace, undefined, { signal });
        await scene(stage);
        await sleep(LOOK_MS * pace, undefined, { signal });
        step += 1;
      }
      show(step - 1, 'done');
    } catch (error) {
      show(step, 'failed', error instanceof Error ? error.message : String(error));
    } finally {
      stage.leave();
    }
  }
}
