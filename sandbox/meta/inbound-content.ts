import { ControlError } from '../control/server';
import type { ChatMessage } from './chats';
import type { InboundRequest } from './inbound-schema';
import type { Person } from './people';

/** The typed part of a webhook's message, and how the chat shows it. */
export interface InboundPart {
  readonly message: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly body: string;
}

/** @param quoted the message that `replyTo` names @throws ControlError where nothing there can be tapped */
export function contentOf(request: InboundRequest, person: Person, quoted: ChatMessage | undefined): InboundPart {
  switch (request.type) {
    case 'text':
      return part('text', request.text, { type: 'text', text: { body: request.text } });
    case 'tap':
      return tap(request, quoted);
    case 'contact':
      return contact(request, person);
    case 'sticker':
    case 'image':
    case 'audio':
      return part(request.type, '', {
        type: request.type,
        [request.type]: { id: '1', mime_type: 'application/octet-stream' },
      });
    case 'location':
      return part('location', '', { type: 'location', location: { latitude: 47.01, longitude: 28.86 } });
    case 'reaction':
      return part('reaction', request.emoji, {
        type: 'reaction',
        reaction: { message_id: request.replyTo ?? '', emoji: request.emoji },
      });
    case 'unsupported':
      return part('unsupported', '', {
        type: 'unsupported',
        unsupported: { type: request.kind },
        errors: [
          { code: 131051, title: 'Message type unknown', message: 'Message type unknown', error_data: UNSUPPORTED },
        ],
      });
    case 'moved':
      return moved(request, person);
    case 'raw':
      return part('raw', '', request.message);
  }
}

const UNSUPPORTED = { details: 'Message type is currently not supported.' };

const part = (kind: string, body: string, message: Readonly<Record<string, unknown>>): InboundPart => ({
  kind,
  body,
  message,
});

function tap({ id, title }: Extract<InboundRequest, { type: 'tap' }>, quoted: ChatMessage | undefined): InboundPart {
  const fits = (choice: { id: string; title: string }): boolean =>
    id === undefined ? choice.title === title : choice.id === id;
  const row = quoted?.rows.find(fits);
  if (row !== undefined)
    return part('tap', row.title, { type: 'interactive', interactive: { type: 'list_reply', list_reply: row } });
  const button = quoted?.buttons.find((choice) => choice.url === undefined && fits(choice));
  if (button !== undefined && quoted?.kind === 'template') {
    return part('tap', button.title, { type: 'button', button: { payload: button.id, text: button.title } });
  }
  // The message may be older than this simulator: then the caller says both.
  const chosen =
    button ?? (quoted === undefined && id !== undefined && title !== undefined ? { id, title } : undefined);
  if (chosen === undefined) throw new ControlError(404, 'The message of replyTo has nothing like this to tap.');
  const reply = { id: chosen.id, title: chosen.title };
  return part('tap', reply.title, { type: 'interactive', interactive: { type: 'button_reply', button_reply: reply } });
}

function contact(
  { phone, contactName, requested }: Extract<InboundRequest, { type: 'contact' }>,
  person: Person,
): InboundPart {
  const number = (phone ?? person.phone ?? '').replace(/\D/g, '');
  if (number === '') throw new ControlError(400, 'phone is required: this person has none that the simulator knows.');
  const name = contactName ?? person.name;
  const card = {
    name: { formatted_name: name, first_name: name.split(' ')[0] ?? name },
    phones: [{ phone: `+${number}`, wa_id: number, type: 'MOBILE' }],
    origin: requested ? 'contact_request' : 'other',
    ...(requested ? {} : { vcard: `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL:+${number}\nEND:VCARD` }),
  };
  return part('contact', `+${number}`, { type: 'contacts', contacts: [card] });
}

function moved({ newPhone, newUserId }: Extract<InboundRequest, { type: 'moved' }>, person: Person): InboundPart {
  if (newPhone === undefined && newUserId === undefined) {
    throw new ControlError(400, 'newPhone or newUserId is required.');
  }
  const system = {
    body: `User ${person.name} changed`,
    type: newPhone === undefined ? 'user_changed_user_id' : 'user_changed_number',
    ...(newPhone === undefined ? {} : { wa_id: newPhone.replace(/\D/g, '') }),
    ...(newUserId === undefined ? {} : { user_id: newUserId }),
    ...(person.userId === undefined ? {} : { previous_user_id: person.userId }),
  };
  return part('system', system.body, { type: 'system', system });
}
