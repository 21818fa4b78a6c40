import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Line } from '../domain/line';
import type { TemplateState } from '../domain/template';

export const LINE_WORKFLOW = 'LineWorkflow';
export const lineWorkflowId = (lineId: string): string => `line/${lineId}`;

export interface LineInput {
  readonly line: Line;
  readonly state?: LineState;
}

export interface LineState {
  readonly templates: readonly TemplateState[];
  /** Nothing goes out while this is set; what is to be sent waits. */
  readonly suspended?: { readonly reason: string; readonly since: string };
  /** Conversations that owe notices and wait for a usable template. */
  readonly waiting: readonly string[];
}

/** What senders read by describing the line. */
export type LineMemo = Pick<LineState, 'templates' | 'suspended'>;

/** The channel reported what became of a template: only what it named is set. */
export const templateReported =
  defineSignal<[Pick<TemplateState, 'name' | 'locale'> & Partial<Pick<TemplateState, 'status' | 'category'>>]>(
    'templateReported',
  );
/** The whole list, as read from the channel. */
export const templatesRead = defineSignal<[readonly TemplateState[]]>('templatesRead');
/** The account behind the line can't send: everything waits until ops resume it. */
export const lineSuspended = defineSignal<[{ readonly reason: string; readonly at: string }]>('lineSuspended');
export const lineResumed = defineSignal('lineResumed');
/** A conversation owes notices and wants to hear when a template becomes usable. */
export const templateAwaited = defineSignal<[{ readonly conversationId: string }]>('templateAwaited');

export const lineState = defineQuery<LineState>('state');
