import { describe, expect, it } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import { actionsOf } from '../../bench/counting/actions';

type Event = temporal.api.history.v1.IHistoryEvent;
const { EventType } = temporal.api.enums.v1;
const event = (name: string, attributes: Omit<Event, 'eventType'> = {}): Event => ({
  eventType: EventType[`EVENT_TYPE_${name}` as keyof typeof EventType],
  ...attributes,
});
const started = event('WORKFLOW_EXECUTION_STARTED');
const signalled = event('WORKFLOW_EXECUTION_SIGNALED');
const scheduled = event('WORKFLOW_TASK_SCHEDULED');
const marker = (task: number) =>
  event('MARKER_RECORDED', { markerRecordedEventAttributes: { workflowTaskCompletedEventId: task as never } });
const attempt = (number: number) =>
  event('ACTIVITY_TASK_STARTED', { activityTaskStartedEventAttributes: { attempt: number } });
const upsert = (...names: string[]) =>
  event('UPSERT_WORKFLOW_SEARCH_ATTRIBUTES', {
    upsertWorkflowSearchAttributesEventAttributes: {
      searchAttributes: { indexedFields: Object.fromEntries(names.map((name) => [name, {}])) },
    },
  });

describe('the Actions that Temporal Cloud bills', () => {
  it.each([
    ['a start', [started, scheduled], 1],
    ['a signal that came with the start', [started, signalled, scheduled], 1],
    ['a signal that came after the start', [started, scheduled, signalled], 2],
    ['an activity', [event('ACTIVITY_TASK_SCHEDULED'), attempt(1), event('ACTIVITY_TASK_COMPLETED')], 1],
    ['an activity that worked at the third attempt', [event('ACTIVITY_TASK_SCHEDULED'), attempt(3)], 3],
    ['local activities of one workflow task', [marker(4), marker(4)], 1],
    ['local activities of two workflow tasks', [marker(4), marker(9)], 2],
    ['an upsert of many attributes', [upsert('PaymentState', 'SellerId')], 1],
    ["an upsert of the SDK's own version attribute", [upsert('TemporalChangeVersion')], 0],
    ['a memo', [event('WORKFLOW_PROPERTIES_MODIFIED')], 0],
    ['a timer, started and fired', [event('TIMER_STARTED'), event('TIMER_FIRED')], 1],
    ['an update', [event('WORKFLOW_EXECUTION_UPDATE_ACCEPTED'), event('WORKFLOW_EXECUTION_UPDATE_COMPLETED')], 1],
    ['a child workflow', [event('START_CHILD_WORKFLOW_EXECUTION_INITIATED')], 2],
    ['workflow tasks', [scheduled, event('WORKFLOW_TASK_STARTED'), event('WORKFLOW_TASK_COMPLETED')], 0],
    ['no history at all', [], 0],
  ])('of %s are counted by the published rules', (_, events, total) => {
    expect(actionsOf({ events }).total).toBe(total);
  });

  it('are told by kind', () => {
    const { byKind } = actionsOf({ events: [started, scheduled, signalled, event('TIMER_STARTED'), marker(4)] });
    expect(byKind).toEqual({ start: 1, signal: 1, timer: 1, markers: 1 });
  });
});
