import type { temporal } from '@temporalio/proto';
import type { StepView } from '../wire';
import type { Temporal } from './temporal';

type Event = temporal.api.history.v1.IHistoryEvent;
type Pending = temporal.api.workflow.v1.IPendingActivityInfo;

/** Of history events and of markers, which spell it alike. */
type Time = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;

/** An activity as it was asked for, and what it came to. */
export interface Call {
  readonly activityId: string;
  readonly input: unknown;
  readonly result: unknown;
}

export interface ReadStep extends StepView {
  readonly call?: Call;
}

const msOf = (time: Time): number => Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1e6;
const isoOf = (time: Time): string => new Date(msOf(time)).toISOString();

/** Turns a run's history into what a person wants to know: which steps were taken, with what outcome, and what is under way. */
export async function readSteps(
  temporal: Temporal,
  events: readonly Event[],
  pending: readonly Pending[],
): Promise<readonly ReadStep[]> {
  const steps: ReadStep[] = [];
  for (const event of events) {
    const step =
      (await activityStep(temporal, event, events, pending)) ??
      (await localStep(temporal, event)) ??
      signalStep(event) ??
      updateStep(event) ??
      (await endStep(temporal, event));
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

async function activityStep(
  temporal: Temporal,
  event: Event,
  events: readonly Event[],
  pending: readonly Pending[],
): Promise<ReadStep | undefined> {
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled === undefined || scheduled === null) return undefined;
  const activityId = scheduled.activityId ?? '';
  const closed = closingOf(event, events);
  const open = pending.find((one) => one.activityId === activityId);
  const { lastFailure, attempt } = open ?? {};
  const failure =
    closed?.activityTaskFailedEventAttributes?.failure ??
    closed?.activityTaskTimedOutEventAttributes?.failure ??
    (closed === undefined ? lastFailure : undefined);
  const error = await temporal.readFailure(failure);
  const [summary, [input], [result]] = await Promise.all([
    summaryOf(temporal, event),
    temporal.read(scheduled.input?.payloads),
    temporal.read(closed?.activityTaskCompletedEventAttributes?.result?.payloads),
  ]);
  return {
    id: String(event.eventId),
    kind: scheduled.activityType?.name === 'sendMessage' ? 'send' : 'step',
    name: scheduled.activityType?.name ?? '',
    state: stateOf(closed, (attempt ?? 1) > 1),
    at: isoOf(event.eventTime),
    ...(summary === undefined ? {} : { summary }),
    ...(closed === undefined ? {} : { tookMs: Math.round(msOf(closed.eventTime) - msOf(event.eventTime)) }),
    ...((attempt ?? 1) > 1 && attempt ? { attempts: attempt } : {}),
    ...(error === undefined ? {} : { error }),
    call: { activityId, input, result },
  };
}

function closingOf(scheduled: Event, events: readonly Event[]): Event | undefined {
  const of = String(scheduled.eventId);
  return events.find((event) => {
    const ids = [
      event.activityTaskCompletedEventAttributes?.scheduledEventId,
      event.activityTaskFailedEventAttributes?.scheduledEventId,
      event.activityTaskTimedOutEventAttributes?.scheduledEventId,
    ];
    return ids.some((id) => id !== undefined && id !== null && String(id) === of);
  });
}

function stateOf(closed: Event | undefined, again: boolean): StepView['state'] {
  if (closed === undefined) return again ? 'retrying' : 'running';
  const { activityTaskCompletedEventAttributes: completed } = closed;
  return completed === undefined || completed === null ? 'failed' : 'done';
}

/** Local activities leave one marker, with their facts in plain and their result encrypted. */
async function localStep(temporal: Temporal, event: Event): Promise<ReadStep | undefined> {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== 'core_local_activity') return undefined;
  const [data] = await temporal.read(marker.details?.['data']?.payloads);
  const { activity_type: name } = data as { readonly activity_type: string };
  const error = await temporal.readFailure(marker.failure);
  return {
    id: String(event.eventId),
    kind: 'step',
    name,
    state: error === undefined ? 'done' : 'failed',
    at: isoOf(event.eventTime),
    fast: true,
    ...(error === undefined ? {} : { error }),
  };
}

function signalStep(event: Event): ReadStep | undefined {
  const name = event.workflowExecutionSignaledEventAttributes?.signalName;
  if (name === undefined || name === null) return undefined;
  return { id: String(event.eventId), kind: 'signal', name, state: 'done', at: isoOf(event.eventTime) };
}

/** An update that was rejected leaves nothing behind. */
function updateStep(event: Event): ReadStep | undefined {
  const name = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name;
  if (name === undefined || name === null) return undefined;
  return { id: String(event.eventId), kind: 'signal', name, state: 'done', at: isoOf(event.eventTime) };
}

async function endStep(temporal: Temporal, event: Event): Promise<ReadStep | undefined> {
  const completed = event.workflowExecutionCompletedEventAttributes;
  const failed = event.workflowExecutionFailedEventAttributes;
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  const name = completed ? 'completed' : failed ? 'failed' : terminated ? 'terminated' : undefined;
  if (name === undefined) return undefined;
  const error = await temporal.readFailure(failed?.failure);
  const end = { id: String(event.eventId), kind: 'end', name, at: isoOf(event.eventTime) } as const;
  return { ...end, state: completed ? 'done' : 'failed', ...(error === undefined ? {} : { error }) };
}

async function summaryOf(temporal: Temporal, event: Event): Promise<string | undefined> {
  const summary = event.userMetadata?.summary;
  if (summary === undefined || summary === null) return undefined;
  const [text] = await temporal.read([summary]);
  return typeof text === 'string' ? text : undefined;
}
