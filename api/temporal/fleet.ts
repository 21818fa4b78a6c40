import type { Client } from '@temporalio/client';
import type { NotificationState, PaymentState } from '../../domain/payment';
import { PAYMENT_LINK_WORKFLOW } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import type { Fleet } from '../fleet-metrics';

const CALL_MS = 5_000;
/** What is stuck is few, or everything is: beyond this many the count matters no more. */
const MOST_STUCK = 2_000;
const PAYMENTS: readonly PaymentState[] = [
  'Resolving',
  'AwaitingPayment',
  'Paid',
  'Failed',
  'Declined',
  'Expired',
  'Cancelled',
  'NeedsReview',
  'RtpUnknown',
];
const NOTICES: readonly NotificationState[] = ['Owed', 'PossiblyTwice', 'Undeliverable'];

/** Counts by search attributes: one call a value, for grouping is not on every visibility store. */
export function createFleetReader(client: Client, now: () => number): () => Promise<Fleet> {
  const running = `WorkflowType = "${PAYMENT_LINK_WORKFLOW}" AND ExecutionStatus = "Running"`;
  const counts = async (name: string, values: readonly string[]): Promise<Record<string, number>> => {
    const found = await Promise.all(
      values.map(async (value) => {
        const { count } = await client.workflow.count(`${running} AND ${name} = "${value}"`);
        return [value, count] as const;
      }),
    );
    return Object.fromEntries(found);
  };
  return () =>
    client.withDeadline(Date.now() + CALL_MS, async () => {
      const [payments, notices, what] = await Promise.all([
        counts(attributes.paymentState.name, PAYMENTS),
        counts(attributes.notificationState.name, NOTICES),
        readStuck(client, now()),
      ]);
      return { payments, notices, ...what };
    });
}

async function readStuck(client: Client, now: number): Promise<Pick<Fleet, 'stuck' | 'oldestStuck'>> {
  const stuck: Record<string, number> = {};
  const oldestStuck: Record<string, number> = {};
  const query = `${attributes.stuckReason.name} IS NOT NULL AND ExecutionStatus = "Running"`;
  let read = 0;
  for await (const { typedSearchAttributes: is } of client.workflow.list({ query })) {
    const reason = is.get(attributes.stuckReason) ?? '';
    const since = is.get(attributes.stuckSince)?.getTime() ?? now;
    stuck[reason] = (stuck[reason] ?? 0) + 1;
    oldestStuck[reason] = Math.max(oldestStuck[reason] ?? 0, (now - since) / 1_000);
    if ((read += 1) >= MOST_STUCK) break;
  }
  return { stuck, oldestStuck };
}
