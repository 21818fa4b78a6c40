import type { WorkflowExecutionInfo } from '@temporalio/client';
import { PAYMENT_LINK_WORKFLOW } from '../../workflows/payment-link.contract';
import type { Desk } from './command';

/** A value inside a visibility query. */
export const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** Payments, of all that are kept. */
export async function listOf(desk: Pick<Desk, 'client'>, where?: string): Promise<readonly WorkflowExecutionInfo[]> {
  const query = [`WorkflowType = ${quoted(PAYMENT_LINK_WORKFLOW)}`, ...(where === undefined ? [] : [where])];
  return list(desk, query.join(' AND '));
}

export async function list(desk: Pick<Desk, 'client'>, query: string): Promise<readonly WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const one of desk.client.workflow.list({ query })) found.push(one);
  return found;
}
