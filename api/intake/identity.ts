import { LRUCache } from 'lru-cache';
import type { Contact, InboundMessage } from '../../domain/inbound';
import { phoneVariants } from '../../domain/phone-variants';
import { chatIdsOf } from '../../temporal/chat-ids';
import type { Address } from '../../workflows/conversation-state';
import type { ConversationMove } from '../ports/temporal';
import type { IntakeDeps } from './deps';

const REMEMBERED = 50_000;

/**
 * Sees to it that a person has one conversation a line. WhatsApp shows a phone, an id of its own, or both: a message with both
 * joins the conversation that was named by the phone to the one named by the id, and a change of number leads from one to the
 * next. Only conversations that run are told; telling them again changes nothing.
 */
export function createIdentity({ addressing, temporal }: Pick<IntakeDeps, 'addressing' | 'temporal'>) {
  /** Once per process is enough: from then on the older conversation passes everything on by itself. */
  const joined = new LRUCache<string, true>({ max: REMEMBERED });

  const chatsOf = (lineId: string, person: Contact) => chatIdsOf(addressing, lineId, person);

  async function tell(
    lineId: string,
    was: Contact,
    move: Exclude<ConversationMove, { signal: 'numberLeft' }>,
  ): Promise<void> {
    for (const id of chatsOf(lineId, was)) {
      if (id !== move.argument.conversationId) await temporal.moveConversation(id, move);
    }
  }

  /** Whoever gets the number has an id of their own, and no chat that knows who had it before. */
  async function leaveNumber(lineId: string, userId: string, phone: string, to: Address): Promise<void> {
    const [conversationId] = chatsOf(lineId, { phone });
    const argument = { number: { conversationId, contact: { phone } }, to };
    for (const id of chatsOf(lineId, { userId }))
      await temporal.moveConversation(id, { signal: 'numberLeft', argument });
  }

  return async function follow(message: InboundMessage, conversationId: string): Promise<void> {
    const { lineId, sender, content } = message;
    if (content.kind === 'moved') {
      const argument = { conversationId, contact: sender };
      const { phone, userId } = content.previous;
      const id = userId ?? sender.userId;
      if (id !== undefined && phone !== undefined) await leaveNumber(lineId, id, phone, argument);
      if (userId !== undefined) await tell(lineId, { userId }, { signal: 'numberChanged', argument });
      if (phone !== undefined) await tell(lineId, { phone }, { signal: 'numberChanged', argument });
      return;
    }
    const phone = phoneOf(message);
    const fact = `${conversationId} ${phone ?? ''}`;
    if (sender.userId === undefined || phone === undefined || joined.has(fact)) return;
    const argument = { conversationId, contact: { ...sender, phone } };
    for (const variant of phoneVariants(phone)) {
      await tell(lineId, { phone: variant }, { signal: 'joined', argument });
    }
    joined.set(fact, true);
  };
}

/** The sender's own: as the channel shows it, or as the card says that answers our request for it. */
function phoneOf({ sender, content }: InboundMessage): string | undefined {
  const shared = content.kind === 'contact' && content.requested ? content.phone?.replace('+', '') : undefined;
  return sender.phone ?? shared;
}
