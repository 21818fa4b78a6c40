import { ApplicationFailure, setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { lackingIn } from '../domain/decided';
import type { Decided } from '../domain/decided';
import type { Line } from '../domain/line';
import type { TemplateState } from '../domain/template';
import {
  isSameTemplate,
  isUnread,
  isWhole,
  NOTHING_READ,
  timesWith,
  withoutOlder,
  withReport,
} from '../domain/template-report';
import type { TemplateReport } from '../domain/template-report';
import type { LineInput, LineMemo, LineState } from './line.contract';
import { heedsReportTimes, learnsItsEnd, readsUnsaid, tellsMissedNews } from './patches';
import { attributes } from './search-attributes';

/** What was taken for so of an unknown template, see `readsUnsaid`. */
const TAKEN_FOR_SO = { status: 'PENDING', category: 'UTILITY' };

/** All that one business number knows, and what it shows of itself. */
export class LineEntity {
  state: LineState;
  /** Something is to be shown, or somebody to be told. */
  private changed = true;
  private templatesNews = false;
  private configured = false;
  /** Since reading began: newer than what is read. */
  private reported: readonly TemplateReport[] = [];
  /** Those that left something of a template unsaid: the next reading says it, and what they did say holds. */
  private unsaid: readonly TemplateReport[] = [];

  constructor(readonly input: LineInput) {
    const { news = false, ...state } = input.state ?? { templates: [], waiting: [] };
    this.state = state;
    this.templatesNews = news;
  }

  set(next: LineState): void {
    this.state = next;
    this.changed = true;
  }

  setTemplates(templates: readonly TemplateState[]): void {
    if (JSON.stringify(templates) === JSON.stringify(this.state.templates)) return;
    this.templatesNews = true;
    this.set({ ...this.state, templates, changes: this.changes + 1 });
  }

  private get changes(): number {
    return this.state.changes ?? 0;
  }

  /** The whole list, as asked for at `beginReading`. */
  read(templates: readonly TemplateState[]): void {
    this.setTemplates(this.reported.reduce(heed, templates));
  }

  /** Reports repeat and overtake each other: the newest holds. */
  report(heard: TemplateReport): void {
    const { reportTimes = {} } = this.state;
    const newer = withoutOlder(heard, reportTimes);
    const report = newer === heard || !heedsReportTimes() ? heard : newer;
    if (report === undefined) return;
    this.state = { ...this.state, reportTimes: timesWith(report, reportTimes) };
    const templates = heed(this.state.templates, report);
    this.reported = [...this.reported, report];
    if (templates.some((one) => isSameTemplate(one, report) && isUnread(one))) this.unsaid = [...this.unsaid, report];
    this.setTemplates(templates);
  }

  get line(): Line {
    return this.state.line ?? this.input.line;
  }

  /** The lines file may have changed since this line was first looked after. */
  configure(line: Line): void {
    if (JSON.stringify(line) === JSON.stringify(this.line)) return;
    this.configured = true;
    this.set({ ...this.state, line });
  }

  /** The account may be another one now, or a webhook did not say all: the templates have to be read. */
  isToBeRead(): boolean {
    return this.configured || this.unsaid.length > 0;
  }

  beginReading(): Line {
    this.configured = false;
    this.reported = this.unsaid;
    this.unsaid = [];
    return this.line;
  }

  /** Reports repeat and overtake each other: the newest holds. */
  suspend({ reason, at, until }: { readonly reason: string; readonly at: string; readonly until?: string }): void {
    const { suspended, resumedAt } = this.state;
    if (resumedAt !== undefined && Date.parse(at) <= Date.parse(resumedAt)) return;
    if (suspended !== undefined) {
      // A send that was refused suspends first, and the webhook that knows the end comes after it.
      if (until === undefined || until === suspended.until || !learnsItsEnd()) return;
      this.set({ ...this.state, suspended: { ...suspended, until } });
      return;
    }
    this.set({ ...this.state, suspended: { reason, since: at, ...(until === undefined ? {} : { until }) } });
  }

  resume(resumedAt: string): void {
    const { suspended: over, ...state } = this.state;
    if (over !== undefined && Date.parse(resumedAt) < Date.parse(over.since)) return;
    this.set({ ...state, resumedAt });
  }

  resumeByHand(): LineState {
    this.resume(new Date().toISOString());
    return this.state;
  }

  /** @throws ApplicationFailure that says what is wrong with the word */
  mayBeResumed(word: Partial<Decided>): void {
    const notSuspended = `The line ${this.line.id} is not suspended: there is nothing to resume.`;
    const problem = this.state.suspended === undefined ? notSuspended : lackingIn(word);
    if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'LineNotResumed');
  }

  /** In ms; undefined: it is not suspended, or until somebody says so. */
  get resumesIn(): number | undefined {
    const until = this.state.suspended?.until;
    return until === undefined ? undefined : Date.parse(until) - Date.now();
  }

  isChanged(): boolean {
    return this.changed;
  }

  /** What it looked at may have changed before its word came. */
  awaited({ conversationId, seen = this.changes }: { readonly conversationId: string; readonly seen?: number }): void {
    const { waiting } = this.state;
    if (!waiting.includes(conversationId)) this.set({ ...this.state, waiting: [...waiting, conversationId] });
    if (seen === this.changes || !tellsMissedNews()) return;
    this.templatesNews = true;
    this.changed = true;
  }

  /** Conversations to wake because a template may have become usable; each is woken once. */
  takeWaiting(): readonly string[] {
    if (!this.templatesNews) return [];
    this.templatesNews = false;
    const { waiting } = this.state;
    this.state = { ...this.state, waiting: [] };
    return waiting;
  }

  /** `suspended: null`: a memo's field can't be taken back, only overwritten. */
  get memo(): Omit<LineMemo, 'suspended'> & { suspended: LineMemo['suspended'] | null } {
    return { templates: this.state.templates, changes: this.changes, suspended: this.state.suspended ?? null };
  }

  /** For the run that goes on from here. */
  get carried(): LineState {
    return { ...this.state, ...(this.templatesNews && { news: true }) };
  }

  show(): void {
    this.changed = false;
    const { suspended } = this.state;
    upsertMemo({ ...this.memo });
    upsertSearchAttributes([
      { key: attributes.stuckReason, value: suspended === undefined ? null : 'AccountBlocked' },
      { key: attributes.stuckSince, value: suspended === undefined ? null : new Date(suspended.since) },
    ]);
    setCurrentDetails(this.describe());
  }

  private describe(): string {
    const { templates, suspended, waiting } = this.state;
    const rows = templates.map(({ name, locale, status, category }) => `- ${name} (${locale}): ${status}, ${category}`);
    const { id } = this.line;
    return [
      `Line ${id}`,
      suspended === undefined ? 'Sending.' : suspendedInWords(suspended),
      `**Waits for:** the channel’s word on templates and account, and for operators. ${waiting.length} conversations wait for a template.`,
      `**Next:** ${suspended?.until === undefined ? 'the templates are read again within 6 hours; a pending activity means that they can’t be.' : `it sends again at ${suspended.until}, by itself.`}`,
      `**You may:** ${suspended === undefined ? '`npm run templates -- status` compares the templates with ours.' : `mend the account, then \`npm run ops -- resume line ${id} --reason …\` or update \`resumeLine\`.`}`,
      rows.length === 0 ? 'The templates were not read yet.' : rows.join('\n'),
    ].join('\n\n');
  }
}

const suspendedInWords = ({ reason, since, until }: NonNullable<LineState['suspended']>): string =>
  `**Suspended** since ${since}${until === undefined ? '' : ` until ${until}`}: ${reason}. What is to be sent waits, nothing is lost.`;

function heed(templates: readonly TemplateState[], report: TemplateReport): readonly TemplateState[] {
  const isClear = isWhole(report) || templates.some((one) => isSameTemplate(one, report));
  return withReport(templates, report, isClear || !readsUnsaid() ? TAKEN_FOR_SO : NOTHING_READ);
}
