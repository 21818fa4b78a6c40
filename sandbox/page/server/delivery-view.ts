import type { SendRequest } from '../../../activities/send-request';
import { windowEnd } from '../../../domain/delivery';
import type { Sent } from '../../../domain/outcome';
import type { DeliveryView } from '../wire';
import { tickOf } from './chat-view';
import type { Desk } from './desk';
import type { ReadStep } from './steps';

type Why = DeliveryView['why'];

const OWED_FOR: Partial<Record<string, Why>> = {
  // A closed window is no reason alone: there was no template for it either.
  WindowClosed: 'noTemplate',
  TemplateUnavailable: 'noTemplate',
  TemplateMismatch: 'noTemplate',
  RecipientUnreachable: 'unreachable',
  PairRateLimited: 'pairRate',
  NoAnswer: 'noAnswer',
};

/** How a message went out, or why it did not: the choice that the product made, with what it was made from. */
export function deliveryView(desk: Desk, workflowId: string, step: ReadStep): DeliveryView | undefined {
  const request = step.call?.input as SendRequest | undefined;
  const sent = step.call?.result as Sent | undefined;
  if (step.kind !== 'send' || request === undefined || sent === undefined) return undefined;
  const key = `${workflowId}#${step.call?.activityId ?? ''}`;
  if (sent.result !== 'sent') {
    const choice = sent.result === 'owe' ? 'owe' : 'failed';
    return { choice, why: OWED_FOR[sent.why] ?? 'other', ...(sent.code === undefined ? {} : { code: sent.code }) };
  }
  const message = desk.stack.world.meta.chats.all().findLast((one) => one.key === key);
  const tick = message === undefined ? undefined : tickOf(message);
  const template = message?.template?.name;
  return {
    choice: sent.by === 'template' ? 'template' : 'message',
    ...reasonOf(desk, key, request, sent.by === 'template', step.at),
    ...(template === undefined ? {} : { template }),
    ...(tick === undefined ? {} : { tick }),
  };
}

function reasonOf(
  desk: Desk,
  key: string,
  request: SendRequest,
  byTemplate: boolean,
  at: string,
): Pick<DeliveryView, 'why' | 'code' | 'endsAt'> {
  if (request.kind === 'answer') return { why: 'answer' };
  const end = windowEnd(request.timings.window, request.lastInboundAt);
  const endsAt = end === undefined ? {} : { endsAt: new Date(end).toISOString() };
  if (!byTemplate) return { why: 'windowOpen', ...endsAt };
  if (refusedFirst(desk, key, at)) return { why: 'refused', code: 131047 };
  return { why: 'windowClosed', ...endsAt };
}

/** Meta said that the window is closed to a free-form message with the same key. */
function refusedFirst({ stack }: Desk, key: string, at: string): boolean {
  return stack.world.meta.journal
    .since()
    .some(
      ({ operation, body, answer, at: when }) =>
        operation === 'sendMessage' &&
        Date.parse(when) >= Date.parse(at) - 60_000 &&
        JSON.stringify(body ?? '').includes(key) &&
        JSON.stringify(answer ?? '').includes('131047'),
    );
}
