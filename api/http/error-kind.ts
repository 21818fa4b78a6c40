import { z } from 'zod';

const errorSchema = z.object({
  name: z.string(),
  // Some number theirs.
  code: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
});

/**
 * The kind of an error and of what is behind it, as `TypeError ECONNREFUSED`: names and codes are the libraries' own. A message may
 * quote what was asked and who asked, so none is looked at.
 */
export function kindOf(error: unknown): string {
  const { name, code, cause } = errorSchema.safeParse(error).data ?? { name: typeof error };
  const behind = errorSchema.safeParse(cause).data;
  return [code ?? name, ...(behind === undefined ? [] : [behind.code ?? behind.name])].join(' ');
}
