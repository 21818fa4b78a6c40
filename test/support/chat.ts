import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import type { Activities } from '../../activities';
import type { ChannelFailureName } from '../../domain/delivery';
import type { InboundContent, InboundMessage } from '../../domain/inbound';
import type { Debt, Sent } from '../../domain/outcome';
import type { Notice, NoticeOutcome } from '../../domain/say';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { ConversationWorkflow } from '../../workflows';
import * as contract from '../../workflows/conversation.contract';
import type { ConversationInput } from '../../workflows/conversation.contract';
import type { ConversationState } from '../../workflows/conversation-state';
import { attributes } from '../../workflows/search-attributes';
import { line, message } from './builders';
import { eventually } from './live';
import type { Stage } from './workflow-stage';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const TEMPLATE: Sent = { result: 'sent', messageId: 'wamid.template', by: 'template' };

/** One seller's conversation on a stage, as the outside speaks to it. */
export interface Chat {
  readonly handle: WorkflowHandle<typeof ConversationWorkflow>;
  /** The seller writes; `agoMs`: the channel brings it late. */
  readonly write: (
    text: string,
    more?: { readonly agoMs?: number; readonly content?: InboundContent },
  ) => Promise<InboundMessage>;
  readonly hear: (message: InboundMessage) => Promise<void>;
  /** A payment could not tell its news. */
  readonly owe: (linkId: string, outcome: NoticeOutcome, more?: Owing) => Promise<Debt>;
  /** A payment asks who its seller is; `withinMs`: until its command is too old. */
  readonly ask: (linkId: string, withinMs?: number) => Promise<void>;
  readonly state: () => Promise<ConversationState>;
  /** Time passes; by then everything that could be done was done. */
  readonly pass: (ms: number) => Promise<void>;
  readonly now: () => Promise<number>;
  /** What it told payments, in order: `told payment-link/a`. */
  readonly signals: () => Promise<
    readonly { readonly to: string; readonly signal: string; readonly argument: unknown }[]
  >;
}

interface Owing {
  readonly seq?: number;
  /** The payment was over already. */
  readonly late?: true;
  /** The payment that the rail called paid so late, and in what amount if not in the link's. */
  readonly paidBy?: string;
  readonly minor?: number;
  readonly why?: ChannelFailureName;
  readonly agoMs?: number;
}

/** Opens a chat in a world that is as given, plays on it, and ends it. */
export async function chat<T>(
  stage: Stage,
  changes: Partial<Activities>,
  play: (chat: Chat) => Promise<T>,
  input: Partial<ConversationInput> = {},
): Promise<T> {
  return stage.perform(changes, async (taskQueue) => {
    const handle = await stage.env.client.workflow.start<typeof ConversationWorkflow>('ConversationWorkflow', {
      taskQueue,
      workflowId: `conversation/md/${taskQueue}`,
      args: [{ line, contact: { phone: '37369000001' }, timings: DEFAULT_TIMINGS, ...input }],
    });
    try {
      return await play(createChat(stage, handle));
    } finally {
      await end(handle);
    }
  });
}

/** Ends a run that would go on for ever, once nothing of it is under way. */
export async function end(handle: WorkflowHandle): Promise<void> {
  await atRest(handle);
  await handle.terminate().catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
}

/** Waits until nothing is under way but retries to come. A run that is ended before that holds this server's clock for good. */
export async function atRest(handle: WorkflowHandle): Promise<void> {
  const underWay = async () => {
    const before = await tasksOf(handle);
    const { status, raw } = await handle.describe();
    if (status.name !== 'RUNNING') return 0;
    const trying = ({ lastStartedTime: begun, lastAttemptCompleteTime: ended }: Pending) =>
      ended == null || (begun != null && tsToMs(ended) < tsToMs(begun));
    const after = await tasksOf(handle);
    // A task that ended between two looks may have begun an activity that neither of them saw.
    const moved = after.length === before.length ? 0 : 1;
    return (raw.pendingActivities ?? []).filter(trying).length + after.open + moved;
  };
  await eventually(underWay, (count) => count === 0);
}

