import { uuid4 } from '@temporalio/workflow';
import type { SendRequest } from '../activities/send-request';
import type { Sent } from '../domain/outcome';
import type { Say } from '../domain/say';
import type { Conversation } from './conversation-entity';
import { sendOnce } from './steps';

/** Says something to the seller. Ids of sends are unique over all runs: a late status must never meet another's activity. */
export async function sayOnce(
  conversation: Conversation,
  what: Say,
  manner: {
    readonly by?: 'template';
    readonly replyTo?: string;
    readonly activityId?: string;
    readonly onSilence?: () => void;
  } = {},
): Promise<Sent> {
  const { state, input } = conversation;
  const { activityId = `say-${uuid4()}`, onSilence, ...rest } = manner;
  const request: SendRequest = {
    line: input.line,
    conversationId: conversation.id,
    to: state.contact,
    say: what,
    kind: manner.by === undefined ? 'answer' : 'notice',
    timings: { window: input.timings.window },
    ...(state.seller === undefined ? {} : { capLocale: state.seller.locale }),
    ...(state.lastInboundAt === undefined ? {} : { lastInboundAt: state.lastInboundAt }),
    ...rest,
  };
  const sent = await sendOnce(request, {
    activityId,
    summary: `Say: ${what.say}`,
    answerWithin: input.timings.linkAnswer,
    onSilence: () => {
      onSilence?.();
      conversation.impeded('SendOutcomeUnknown');
    },
  });
  if (sent.result === 'sent') conversation.clearChannel();
  return sent;
}
