import { z } from 'zod';
import type { InboundContent } from '../../../domain/inbound';
import { contactCard } from './contact-card';
import { type Message, text } from './schema';

/** Read by nobody and answered by nothing. */
const SILENT = new Set(['reaction', 'sticker', 'edit', 'revoke', 'request_welcome', 'poll_update', 'ephemeral']);
/** What a person may well send and we cannot use. */
const OTHER = new Set(['image', 'video', 'audio', 'voice', 'document', 'location', 'order', 'unsupported', 'unknown']);

const textSchema = z.looseObject({ body: z.string() });
const choice = z.looseObject({ id: z.string().min(1), title: z.string().catch('') });
const interactiveSchema = z.looseObject({
  button_reply: choice.optional(),
  list_reply: choice.optional(),
});
const buttonSchema = z.looseObject({ payload: text, text: z.string().catch('') });
const unsupportedSchema = z.looseObject({ type: text }).optional().catch(undefined);

/** @throws when a message lacks what its type promises. */
export function contentOf(message: Message, forwarded: boolean, unknownType: () => void): InboundContent {
  const { type } = message;
  switch (type) {
    case 'text':
      return { kind: 'text', text: textSchema.parse(message['text']).body };
    case 'interactive': {
      const reply = interactiveSchema.parse(message['interactive']);
      const tapped = reply.button_reply ?? reply.list_reply;
      return tapped === undefined ? { kind: 'other', type } : { kind: 'tap', id: tapped.id, title: tapped.title };
    }
    case 'button': {
      // The quick reply of a template; without the payload that we gave it, it is not ours.
      const { payload, text: title } = buttonSchema.parse(message['button']);
      return payload === undefined ? { kind: 'other', type } : { kind: 'tap', id: payload, title };
    }
    case 'contacts':
      return contactCard(message, forwarded);
    case 'unsupported':
      return unsupported(unsupportedSchema.parse(message['unsupported'])?.type);
    default:
      if (SILENT.has(type)) return { kind: 'silent', type };
      if (!OTHER.has(type)) unknownType();
      return { kind: 'other', type };
  }
}

function unsupported(type: string | undefined): InboundContent {
  return type !== undefined && SILENT.has(type)
    ? { kind: 'silent', type }
    : { kind: 'other', type: type ?? 'unsupported' };
}
