import type { WorkflowExecutionInfo } from '@temporalio/client';
import { attributes } from '../../workflows/search-attributes';
import { inTurns, readKept } from './books/payments';
import type { Desk } from './command';
import { listOf } from './visibility';

/** A link that was paid by its only payment leaves 29 events: nothing that is shorter has made a second. */
const ONE_PAYMENT = 29;
const TOLD_EACH = 500;

/**
 * Runs by payments that are not their newest: a lasting link is searched by its newest alone, for an attribute holds one value. So the
 * runs that may have made several are read, one by one, and stderr says how far it is.
 */
export async function earlierPayments(
  desk: Pick<Desk, 'client'>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, WorkflowExecutionInfo>> {
  const made = await listOf(desk, `${attributes.paymentId.name} IS NOT NULL`);
  const runs = made.filter(({ status, historyLength }) => status.name === 'RUNNING' || historyLength > ONE_PAYMENT);
  const found = new Map<string, WorkflowExecutionInfo>();
  for (let at = 0; at < runs.length && found.size < wanted.size; at += TOLD_EACH) {
    process.stderr.write(`Reading links that made several payments: ${at} of ${runs.length}\n`);
    await inTurns(runs.slice(at, at + TOLD_EACH), async (run) => {
      const kept = await readKept(desk, run);
      for (const { paymentId } of kept?.issued ?? []) if (wanted.has(paymentId)) found.set(paymentId, run);
    });
  }
  return found;
}
