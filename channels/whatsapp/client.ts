import { z } from 'zod';
import type { Line } from '../../domain/line';
import type { Channel } from '../channel';
import { createGraph, type GraphOptions } from './graph';
import { outsideWindow } from './outside-window';
import { toReadRequest, toSendRequest } from './render';
import { accountOf, listTemplates, type TemplateAtMeta } from './template-list';
import { type TemplateDefinition, toCreateRequest } from './templates/definitions';

const sentSchema = z.looseObject({ messages: z.tuple([z.looseObject({ id: z.string().min(1) })], z.unknown()) });
const successSchema = z.looseObject({ success: z.literal(true) });
const createdSchema = z.looseObject({ id: z.string(), status: z.string(), category: z.string() });

/** What Meta made of a template: the category is its own choice. */
export type CreatedTemplate = Pick<z.infer<typeof createdSchema>, 'id' | 'status' | 'category'>;

export interface WhatsAppChannel extends Channel {
  outsideWindow: NonNullable<Channel['outsideWindow']>;
  /** Our templates with their texts, as Meta has them. */
  readTemplates(line: Line): Promise<readonly TemplateAtMeta[]>;
  /** Submits a template for review, in the account of the line. At most 100 an hour. */
  createTemplate(line: Line, definition: TemplateDefinition): Promise<CreatedTemplate>;
}

/**
 * WhatsApp by its Cloud API. Meta knows no idempotency key: a send without an answer is `NoAnswer`, and the status
 * webhook that brings `options.key` back is what tells.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function createWhatsAppChannel(options: GraphOptions): WhatsAppChannel {
  const graph = createGraph(options);
  return {
    async send(line, to, message, sendOptions) {
      const sent = await graph({
        method: 'POST',
        path: [line.address, 'messages'],
        body: toSendRequest(to, message, sendOptions),
        answer: sentSchema,
        ...(sendOptions.attempt !== undefined && { attempt: sendOptions.attempt }),
      });
      return { messageId: sent.messages[0].id };
    },
    async acknowledge(line, messageId) {
      await graph({
        method: 'POST',
        path: [line.address, 'messages'],
        body: toReadRequest(messageId),
        answer: successSchema,
        repeatable: true,
      });
    },
    outsideWindow,
    listTemplates: async (line) =>
      (await listTemplates(graph, line)).map(({ name, locale, status, category }) => ({
        name,
        locale,
        status,
        category,
      })),
    readTemplates: (line) => listTemplates(graph, line),
    async createTemplate(line, definition) {
      const { id, status, category } = await graph({
        method: 'POST',
        path: [accountOf(line), 'message_templates'],
        body: toCreateRequest(definition),
        answer: createdSchema,
      });
      return { id, status, category };
    },
  };
}
