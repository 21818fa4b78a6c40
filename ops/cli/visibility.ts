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

const TOLD_EACH = 500;

/** @param aloud what it is called on stderr, where there may be so much of it that whoever waits wants to know how far it is */
export async function list(
  desk: Pick<Desk, 'client'>,
  query: string,
  aloud?: string,
): Promise<readonly WorkflowExecutionInfo[]> {
  const { count } = aloud === undefined ? { count: 0 } : await desk.client.workflow.count(query);
  const found: WorkflowExecutionInfo[] = [];
  for await (const one of desk.client.workflow.list({ query })) {
    if (aloud !== undefined && found.length % TOLD_EACH === 0) {
      process.stderr.write(`Reading ${aloud}: ${found.length} of ${count}\n`);
    }
    found.push(one);
  }
  return found;
}
