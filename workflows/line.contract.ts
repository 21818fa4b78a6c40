import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decided } from '../domain/decided';
import type { Line } from '../domain/line';
import type { TemplateState } from '../domain/template';
import type { ReportTimes, TemplateReport } from '../domain/template-report';

export const LINE_WORKFLOW = 'LineWorkflow';
export const lineWorkflowId = (lineId: string): string => `line/${lineId}`;

export interface LineInput {
  readonly line: Line;
  readonly state?: LineState;
}

export interface LineState {
  /** As configured last; absent: as at the start. */
  readonly line?: Line;
  readonly templates: readonly TemplateState[];
  /** How often they changed; absent: never. Whoever waits says which of them they saw. */
  readonly changes?: number;
  /** They changed, and who waits was not told yet. */
  readonly news?: true;
  /** What the channel said of a template before that is old news, however late it is delivered; absent: nothing with a time. */
  readonly reportTimes?: ReportTimes;
  /** Nothing goes out while this is set; what is to be sent waits. */
  readonly suspended?: { readonly reason: string; readonly since: string; readonly until?: string };
  /** ISO 8601: what the channel said before that is old news, however late it is delivered. */
  readonly resumedAt?: string;
  /** Conversations that owe notices and wait for a usable template. */
  readonly waiting: readonly string[];
}

/** What senders read by describing the line. */
export type LineMemo = Pick<LineState, 'templates' | 'changes' | 'suspended'>;

/** The channel reported what became of a template: only what it named is set. */
export const templateReported = defineSignal<[TemplateReport]>('templateReported');
/** The whole list, as read from the channel. */
export const templatesRead = defineSignal<[readonly TemplateState[]]>('templatesRead');
/**
 * The account behind the line can't send: everything waits until the channel or ops resume it, or until `until`. All times
 * are ISO 8601.
 */
export const lineSuspended =
  defineSignal<[{ readonly reason: string; readonly at: string; readonly until?: string }]>('lineSuspended');
/** Sending works again. `at`: when the channel noticed; ops give none. */
export const lineResumed = defineSignal<[{ readonly at: string }?]>('lineResumed');
/** Operators mended the account: what waited goes out. Refused where the line is not suspended. */
export const resumeLine = defineUpdate<LineState, [Decided]>('resumeLine');
/** The lines file as a worker read it at its start. */
export const lineConfigured = defineSignal<[Line]>('lineConfigured');
/**
 * A conversation owes notices and wants to hear when a template becomes usable. `seen`: the `changes` of the line when it found
 * none; absent: it does not know.
 */
export const templateAwaited =
  defineSignal<[{ readonly conversationId: string; readonly seen?: number }]>('templateAwaited');

export const lineState = defineQuery<LineState>('state');
