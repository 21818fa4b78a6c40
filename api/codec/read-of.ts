import type { Payload } from '@temporalio/common';
import { workflowIdOf } from '../../workers/codec/payload-codec';

/** Characters of ids in a line of the log: Docker cuts a line at 16 kB, syslog at 8, and the rest of the line needs room as well. */
const MOST = 4_000;

/**
 * Whose payloads they are, each workflow once, a list for each line of the log that it takes; at least one. None is left out: what is not
 * in the log was read by nobody, as far as anybody can tell later.
 */
export function readOf(payloads: readonly Payload[]): readonly (readonly string[])[] {
  const lists: string[][] = [[]];
  let taken = 0;
  for (const id of new Set(payloads.flatMap((payload) => workflowIdOf(payload) ?? []))) {
    if (taken > 0 && taken + id.length > MOST) {
      lists.push([]);
      taken = 0;
    }
    lists.at(-1)?.push(id);
    taken += id.length;
  }
  return lists;
}
