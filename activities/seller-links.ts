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

interface Wanted {
  readonly where?: string;
  readonly most: number;
  readonly before?: (workflowId: string) => Promise<void>;
}

/** Finds a seller's payments by attributes, newest first; `where` narrows, `most` bounds how many are read. */
export async function readSellerLinks(
  client: Client,
  sellerId: string,
  wanted: Wanted,
): Promise<readonly SellerLink[]> {
  const links: SellerLink[] = [];
  for await (const batch of batches(client, sellerId, wanted)) links.push(...batch);
  return links;
}

/** The first of them that is meant: no more are read than it takes to find it. */
export async function findSellerLink(
  client: Client,
  sellerId: string,
  wanted: Wanted,
  isMeant: (link: SellerLink) => boolean,
): Promise<SellerLink | undefined> {
  for await (const batch of batches(client, sellerId, wanted)) {
    const meant = batch.find(isMeant);
    if (meant !== undefined) return meant;
  }
  return undefined;
}

async function* batches(client: Client, sellerId: string, { where, most, before }: Wanted) {
  const found: { workflowId: string; startedAt: Date; running: boolean }[] = [];
  for await (const { workflowId, startTime, status } of client.workflow.list({ query: queryOf(sellerId, where) })) {
    found.push({ workflowId, startedAt: startTime, running: status.name === 'RUNNING' });
  }
  const newest = found.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime()).slice(0, most);
  for (let at = 0; at < newest.length; at += AT_ONCE) {
    const read = newest.slice(at, at + AT_ONCE).map(async (one): Promise<SellerLink | undefined> => {
      if (one.running) await before?.(one.workflowId);
      const now = await readNow(client, one);
      return now && { ...one, now };
    });
    yield (await Promise.all(read)).filter((one) => one !== undefined);
  }
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
