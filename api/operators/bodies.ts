import { z } from 'zod';
import { CLOSABLE } from '../../domain/closures';
import { FINAL_STATUSES } from '../../domain/payment';

const said = z.string().trim().min(1).max(500);

export const settleBody = z.strictObject({
  outcome: z.enum(FINAL_STATUSES),
  reason: said,
  paymentId: said
    .optional()
    .describe('The bank’s id of the payment, where there is one; of a request whose answer was lost only.'),
  confirm: z
    .boolean()
    .optional()
    .describe('True: what another operator proposed is so. A payment under review counts as paid by the word of two.'),
});

export const closureBody = z.strictObject({ kind: z.enum(CLOSABLE), id: said, reason: said });

const outcome = z.enum(FINAL_STATUSES);

export const settledAnswer = z.object({
  state: z.string(),
  proposal: z
    .object({ outcome, reason: z.string(), operator: z.string(), at: z.string() })
    .optional()
    .describe('It counts when another operator confirms it.'),
});

export const closuresAnswer = z.object({
  closures: z.array(
    z.object({ kind: z.enum(CLOSABLE), id: z.string(), reason: z.string(), operator: z.string(), since: z.string() }),
  ),
});
