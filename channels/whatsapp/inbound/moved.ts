import { z } from 'zod';
import type { Contact, InboundContent } from '../../../domain/inbound';
import { type Message, text } from './schema';
import { contactOf, type Sender } from './sender';

const systemSchema = z.looseObject({ type: text, wa_id: text, new_wa_id: text, user_id: text, previous_user_id: text });
const MOVES = new Set(['user_changed_number', 'user_changed_user_id']);

/**
 * A system message: somebody's number, and with it the business-scoped id, changed. `from` and `from_user_id` say who
 * it was, `system` who it is now (`new_wa_id` in older payloads). Anything else is silent, also a move of which only one
 * end is known: nothing can be handed over.
 */
export function systemMessage(message: Message): { sender: Sender; content: InboundContent } | undefined {
  const system = systemSchema.parse(message['system']);
  const now = contactOf(system.user_id, system.wa_id ?? system.new_wa_id);
  const was = contactOf(system.previous_user_id ?? message.from_user_id ?? message.from, message.from);
  const previous: Contact = {
    ...(was.userId !== undefined && was.userId !== now.userId && { userId: was.userId }),
    ...(was.phone !== undefined && was.phone !== now.phone && { phone: was.phone }),
  };
  if (MOVES.has(system.type ?? '') && present(now) && present(previous)) {
    return { sender: { contact: now }, content: { kind: 'moved', previous } };
  }
  const sender = present(now) ? now : was;
  return present(sender) ? { sender: { contact: sender }, content: { kind: 'silent', type: 'system' } } : undefined;
}

function present(contact: Contact): boolean {
  return contact.userId !== undefined || contact.phone !== undefined;
}
