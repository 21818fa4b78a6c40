import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { ConversationSignal } from '../activities/conversations';
import type { AnswerVerdict } from '../domain/answer-limit';
import type { Payment } from './payment';

/** Whether one more answer to what makes no payment may be given to this person now. */
export async function countAnswer({ linkId, input }: Payment): Promise<AnswerVerdict> {
  const { line, message, timings, conversationId } = input;
  const activities = proxyActivities<Pick<Activities, 'countAnswer'>>({ startToCloseTimeout: '10 seconds' });
  const request = { conversationId, input: { line, contact: message.sender, timings }, linkId };
  return activities.countAnswer.executeWithOptions({ summary: 'Count the answer' }, [request]);
}

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
