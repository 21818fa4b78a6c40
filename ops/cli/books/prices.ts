import { open } from 'node:fs/promises';
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

/**
 * Prices of a month out of logs of the api, each message once, however many processes logged it. Lines of anything else are passed over.
 *
 * @param month `2026-11`, in UTC as Meta bills
 */
export async function readPrices(files: readonly string[], month: string): Promise<readonly Priced[]> {
  const found = new Map<string, Priced>();
  for (const file of files) {
    for await (const line of linesOf(file)) {
      const priced = pricedOf(line);
      if (priced !== undefined && new Date(priced.time).toISOString().startsWith(month))
        found.set(priced.message, priced);
    }
  }
  return [...found.values()];
}

function pricedOf(line: string): Priced | undefined {
  if (!line.includes('"message priced"')) return undefined;
  try {
    return pricedSchema.safeParse(JSON.parse(line)).data;
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