type Pending = temporal.api.workflow.v1.IPendingActivityInfo;

/** This server's own description leaves workflow tasks out, and calls an activity started that waits for its next attempt. */
async function tasksOf(handle: WorkflowHandle): Promise<{ readonly open: number; readonly length: number }> {
  const { events } = await handle.fetchHistory();
  const open = new Set<string>();
  for (const { eventId, workflowTaskScheduledEventAttributes: scheduled, ...event } of events ?? []) {
    if (scheduled != null) open.add(String(eventId));
    const over =
      event.workflowTaskCompletedEventAttributes ??
      event.workflowTaskFailedEventAttributes ??
      event.workflowTaskTimedOutEventAttributes;
    if (over != null) open.delete(String(over.scheduledEventId));
  }
  return { open: open.size, length: events?.length ?? 0 };
}

function createChat({ env }: Stage, handle: Chat['handle']): Chat {
  const now = () => env.currentTimeMs();
  const hear = (said: InboundMessage) => handle.signal(contract.messageReceived, said);
  return {
    handle,
    now,
    hear,
    write: async (text, { agoMs = 0, content } = {}) => {
      const said = { ...message(text, await now(), agoMs), ...(content && { content }) };
      await hear(said);
      return said;
    },
    owe: async (linkId, outcome, more = {}) => {
      const debt = makeDebt(linkId, outcome, (await now()) - (more.agoMs ?? 0), more);
      await handle.signal(contract.owed, debt);
      return debt;
    },
    ask: async (linkId, withinMs) => {
      const before = withinMs === undefined ? {} : { before: new Date((await now()) + withinMs).toISOString() };
      await handle.signal(contract.sellerAsked, { linkId, contact: { phone: '37369000001' }, ...before });
    },
    state: () => handle.query(contract.conversationState),
    pass: async (ms) => {
      await env.sleep(ms);
      await atRest(handle);
    },
    signals: () => signalsOf(handle),
  };
}

export function makeDebt(linkId: string, outcome: NoticeOutcome, at: number, more: Owing = {}): Debt {
  const { seq = 1, why, late, paidBy, minor = 10_000 } = more;
  const when = new Date(at).toISOString();
  const notice: Notice = { linkId, seq, outcome, amount: { minor: 10_000, currency: 'MDL' }, at: when };
  const word = paidBy !== undefined && {
    word: { paymentId: paidBy, status: 'SUCCESS', amount: { minor, currency: 'MDL' } } as const,
  };
  return { notice, why: why ?? 'TemplateUnavailable', since: when, ...(late && { late }), ...word };
}

/** Signals that a workflow sent, as its history shows them. */
export async function signalsOf(handle: WorkflowHandle): ReturnType<Chat['signals']> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ signalExternalWorkflowExecutionInitiatedEventAttributes: sending }) => {
    const payload = sending?.input?.payloads?.[0];
    const to = sending?.workflowExecution?.workflowId ?? '';
    const argument: unknown = payload == null ? undefined : defaultPayloadConverter.fromPayload(payload);
    return sending == null ? [] : [{ to, signal: sending.signalName ?? '', argument }];
  });
}

/** Waits until so much was said. */
export const untilSaid = (stage: Stage, count: number) =>
  eventually(
    () => stage.said.map(({ say }) => say),
    (said) => said.length >= count,
  );

/** As ops see it; `{}`: nothing is wrong. */
export async function stuckOf({
  handle,
}: {
  readonly handle: WorkflowHandle;
}): Promise<{ readonly reason?: string; readonly since?: Date }> {
  const { typedSearchAttributes } = await handle.describe();
  const reason = typedSearchAttributes.get(attributes.stuckReason);
  const since = typedSearchAttributes.get(attributes.stuckSince);
  return { ...(reason !== undefined && { reason }), ...(since !== undefined && { since }) };
}
