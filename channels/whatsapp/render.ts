import type { Contact } from '../../domain/inbound';
import { ChannelFailure, type Choice, type OutboundMessage, type SendOptions } from '../channel';
import { templateParameter } from './templates/parameters';

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
const LONGEST_KEY = 512;

/**
 * The body of `POST /{phone-number-id}/messages` for a message of ours. Lengths and counts are the renderer's: it knows
 * what may be shortened.
 * @throws ChannelFailure for what could only be a bug of ours.
 */
export function toSendRequest(to: Contact, message: OutboundMessage, options: SendOptions) {
  // Cut, the key would name no send of ours when a status brings it back.
  if (options.key.length > LONGEST_KEY) {
    throw new ChannelFailure(
      'MessageRejected',
      `The message was not sent: its key has ${options.key.length} characters and WhatsApp takes ${LONGEST_KEY}. A bug of ours`,
    );
  }
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient(to),
    biz_opaque_callback_data: options.key,
    ...(options.replyTo !== undefined && { context: { message_id: options.replyTo } }),
    ...content(message),
  };
}

/** Shows the message as read, and for at most 25 s that an answer is being written. */
export function toReadRequest(messageId: string) {
  return {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: messageId,
    typing_indicator: { type: 'text' },
  };
}

/** With the plus sign: without it Meta may put our own country code before the number. The phone would win anyway. */
function recipient(to: Contact): { to: string } | { recipient: string } {
  if (to.phone !== undefined) return { to: `+${to.phone}` };
  if (to.userId !== undefined) return { recipient: to.userId };
  throw new ChannelFailure('MessageRejected', 'The message has no recipient, neither phone nor user id: a bug of ours');
}

function content(message: OutboundMessage) {
  switch (message.kind) {
    case 'text':
      return { type: 'text', text: { preview_url: message.previewUrl ?? false, body: message.body } };
    case 'buttons':
      return interactive('button', message.body, { buttons: message.buttons.map(toButton) });
    case 'list':
      return interactive('list', message.body, { button: message.open, sections: [{ rows: message.rows.map(toRow) }] });
    case 'contact-request':
      return interactive('request_contact_info', message.body, { name: 'request_contact_info' });
    case 'template':
      return { type: 'template', template: toTemplate(message) };
  }
}

function interactive(type: string, body: string, action: Record<string, unknown>) {
  return { type: 'interactive', interactive: { type, body: { text: body }, action } };
}

function toButton({ id, title }: Choice) {
  return { type: 'reply', reply: { id, title } };
}

function toRow({ id, title, description }: Choice) {
  return { id, title, ...(description !== undefined && { description }) };
}

function toTemplate(message: Extract<OutboundMessage, { kind: 'template' }>) {
  const parameters = message.parameters.map(({ name, text }) => ({
    type: 'text',
    parameter_name: name,
    text: templateParameter(text),
  }));
  const buttons = (message.replies ?? []).map((payload, position) => ({
    type: 'button',
    sub_type: 'quick_reply',
    index: String(position),
    parameters: [{ type: 'payload', payload }],
  }));
  return {
    name: message.name,
    language: { policy: 'deterministic', code: message.locale },
    components: [{ type: 'body', parameters }, ...buttons],
  };
}
