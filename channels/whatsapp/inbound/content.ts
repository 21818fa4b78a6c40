import { z } from 'zod';
import type { InboundContent } from '../../../domain/inbound';
import { contactCard } from './contact-card';
import { maybe, type Message, text } from './schema';

/** Read by nobody and answered by nothing. */
const SILENT = new Set(['reaction', 'sticker', 'edit', 'revoke', 'request_welcome', 'poll_update', 'ephemeral']);
/** What a person may well send and we cannot use. */
const OTHER = new Set(['image', 'video', 'audio', 'voice', 'document', 'location', 'order', 'unsupported', 'unknown']);

/** WhatsApp's own limits, with room: what is longer came from no person, and Temporal would refuse a payload of megabytes. */
const MOST = { text: 10_000, id: 256, title: 256 };
const cutTo = (most: number) => (value: string) => value.slice(0, most);

const textSchema = z.looseObject({ body: z.string().transform(cutTo(MOST.text)) });
const title = z.string().catch('').transform(cutTo(MOST.title));
const choice = z.looseObject({ id: z.string().min(1).max(MOST.id), title });
const interactiveSchema = z.looseObject({
  button_reply: choice.optional(),
  list_reply: choice.optional(),
});
const buttonSchema = z.looseObject({ payload: maybe(z.string().min(1).max(MOST.id)), text: title });
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
