import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { ConversationSignal } from '../activities/conversations';
import type { Payment } from './payment';

/** Tells the seller's conversation something, started if need be. */
export async function tellConversation(
  payment: Payment,
  summary: string,
  word: Pick<ConversationSignal, 'signal' | 'argument'>,
): Promise<void> {
  const { line, message, timings, conversationId } = payment.input;
  const activities = proxyActivities<Pick<Activities, 'tellConversation'>>({ startToCloseTimeout: '10 seconds' });
  const input = { line, contact: message.sender, timings };
  await activities.tellConversation.executeWithOptions({ summary }, [{ conversationId, input, ...word }]);
}
