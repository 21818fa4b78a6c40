import type { Line } from '../domain/line';
import type { Starts } from '../temporal/starts';

/** Sees to it that every line of the lines file is looked after; one that runs already goes on with what the file says now. */
export async function startLines(starts: Pick<Starts, 'line'>, lines: readonly Line[]): Promise<void> {
  for (const line of lines) await starts.line(line, { signal: 'lineConfigured', argument: line });
}
