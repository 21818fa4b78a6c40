import { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;
type History = temporal.api.history.v1.IHistory;
const { EventType } = temporal.api.enums.v1;

/** What Temporal Cloud bills one run for, by kind of Action. */
export interface Actions {
  readonly total: number;
  readonly byKind: Readonly<Record<string, number>>;
}

/** Written by the SDK for versioning, and exempt from billing. */
const CHANGE_VERSION = 'TemporalChangeVersion';

/**
 * Counts a run's billable Actions from its history, by the published rules. What leaves no event is not in it: queries,
 * heartbeats, and updates that were refused.
 * @see https://docs.temporal.io/evaluate/cloud/actions
 */
export function actionsOf({ events }: History): Actions {
  const byKind: Record<string, number> = {};
  const add = (kind: string, count = 1): void => void (byKind[kind] = (byKind[kind] ?? 0) + count);
  const markers = new Set<string>();
  for (const [index, event] of (events ?? []).entries()) {
    switch (event.eventType) {
      case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
        add('start');
        break;
      case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
        // A signal right behind the start, before any task was scheduled, came with it: signal-with-start is one Action.
        if (index !== 1) add('signal');
        break;
      case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
        add('update');
        break;
      case EventType.EVENT_TYPE_TIMER_STARTED:
        add('timer');
        break;
      case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
        add('activity');
        break;
      case EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
        if (retriesOf(event) > 0) add('activityRetry', retriesOf(event));
        break;
      case EventType.EVENT_TYPE_MARKER_RECORDED:
        // Local activities and patches of one workflow task are one Action, however many.
        markers.add(String(event.markerRecordedEventAttributes?.workflowTaskCompletedEventId));
        break;
      case EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
        if (!isVersionOnly(event)) add('upsert');
        break;
      case EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED:
        add('child', 2);
        break;
      default:
        break;
    }
  }
  if (markers.size > 0) add('markers', markers.size);
  return { total: Object.values(byKind).reduce((sum, one) => sum + one, 0), byKind };
}

/** Attempts that failed write no event of their own: the last one says how many there were. */
const retriesOf = ({ activityTaskStartedEventAttributes: started }: Event): number =>
  Math.max(0, (started?.attempt ?? 1) - 1);

function isVersionOnly({ upsertWorkflowSearchAttributesEventAttributes: upsert }: Event): boolean {
  const names = Object.keys(upsert?.searchAttributes?.indexedFields ?? {});
  return names.length > 0 && names.every((name) => name === CHANGE_VERSION);
}
