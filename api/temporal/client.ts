import {
  ActivityNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { createStarts } from '../../temporal/starts';
import { unless } from '../../temporal/unless';
import { unlessUnknown } from '../../temporal/unless-unknown';
import type { ConversationMemo } from '../../workflows/conversation.contract';
import type { PaymentLinkResult } from '../../workflows/payment-link.contract';
import { paymentLinkWorkflowId, readMemo } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import type { MessageFailed, PaymentSignal, Temporal } from '../ports/temporal';
import { createBounded } from './bounded';

/** The whole of Temporal as the api sees it. `settled`: nothing is under way, the connection may close. */
export function createTemporal(
  client: Client,
  taskQueuePrefix: string,
): Temporal & { readonly settled: () => Promise<void> } {
  const bounded = createBounded(client);
  const starts = createStarts(client, taskQueuePrefix);
  const signal = (workflowId: string, name: string, ...argument: unknown[]): Promise<'taken' | 'over'> =>
    bounded(() => {
      const handle = client.workflow.getHandle(workflowId);
      return handle.signal(name, ...argument).then(() => 'taken' as const, unless(WorkflowNotFoundError, 'over'));
    });

  /** As the server tells it: what the client makes of it would decrypt the whole memo. */
  async function isPending(workflowId: string, activityId: string): Promise<boolean> {
    const { namespace } = client.options;
    const asked = client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
    const found = await unlessUnknown(asked);
    return found?.pendingActivities.some((pending) => pending.activityId === activityId) ?? false;
  }

  return {
    settled: () => bounded.settled(),

    startPayment: (input) =>
      bounded(() =>
        starts.payment(input).then(() => 'started' as const, unless(WorkflowExecutionAlreadyStartedError, 'known')),
      ),

    exists: (workflowId) =>
      bounded(() =>
        client.workflow
          .getHandle(workflowId)
          .describe()
          .then(() => true, unless(WorkflowNotFoundError, false)),
      ),

    readPayment: (linkId) =>
      bounded(async () => {
        const handle = client.workflow.getHandle(paymentLinkWorkflowId(linkId));
        const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
        if (found === undefined) return undefined;
        const lineId = found.typedSearchAttributes.get(attributes.lineId);
        const sellerId = found.typedSearchAttributes.get(attributes.sellerId);
        const merchantId = found.typedSearchAttributes.get(attributes.merchantId);
        return {
          memo: readMemo(found.memo),
          ...(lineId === undefined ? {} : { lineId }),
          ...(sellerId === undefined ? {} : { sellerId }),
          ...(merchantId === undefined ? {} : { merchantId }),
        };
      }),

    resultOf: (linkId) =>
      bounded(() => {
        const handle = client.workflow.getHandle<() => Promise<PaymentLinkResult>>(paymentLinkWorkflowId(linkId));
        return handle.result().catch(unless(WorkflowFailedError, undefined));
      }),

    signalPayment: (linkId, sent: PaymentSignal) =>
      'argument' in sent
        ? signal(paymentLinkWorkflowId(linkId), sent.signal, sent.argument)
        : signal(paymentLinkWorkflowId(linkId), sent.signal),

    moveConversation: (conversationId, move) => signal(conversationId, move.signal, move.argument),

    chooseLocale: (conversationId, locale) => signal(conversationId, 'localeChosen', { locale }),

    successorOf: (conversationId) =>
      bounded(async () => {
        const found = await client.workflow
          .getHandle(conversationId)
          .describe()
          .catch(unless(WorkflowNotFoundError, undefined));
        return (found?.memo as Partial<ConversationMemo> | undefined)?.movedTo?.conversationId;
      }),

    failConversationMessage: (conversationId, failed: MessageFailed) => signal(conversationId, 'messageFailed', failed),

    tellConversation: (conversationId, input, sent) => bounded(() => starts.conversation(conversationId, input, sent)),

    tellLine: (line, sent) => bounded(() => starts.line(line, sent)),

    completeSend: ({ workflowId, activityId }, sent) =>
      bounded(async () => {
        // Hardly any send waits still, and a completion that is refused makes the server read the whole run anew.
        if (!(await isPending(workflowId, activityId))) return 'over';
        return client.activity
          .complete({ workflowId, activityId }, sent)
          .then(() => 'taken' as const, unless(ActivityNotFoundError, 'over'));
      }),

    ping: () =>
      bounded(async () => {
        await client.workflowService.describeNamespace({ namespace: client.options.namespace });
      }),
  };
}
