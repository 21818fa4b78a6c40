/** How long each text of others may be, tried in turn until the whole message fits. */
const LENGTHS = [280, 140, 100, 70, 50, 35, 25, 15, 8, 0] as const;

/**
 * Builds a body that fits, giving up what matters least first: the tails of descriptions, tags and names, then rows from
 * the end, then whole lines. What stands in a line that stays (amount, time, reference) is never cut.
 * @param longest UTF-16 units of the body.
 * @param rows how many rows there are to show.
 * @param build makes the body of the first `shown` rows, with texts of others cut to `length`.
 */
export function fit(longest: number, rows: number, build: (length: number, shown: number) => string): string {
  for (const length of LENGTHS) {
    const body = build(length, rows);
    if (body.length <= longest) return body;
  }
  const shown = most(rows, (count) => build(0, count).length <= longest);
  return wholeLines(build(0, shown), longest);
}

/** The largest count below `end` that fits; each row makes a body longer, so the middle tells which half to look in. */
function most(end: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, Math.max(end - 1, 0)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function wholeLines(body: string, longest: number): string {
  if (body.length <= longest) return body;
  const kept: string[] = [];
  for (const line of body.split('\n')) {
    if ([...kept, line, '…'].join('\n').length > longest) break;
    kept.push(line);
  }
  return [...kept, '…'].join('\n');
}
