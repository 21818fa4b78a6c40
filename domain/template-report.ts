import type { TemplateState } from './template';

type Known = Pick<TemplateState, 'status' | 'category'>;
type Named = Pick<TemplateState, 'name' | 'locale'>;

/** The channel's word on one template: a webhook names what changed and no more. */
export type TemplateReport = Named &
  Partial<Known> & {
    /** ISO 8601: when the channel noticed; absent: heard before that was told. */
    readonly at?: string;
  };

/** ISO 8601, by template: when the channel noticed what counts of its status and of its category. */
export type ReportTimes = Readonly<Record<string, Partial<Known>>>;

const FIELDS = ['status', 'category'] as const;

/** What nobody said yet. It makes a template unusable: one that was approved may be filed under marketing. */
const UNREAD = 'UNREAD';
export const NOTHING_READ: Known = { status: UNREAD, category: UNREAD };

export const isWhole = (report: TemplateReport): boolean => FIELDS.every((field) => report[field] !== undefined);

export const isSameTemplate = (one: Named, other: Named): boolean =>
  one.name === other.name && one.locale === other.locale;

/** Something of a template has to be read before it can be used. */
export const isUnread = (template: TemplateState): boolean => FIELDS.some((field) => template[field] === UNREAD);

/** @param unsaid what is taken for so of a template that is not known, where the report does not say it */
export function withReport(
  templates: readonly TemplateState[],
  { at: _, ...report }: TemplateReport,
  unsaid: Known,
): readonly TemplateState[] {
  const before = templates.find((one) => isSameTemplate(one, report)) ?? { ...report, ...unsaid };
  return [...templates.filter((one) => !isSameTemplate(one, report)), { ...before, ...report }];
}

const keyOf = ({ name, locale }: Named): string => `${name} ${locale}`;

/**
 * What of a report is not older than what counts already: deliveries overtake each other.
 * @returns the report itself where all of it counts; undefined where nothing does
 */
export function withoutOlder(report: TemplateReport, times: ReportTimes): TemplateReport | undefined {
  const { at, status, category, ...named } = report;
  const known = times[keyOf(report)];
  const isOlder = (before?: string) => at !== undefined && before !== undefined && Date.parse(at) < Date.parse(before);
  const old = FIELDS.filter((field) => report[field] !== undefined && isOlder(known?.[field]));
  if (old.length === 0) return report;
  const counts = {
    ...(status !== undefined && !old.includes('status') && { status }),
    ...(category !== undefined && !old.includes('category') && { category }),
  };
  return Object.keys(counts).length === 0 ? undefined : { ...named, ...counts, ...(at !== undefined && { at }) };
}

/** @param report as `withoutOlder` left it */
export function timesWith(report: TemplateReport, times: ReportTimes): ReportTimes {
  const { at, status, category } = report;
  if (at === undefined) return times;
  const key = keyOf(report);
  const told = { ...(status !== undefined && { status: at }), ...(category !== undefined && { category: at }) };
  return { ...times, [key]: { ...times[key], ...told } };
}
