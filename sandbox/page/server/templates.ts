import type { Desk } from './desk';
import { PageError } from './problems';

/** What Meta's review and its quality rating can make of a template. */
export const TEMPLATE_STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

export interface TemplateChange {
  readonly name: string;
  readonly language: string;
  readonly status: TemplateStatus;
}

/** Changes a template; the product hears of it by webhook. */
export function changeTemplate({ stack }: Desk, { name, language, status }: TemplateChange): void {
  const { templates, desk } = stack.world.meta;
  const found = templates.named(name, language);
  if (found.length === 0) throw new PageError('UnknownTemplate', `No account has the template ${name} in ${language}.`);
  for (const template of found) if (template.status !== status) desk.change(template, { status });
}

/** All templates as they were at the start. */
export function approveAll(page: Desk): void {
  const { meta } = page.stack.world;
  for (const wabaId of new Set(page.lines.map((line) => line.wabaId ?? ''))) {
    for (const template of meta.templates.list(wabaId)) {
      if (template.status !== 'APPROVED') meta.desk.change(template, { status: 'APPROVED' });
      if (template.category !== 'UTILITY') meta.desk.change(template, { category: 'UTILITY' });
    }
  }
}
