import type { WorkflowExecutionInfo } from '@temporalio/client';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import { toDecimal } from '../../domain/money';
import { earlierPayments } from './earlier-payments';
import { CommandError } from './command';
import type { Desk } from './command';
import { listOf, quoted } from './visibility';

const LINK_ID = /^[a-z2-7]{26}$/;
const REF = /^[a-z2-7]{6}$/;

/**
 * The payment that people mean: by linkId (which is the orderId too), by the rail's paymentId, or by the six characters that
 * every notice ends with. Those can't be searched for, so all payments that are kept are listed: some seconds for 10,000. Nor can a
 * payment of a lasting link that a later one followed: then the links that may have made it are read, which takes minutes for 10,000.
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
  if (ids.length === 0 && !REF.test(word)) {
    ids.push(...[...(await earlierPayments(desk, new Set([word]))).values()].map(({ workflowId }) => workflowId));
  }
  const [only, ...others] = [...new Set(ids)];
  if (only === undefined) {
    throw new CommandError(
      `No payment is known as ${word}. Give its linkId, its paymentId, its orderId or the last six characters of its notice; a closed one is kept for the namespace's retention only.`,
    );
  }
  if (others.length > 0) throw new CommandError(`Several payments end with ${word}: ${[only, ...others].join(', ')}.`);
  return only;
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
