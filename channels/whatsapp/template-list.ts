import { z } from 'zod';
import type { Line } from '../../domain/line';
import { isLocale } from '../../domain/locale';
import { isOurTemplate, type TemplateState } from '../../domain/template';
import { ChannelFailure } from '../channel';
import type { Graph } from './graph';

const PAGE = '100';
/** 6,000 templates is Meta's most; more pages than that is a loop. */
const MOST_PAGES = 60;

const pageSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string(),
      components: z
        .array(
          z.looseObject({
            type: z.string(),
            text: z.string().optional(),
            buttons: z.array(z.looseObject({ text: z.string().optional() })).optional(),
          }),
        )
        .optional(),
    }),
  ),
  paging: z
    .looseObject({
      cursors: z.looseObject({ after: z.string().optional() }).optional(),
      // Only whether it is there: followed, an address from an answer would get our token.
      next: z.unknown().optional(),
    })
    .optional(),
});

/** A template as Meta has it. */
export interface TemplateAtMeta extends TemplateState {
  readonly body?: string;
  /** Label of the one quick reply. */
  readonly button?: string;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management */
export async function listTemplates(graph: Graph, line: Line): Promise<readonly TemplateAtMeta[]> {
  const found: TemplateAtMeta[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await graph({
      method: 'GET',
      path: [accountOf(line), 'message_templates'],
      query: { fields: 'name,language,status,category,components', limit: PAGE, ...(after !== undefined && { after }) },
      answer: pageSchema,
      repeatable: true,
    });
    for (const { name, language, status, category, components = [] } of page.data) {
      if (!isOurTemplate(name) || !isLocale(language)) continue;
      const body = components.find(({ type }) => type.toUpperCase() === 'BODY')?.text;
      const button = components.flatMap(({ buttons = [] }) => buttons)[0]?.text;
      const text = { ...(body !== undefined && { body }), ...(button !== undefined && { button }) };
      found.push({ name, locale: language, status, category, ...text });
    }
    const next = page.paging?.next === undefined ? undefined : page.paging.cursors?.after;
    if (next === undefined || next === after) break;
    after = next;
  }
  return found;
}

export function accountOf(line: Line): string {
  if (line.wabaId !== undefined) return line.wabaId;
  throw new ChannelFailure('MessageRejected', `Line ${line.id} names no WhatsApp Business account: give it a wabaId`);
}
