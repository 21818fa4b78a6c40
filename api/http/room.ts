import type { Response } from 'express';
import { Problem } from './problem';

/** More than a usual webhook has, and no burden where thousands come at once. */
const SMALL = 64 * 1024;

/**
 * A share of the memory for bodies, from now until the answer is through.
 *
 * @returns to be told as the body grows: its length so far, and the memory that this takes up
 */
export type Room = (response: Response) => (length: number, memory: number) => void;

/**
 * Bounds what the bodies that are being read at once may take up in memory, so that a crowd that sends 4 MB each can't end the
 * process for everybody. Small bodies need no room: they are never turned away. A large one that finds none is answered with
 * 503, which makes Meta bring it again.
 *
 * Only what has come counts, never what a request says will come: a claim costs its sender nothing, and a few dozen of them
 * would keep every large webhook out.
 *
 * @param bytes for all large bodies together
 */
export function roomFor(bytes: number): Room {
  let taken = 0;
  return (response) => {
    let held = 0;
    response.once('close', () => (taken -= held));
    return (length, memory) => {
      if (length <= SMALL) return;
      if (taken - held + memory > bytes) {
        throw new Problem('Busy', 'Too much is being sent at once. Send it again.', { 'Retry-After': '5' });
      }
      taken += memory - held;
      held = memory;
    };
  };
}
