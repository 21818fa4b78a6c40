import type { Line } from '../domain/line';
import type { Rail } from './rail';

/** The rail that a line's banks are on. */
export type RailOfLine = (lineId: string | undefined) => Rail;

/**
 * One rail for each currency that lines are in. A line that names its currency is on a rail that settles it; any other, and
 * a payment that began before payments named their line, is on the rail's own.
 *
 * @param make builds the rail that settles one currency; undefined: its own
 */
export function createRails(lines: readonly Line[], make: (currency: string | undefined) => Rail): RailOfLine {
  const rails = new Map<string | undefined, Rail>([[undefined, make(undefined)]]);
  for (const { currency } of lines) if (!rails.has(currency)) rails.set(currency, make(currency));
  return (lineId) => {
    const rail = rails.get(lines.find(({ id }) => id === lineId)?.currency);
    if (rail === undefined) throw new Error('Every line has a rail');
    return rail;
  };
}
