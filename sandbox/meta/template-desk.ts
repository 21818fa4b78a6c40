import type { Request } from 'express';
import { z } from 'zod';
import type { SandboxClock } from '../control/clock';
import type { Reply } from '../control/serve';
import { GraphError } from './graph-error';
import { parseAs } from './parse';
import type { MetaSettings } from './settings';
import { type SimTemplate, templateDefinition, type Templates } from './templates';
import type { Webhooks } from './webhooks';

export interface DeskDeps {
  readonly clock: SandboxClock;
  readonly templates: Templates;
  readonly webhooks: Webhooks;
  readonly settings: () => MetaSettings;
}

export interface TemplateChange {
  readonly status?: string | undefined;
  readonly category?: SimTemplate['category'] | undefined;
  readonly quality?: string | undefined;
  readonly reason?: string | undefined;
}

const word = z.string().optional();
const query = z.object({
  name: word,
  status: word,
  language: word,
  category: word,
  fields: word,
  limit: z.coerce.number().int().min(1).max(1000).default(25),
  after: word,
});

/** Template calls, and the webhooks that tell of changes. */
export class TemplateDesk {
  constructor(private readonly deps: DeskDeps) {}

  page(wabaId: string, request: Request): Reply {
    const asked = parseAs(query, request.query);
    const fits = (template: SimTemplate): boolean =>
      (asked.name === undefined || template.name === asked.name) &&
      (asked.status === undefined || template.status === asked.status.toUpperCase()) &&
      (asked.language === undefined || template.language === asked.language) &&
      (asked.category === undefined || template.category === asked.category.toUpperCase());
    const all = this.deps.templates.list(wabaId).filter(fits);
    const from = asked.after === undefined ? 0 : positionOf(asked.after);
    const data = all.slice(from, from + asked.limit);
    if (data.length === 0) return { status: 200, body: { data } };
    const to = from + data.length;
    const cursors = { before: cursorAt(from), after: cursorAt(to) };
    const paging = to < all.length ? { cursors, next: nextUrl(request, cursors.after) } : { cursors };
    return { status: 200, body: { data: data.map((template) => viewOf(template, asked.fields)), paging } };
  }

  create(wabaId: string, body: unknown): Reply {
    const { templates, settings, clock } = this.deps;
    const template = templates.create(wabaId, parseAs(templateDefinition, body), 'PENDING');
    const { templateReview, templateReviewMs } = settings();
    if (templateReview !== 'none') {
      const status = templateReview === 'approve' ? 'APPROVED' : 'REJECTED';
      clock.after(templateReviewMs, () => this.change(template, { status }));
    }
    return { status: 200, body: { id: template.id, status: template.status, category: template.category } };
  }

  /** Changes a template and tells the app of it, as Meta does. */
  change(template: SimTemplate, { status, category, quality, reason }: TemplateChange): void {
    const { webhooks } = this.deps;
    const told = {
      message_template_id: Number(template.id),
      message_template_name: template.name,
      // Webhooks spell languages with a hyphen, the API with an underscore.
      message_template_language: template.language.replace('_', '-'),
    };
    const push = (field: string, value: Readonly<Record<string, unknown>>): void =>
      webhooks.push({ wabaId: template.wabaId, field, value: { ...told, ...value } });
    if (status !== undefined) {
      template.status = status;
      push('message_template_status_update', {
        event: status,
        reason: reason ?? (status === 'REJECTED' ? 'INCORRECT_CATEGORY' : 'NONE'),
        message_template_category: template.category,
        ...(status === 'PAUSED' ? { other_info: { title: 'FIRST_PAUSE', description: 'Low quality' } } : {}),
      });
    }
    if (category !== undefined) {
      push('template_category_update', { previous_category: template.category, new_category: category });
      template.category = category;
    }
    if (quality !== undefined) {
      const change = { previous_quality_score: template.quality, new_quality_score: quality };
      push('message_template_quality_update', change);
      template.quality = quality;
    }
  }
}

const ALWAYS = ['id'];
const DEFAULT_FIELDS = 'name,parameter_format,components,language,status,category,id';

function viewOf(template: SimTemplate, fields = DEFAULT_FIELDS): Record<string, unknown> {
  const all: Record<string, unknown> = { ...template, quality_score: { score: template.quality } };
  const wanted = new Set([...ALWAYS, ...fields.split(',').map((field) => field.trim())]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}

const cursorAt = (position: number): string => Buffer.from(`at:${position}`).toString('base64url');

function positionOf(cursor: string): number {
  const [, position] = /^at:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined) throw new GraphError(100, 'The cursor is not valid');
  return Number(position);
}

function nextUrl(request: Request, after: string): string {
  const url = new URL(request.originalUrl, `${request.protocol}://${request.get('host') ?? 'localhost'}`);
  url.searchParams.set('after', after);
  return url.toString();
}
