import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { attributes } from './search-attributes';

const MINUTE = 60_000;

/**
 * Shows others since when the window counts. Whoever writes much moves it by seconds, and each move that is shown costs an event,
 * an Action and a write to the index: what is shown may be a minute behind, never ahead, and a payment knows its own message's time.
 */
export function showWindow(at: Date, byTheMinute: boolean): void {
  const shown = workflowInfo().typedSearchAttributes.get(attributes.lastInboundAt);
  if (byTheMinute && shown !== undefined && at.getTime() - shown.getTime() < MINUTE) return;
  upsertSearchAttributes([{ key: attributes.lastInboundAt, value: at }]);
}
