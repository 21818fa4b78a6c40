import { TemporalUnavailable } from '../ports/temporal';

export interface Work {
  /** Works of one group run one after another, in the order given. */
  readonly group: string;
  readonly run: () => Promise<void>;
}

/**
 * Does all the work, many groups side by side. When Temporal is away nothing more is begun, so that the answer comes soon;
 * one thing that Temporal refuses costs only itself, else it would keep its neighbours out for as long as it is repeated.
 *
 * @throws the first error, once everything that was begun has ended: then the whole batch comes again, which is safe.
 */
export async function doAll(work: readonly Work[], groupsAtOnce: number): Promise<void> {
  const groups = inGroups(work);
  const errors: unknown[] = [];
  let away = false;

  const runGroup = async (group: readonly Work[]): Promise<void> => {
    for (const { run } of group) {
      if (away) return;
      try {
        await run();
      } catch (error) {
        errors.push(error);
        away ||= error instanceof TemporalUnavailable && error.away;
      }
    }
  };
  const takeTurns = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined && !away; group = groups.shift()) await runGroup(group);
  };

  await Promise.all(Array.from({ length: Math.min(groupsAtOnce, groups.length) }, takeTurns));
  if (errors.length > 0) throw errors[0];
}

function inGroups(work: readonly Work[]): (readonly Work[])[] {
  const groups = new Map<string, Work[]>();
  for (const one of work) {
    const group = groups.get(one.group);
    if (group === undefined) groups.set(one.group, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
