import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { isWritten } from '../domain/inbound';
import type { InboundContent } from '../domain/inbound';
import type { ConversationState } from './conversation-state';
import { datesFailures, hearsPeopleOnly } from './patches';
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

const isPersons = (content: InboundContent): boolean => isWritten(content) || !hearsPeopleOnly();

/** Word of a changed number never did. */
export const opensWindow = (content: InboundContent): boolean => content.kind !== 'moved' && isPersons(content);

/** The newest message in the inbox that is newer than all that were heard. ISO 8601. */
export function newestUnread({ inbox, lastInboundAt = '' }: ConversationState): string | undefined {
  const times = inbox.flatMap((task) =>
    task.do === 'hear' && isPersons(task.message.content) ? [task.message.sentAt] : [],
  );
  return times
    .filter((at) => at > lastInboundAt)
    .sort()
    .at(-1);
}

/** The channel said so, of `at` (ISO 8601): whoever wrote after that has opened the window again. */
export function closeWindow(
  state: { windowSaidClosed: boolean } & Pick<ConversationState, 'lastInboundAt'>,
  at: string,
): void {
  const { lastInboundAt } = state;
  const isOpened = lastInboundAt !== undefined && Date.parse(lastInboundAt) > Date.parse(at);
  if (!(isOpened && datesFailures())) state.windowSaidClosed = true;
}
