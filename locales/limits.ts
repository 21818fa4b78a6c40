import type { Choice, OutboundMessage } from '../channels/channel';
import { cut } from './text';

/**
 * What WhatsApp takes, in UTF-16 units; Telegram takes no less. A list's body may be longer by one of Meta's pages and
 * not by its OpenAPI: the smaller number holds for all interactive ones.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 */
export const LIMITS = {
  text: 4_096,
  interactive: 1_024,
  buttons: 3,
  buttonTitle: 20,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
} as const;

function fitChoice(choice: Choice, title: number): Choice {
  return {
    id: choice.id,
    title: cut(choice.title, title),
    ...(choice.description === undefined ? {} : { description: cut(choice.description, LIMITS.rowDescription) }),
  };
}

/**
 * The last resort: a message over a limit is refused whole, so a cut one is better than silence about money. Renderers
 * shorten the text of others first, so that this cuts nothing of ours; the tests hold them to it.
 */
export function withinLimits(message: OutboundMessage): OutboundMessage {
  switch (message.kind) {
    case 'text':
      return { ...message, body: cut(message.body, LIMITS.text) };
    case 'buttons': {
      const buttons = message.buttons.slice(0, LIMITS.buttons).map((button) => fitChoice(button, LIMITS.buttonTitle));
      return { ...message, body: cut(message.body, LIMITS.interactive), buttons };
    }
    case 'list': {
      const rows = message.rows.slice(0, LIMITS.rows).map((row) => fitChoice(row, LIMITS.rowTitle));
      const open = cut(message.open, LIMITS.buttonTitle);
      return { ...message, body: cut(message.body, LIMITS.interactive), open, rows };
    }
    case 'contact-request':
      return { ...message, body: cut(message.body, LIMITS.interactive) };
    case 'template':
      return message;
  }
}
