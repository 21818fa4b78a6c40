import { LRUCache } from 'lru-cache';
import type { Contact, InboundMessage } from '../../domain/inbound';
import { phoneVariants } from '../../domain/phone-variants';
import type { Names } from '../../addressing/addressing';
import { conversationWorkflowId } from '../../workflows/conversation.contract';
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

  async function tell(lineId: string, was: Contact, move: ConversationMove): Promise<void> {
    const { conversationId } = move.argument;
    const names: Names = addressing.pseudonyms(lineId, was);
    for (const id of names.map((name) => conversationWorkflowId(lineId, name))) {
      if (id !== conversationId) await temporal.moveConversation(id, move);
    }
  }

  return async function follow(message: InboundMessage, conversationId: string): Promise<void> {
    const { lineId, sender, content } = message;
    if (content.kind === 'moved') {
      const argument = { conversationId, contact: sender };
      const { userId, phone } = content.previous;
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
