import type { WorkflowExecutionInfo } from '@temporalio/client';
import { PAYMENT_LINK_WORKFLOW, paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import { toDecimal } from '../../domain/money';
import { CommandError } from './command';
import type { Desk } from './command';

const LINK_ID = /^[a-z2-7]{26}$/;
const REF = /^[a-z2-7]{6}$/;

/** A value inside a visibility query. */
export const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/**
 * The payment that people mean: by linkId (which is the orderId too), by the rail's paymentId, or by the six characters that
 * every notice ends with. Those can't be searched for, so all payments that are kept are read: some seconds for 10,000.
 *
 * @throws CommandError where there is none, or several
 */
export async function findPayment(desk: Pick<Desk, 'client'>, given: string): Promise<string> {
  const word = given
    .trim()
    .replace(/^payment-link\//, '')
    .replace(/^…/, '');
  if (LINK_ID.test(word)) return paymentLinkWorkflowId(word);
  const found = await listOf(desk, REF.test(word) ? undefined : `${attributes.paymentId.name} = ${quoted(word)}`);
  const ids = found.map(({ workflowId }) => workflowId).filter((id) => !REF.test(word) || id.endsWith(word));
  const [only, ...others] = [...new Set(ids)];
  if (only === undefined) {
    throw new CommandError(
      `No payment is known as ${word}. Give its linkId, its paymentId, its orderId or the last six characters of its notice; a closed one is kept for the namespace's retention only.`,
    );
  }
  if (others.length > 0) throw new CommandError(`Several payments end with ${word}: ${[only, ...others].join(', ')}.`);
  return only;
}

export async function listOf(desk: Pick<Desk, 'client'>, where?: string): Promise<readonly WorkflowExecutionInfo[]> {
  const query = [`WorkflowType = ${quoted(PAYMENT_LINK_WORKFLOW)}`, ...(where === undefined ? [] : [where])];
  return list(desk, query.join(' AND '));
}

export async function list(desk: Pick<Desk, 'client'>, query: string): Promise<readonly WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const one of desk.client.workflow.list({ query })) found.push(one);
  return found;
}

type Row = Pick<WorkflowExecutionInfo, 'workflowId' | 'status' | 'startTime' | 'typedSearchAttributes'>;

/** One line a workflow: what ops look at first, and where to look on. */
export function rowOf(desk: Desk, { workflowId, status, startTime, typedSearchAttributes: is }: Row) {
  const minor = is.get(attributes.amountMinor);
  const currency = is.get(attributes.currency);
  const amount = minor === undefined || currency === undefined ? '' : `${toDecimal({ minor, currency })} ${currency}`;
  const stuck = is.get(attributes.stuckReason);
  const since = is.get(attributes.stuckSince)?.toISOString();
  return [
    startTime.toISOString(),
    status.name,
    is.get(attributes.paymentState) ?? '',
    is.get(attributes.notificationState) ?? '',
    amount,
    is.get(attributes.merchantId) ?? '',
    stuck === undefined ? '' : `${stuck} since ${since ?? '?'}`,
    uiUrl(desk, workflowId),
  ]
    .filter((cell) => cell !== '')
    .join('  ');
}

export const uiUrl = ({ env, namespace }: Pick<Desk, 'env' | 'namespace'>, workflowId: string): string =>
  `${env.temporal.uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
