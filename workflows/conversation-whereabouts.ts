import type { Conversation } from './conversation-entity';
import { succeed } from './conversation-identity';
import { comeBack, join, leave, leaveNumber, pass, passOn, release, tellOther } from './conversation-moving';
import type { ConversationTask, Predecessor } from './conversation-state';

/** True: the task was about where this chat goes on, or is done there. */
export async function followPerson(conversation: Conversation, task: ConversationTask): Promise<boolean> {
  switch (task.do) {
    case 'hear':
      comeBack(conversation, task.message.sender);
      return passOn(conversation, 'messageReceived', task.message);
    case 'resolve': {
      const { do: _, ...asked } = task;
      comeBack(conversation, asked.contact);
      return passOn(conversation, 'sellerAsked', asked);
    }
    case 'join':
      await join(conversation, task.to);
      return true;
    case 'leave':
      await leave(conversation, task.to);
      return true;
    case 'leaveNumber':
      await leaveNumber(conversation, task);
      return true;
    case 'succeed':
      await takeOver(conversation, task.from);
      return true;
    case 'release':
      await release(conversation, task.posUserId);
      return true;
    case 'pass':
      await pass(conversation, task);
      return true;
    default:
      return false;
  }
}

/** Where this chat was joined to another meanwhile, that one takes over. */
async function takeOver(conversation: Conversation, from: Predecessor): Promise<void> {
  const { movedTo } = conversation.state;
  if (movedTo?.why !== 'joined') return succeed(conversation, from);
  if (from.conversationId === movedTo.conversationId) return;
  await tellOther(conversation, movedTo, { signal: 'succeeded', argument: from });
}
