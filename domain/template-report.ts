import type { TemplateState } from './template';

type Known = Pick<TemplateState, 'status' | 'category'>;

/** The channel's word on one template: a webhook names what changed and no more. */
export type TemplateReport = Pick<TemplateState, 'name' | 'locale'> & Partial<Known>;

/** What nobody said yet. It makes a template unusable: one that was approved may be filed under marketing. */
const UNREAD = 'UNREAD';
export const NOTHING_READ: Known = { status: UNREAD, category: UNREAD };

export const isWhole = ({ status, category }: TemplateReport): boolean =>
  status !== undefined && category !== undefined;

export const isSameTemplate = (one: TemplateReport, other: TemplateReport): boolean =>
  one.name === other.name && one.locale === other.locale;

/** Something of a template has to be read before it can be used. */
export const isUnread = ({ status, category }: TemplateState): boolean => status === UNREAD || category === UNREAD;

/** @param unsaid what is taken for so of a template that is not known, where the report does not say it */
export function withReport(
  templates: readonly TemplateState[],
  report: TemplateReport,
  unsaid: Known,
): readonly TemplateState[] {
  const before = templates.find((one) => isSameTemplate(one, report)) ?? { ...report, ...unsaid };
  return [...templates.filter((one) => !isSameTemplate(one, report)), { ...before, ...report }];
}
