import type { WebhookEvents } from '../../channels/whatsapp/webhook';
import { doAll, type Work } from './batch';
import type { IntakeDeps } from './deps';
import { createLineEventIntake } from './line-events';
import { createMessageIntake } from './messages';
import { createStatusIntake } from './statuses';

/** A webhook holds up to 1,000 updates; more calls at once only queue inside Temporal. */
const GROUPS_AT_ONCE = 32;

/**
 * Hands all that a webhook holds to Temporal. Resolves when everything was accepted, and only then: whoever brought it may
 * forget it.
 */
export type Intake = (events: WebhookEvents) => Promise<void>;

export function createIntake(deps: IntakeDeps): Intake {
  const takeMessage = createMessageIntake(deps);
  const takeStatus = createStatusIntake(deps);
  const { takeTemplate, takeAccount } = createLineEventIntake(deps);

  return async function take({ messages, statuses, templates, accounts }) {
    const once = new Map(messages.map((message) => [JSON.stringify([message.lineId, message.messageId]), message]));
    for (let repeated = messages.length - once.size; repeated > 0; repeated -= 1) deps.metrics.duplicate();
    const work: Work[] = [
      // One person's messages keep their order; so do the statuses of one message.
      ...[...once.values()].map((message) => ({
        group: `person ${message.lineId} ${message.sender.userId ?? ''} ${message.sender.phone ?? ''}`,
        run: () => takeMessage(message),
      })),
      ...statuses.map((status) => ({
        group: `status ${status.key ?? status.messageId}`,
        run: () => takeStatus(status),
      })),
      ...templates.map((event) => ({ group: `line ${event.lineId}`, run: () => takeTemplate(event) })),
      ...accounts.map((event) => ({ group: `line ${event.lineId}`, run: () => takeAccount(event) })),
    ];
    await doAll(work, GROUPS_AT_ONCE);
  };
}
