import type { WorkflowExecutionInfo } from '@temporalio/client';
import { paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import { attributes } from '../../../workflows/search-attributes';
import type { Desk } from '../command';
import { listOf, quoted } from '../visibility';
import { earlierPayments } from '../earlier-payments';
import { inTurns } from './payments';
import type { Settled } from './verdict';

/** The runs that made what the bank settled, whatever their day. What is not in it, nothing that is kept made. */
export async function makersOf(desk: Desk, rows: readonly Settled[]): Promise<Map<Settled, WorkflowExecutionInfo>> {
  const found = new Map<Settled, WorkflowExecutionInfo>();
  await inTurns(rows, async (row) => {
    const run = (await byOrder(desk, row.orderId)) ?? (await byNewest(desk, row.paymentId));
    if (run !== undefined) found.set(row, run);
  });
  const left = rows.filter((row) => !found.has(row)).flatMap(({ paymentId }) => paymentId ?? []);
  if (left.length === 0) return found;
  const earlier = await earlierPayments(desk, new Set(left));
  for (const row of rows) {
    const run = earlier.get(row.paymentId ?? '');
    if (run !== undefined && !found.has(row)) found.set(row, run);
  }
  return found;
}

async function byOrder(desk: Desk, orderId: string | undefined): Promise<WorkflowExecutionInfo | undefined> {
  if (orderId === undefined) return undefined;
  const [run] = await listOf(desk, `WorkflowId = ${quoted(paymentLinkWorkflowId(orderId))}`);
  return run;
}

async function byNewest(desk: Desk, paymentId: string | undefined): Promise<WorkflowExecutionInfo | undefined> {
  if (paymentId === undefined) return undefined;
  const [run] = await listOf(desk, `${attributes.paymentId.name} = ${quoted(paymentId)}`);
  return run;
}
