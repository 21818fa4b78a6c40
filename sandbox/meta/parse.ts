import type { z } from 'zod';
import { GraphError } from './graph-error';

/** Meta says 100 for what is wrong with the envelope or a plain text, 131008 and 131009 for what is inside. */
const PLAIN = new Set(['messaging_product', 'recipient_type', 'type', 'text.body', 'biz_opaque_callback_data']);

/** @throws GraphError naming the first thing that is wrong, with the code that Meta uses for it */
export function parseAs<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const details = `${path}: ${issue?.message ?? 'invalid'}`;
  const missing = issue?.code === 'invalid_type' && issue.input === undefined;
  if (PLAIN.has(path)) {
    const message = missing ? `The parameter ${path} is required.` : `Param ${path} is not valid`;
    throw new GraphError(100, details, { message });
  }
  throw new GraphError(missing ? 131008 : 131009, details);
}
