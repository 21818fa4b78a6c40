import type { Client } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import type { PaymentLinkResult, PaymentLinkStatus } from '../workflows/payment-link.contract';
import { PAYMENT_LINK_WORKFLOW } from '../workflows/payment-link.contract';

/** Questions to running payments go out this many at a time. */
const AT_ONCE = 10;

/** A payment of a seller's, running or over. */
export interface SellerLink {
  readonly workflowId: string;
  readonly startedAt: Date;
  readonly running: boolean;
  readonly now: PaymentLinkResult &
    Pick<PaymentLinkStatus, 'linkMessageId' | 'linkShownAgain' | 'link'> &
    Partial<Pick<PaymentLinkStatus, 'linkId'>>;
}

/** Finds a seller's payments by attributes, newest first; `where` narrows, `most` bounds how many are read. */
export async function readSellerLinks(
  client: Client,
  sellerId: string,
  options: { readonly where?: string; readonly most: number; readonly before?: (workflowId: string) => Promise<void> },
): Promise<readonly SellerLink[]> {
  const found: { workflowId: string; startedAt: Date; running: boolean }[] = [];
  for await (const { workflowId, startTime, status } of client.workflow.list({
    query: queryOf(sellerId, options.where),
  })) {
    found.push({ workflowId, startedAt: startTime, running: status.name === 'RUNNING' });
  }
  const newest = found.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime()).slice(0, options.most);
  const links: SellerLink[] = [];
  for (let at = 0; at < newest.length; at += AT_ONCE) {
    const read = newest.slice(at, at + AT_ONCE).map(async (one): Promise<SellerLink | undefined> => {
      if (one.running) await options.before?.(one.workflowId);
      const now = await readNow(client, one);
      return now && { ...one, now };
    });
    links.push(...(await Promise.all(read)).filter((one) => one !== undefined));
  }
  return links;
}

/** How many there are, of whatever state, for as long as the namespace keeps them. */
export async function countSellerLinks(client: Client, sellerId: string, where?: string): Promise<number> {
  return (await client.workflow.count(queryOf(sellerId, where))).count;
}

/** The seller's id comes from cap-svc; a quote in it must not end the literal. */
function queryOf(sellerId: string, where?: string): string {
  const seller = `SellerId = "${sellerId.replace(/["\\]/g, '\\$&')}"`;
  return [`WorkflowType = "${PAYMENT_LINK_WORKFLOW}"`, seller, ...(where === undefined ? [] : [where])].join(' AND ');
}

async function readNow(client: Client, { workflowId, running }: { workflowId: string; running: boolean }) {
  const handle = client.workflow.getHandle<() => Promise<PaymentLinkResult>>(workflowId);
  if (running) return handle.query<PaymentLinkStatus>('status');
  return handle.result().catch((error: unknown) => {
    if (error instanceof WorkflowFailedError) return undefined;
    throw error;
  });
}
