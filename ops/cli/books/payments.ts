import type { WorkflowExecutionInfo } from '@temporalio/client';
import { status } from '../../../workflows/payment-link.contract';
import type { PaymentLinkResult, PaymentLinkStatus } from '../../../workflows/payment-link.contract';
import { CommandError } from '../command';
import type { Desk } from '../command';

const AT_ONCE = 10;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What stays of a payment, open or closed. */
export type Kept = PaymentLinkResult | PaymentLinkStatus;

/** Undefined: the run was terminated or failed, and left nothing. Open ones need a worker to answer. */
export async function readKept(
  { client }: Pick<Desk, 'client'>,
  run: WorkflowExecutionInfo,
): Promise<Kept | undefined> {
  const handle = client.workflow.getHandle<() => Promise<PaymentLinkResult>>(run.workflowId, run.runId);
  if (run.status.name === 'RUNNING') return handle.query(status);
  return run.status.name === 'COMPLETED' ? handle.result() : undefined;
}

/** @throws CommandError unless it is a day of the calendar */
export function dayOf(text: string): string {
  if (DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)) return text;
  throw new CommandError(`${text} is no day: write it like 2026-11-23.`);
}

/** Some at a time: a thousand questions at once would be refused. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}
