import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../command';

/** As the api logs it, once Meta has said what it charges (api/intake/statuses.ts). */
const pricedSchema = z.object({
  msg: z.literal('message priced'),
  time: z.number(),
  line: z.string(),
  message: z.string(),
  workflowId: z.string().optional(),
  type: z.string(),
  category: z.string(),
});
export type Priced = z.infer<typeof pricedSchema>;

/** Docker's json-file, and collectors behind it, keep each line of ours as a text in JSON of their own. */
const wrappedSchema = z.object({ log: z.string() });
const NAMES_ONE = /"message priced\\*"/;

export interface Prices {
  readonly priced: readonly Priced[];
  /** How many there are of other months. */
  readonly otherMonths: number;
  /** Where a priced message stands that can't be read, and why: in words of ours, for the line may hold anything. */
  readonly unread: readonly string[];
}

/**
 * Prices of a month out of logs of the api, each message once, however many processes logged it. Whatever wrote the logs down may have
 * put something before each line, or wrapped it. Lines of anything else are passed over.
 *
 * @param month `2026-11`, in UTC as Meta bills
 */
export async function readPrices(files: readonly string[], month: string): Promise<Prices> {
  const found = new Map<string, Priced>();
  const others = new Set<string>();
  const unread: string[] = [];
  for (const file of files) {
    let number = 0;
    for await (const line of linesOf(file)) {
      number += 1;
      const read = NAMES_ONE.test(line) ? pricedOf(line) : undefined;
      if (typeof read === 'string') unread.push(`${basename(file)}:${number}: ${read}`);
      else if (read !== undefined && new Date(read.time).toISOString().startsWith(month)) found.set(read.message, read);
      else if (read !== undefined) others.add(read.message);
    }
  }
  return { priced: [...found.values()], otherMonths: others.size, unread };
}

/** @returns what is wrong with it; undefined where it only speaks of such a message */
function pricedOf(line: string): Priced | string | undefined {
  const value = parsed(line);
  if (value === undefined) return 'it is no JSON, or is cut off';
  const wrapped = wrappedSchema.safeParse(value).data;
  if (wrapped !== undefined) return pricedOf(wrapped.log);
  const { data, error } = pricedSchema.safeParse(value);
  const fields = error?.issues.map(({ path }) => path.join('.')) ?? [];
  if (fields.includes('msg')) return undefined;
  return data ?? `${fields.join(', ')} is not as the api writes it`;
}

function parsed(line: string): unknown {
  const start = line.indexOf('{');
  try {
    return start === -1 ? undefined : JSON.parse(line.slice(start));
  } catch {
    return undefined;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path).catch((cause: unknown) => {
    throw new CommandError(`${path} can't be read.`, { cause });
  });
  yield* file.readLines();
}
