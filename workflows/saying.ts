import type { SendRequest } from '../activities/send-request';
import { toDecimal } from '../domain/money';
import type { Money } from '../domain/money';
import type { Sent } from '../domain/outcome';
import type { Say } from '../domain/say';
import { sayNotice } from '../domain/retry';
import { stuckBy } from '../domain/stuck';
import type { Payment } from './payment';
import { sendOnce } from './steps';

/** `100.00 MDL`, for summaries. */
export const shown = (money: Money): string => `${toDecimal(money)} ${money.currency}`;

/** Why something could not be said, with the channel's code where it gave one. */
export const refusalOf = ({ why, code }: { readonly why: string; readonly code?: number }): string =>
  code === undefined ? why : `${why} (code ${String(code)})`;

/** What the seller heard last, or is hearing. */
export const latest = ({ notice }: Payment): Say | undefined => notice && sayNotice(notice);

type Manner = Pick<SendRequest, 'kind' | 'by' | 'replyTo'> & {
  readonly activityId: string;
  readonly summary: string;
  readonly answerWithin: number;
  readonly isAwaited?: (() => boolean) | undefined;
};

/** Says something to the payment's seller, quoting the command. */
export async function say(payment: Payment, what: Say, manner: Manner): Promise<Sent> {
  const { message, line, conversationId, timings } = payment.input;
  const locale = payment.order?.seller.locale ?? payment.capLocale;
  const request: SendRequest = {
    line,
    conversationId,
    to: message.sender,
    say: what,
    kind: manner.kind,
    lastInboundAt: message.sentAt,
    replyTo: manner.replyTo ?? message.messageId,
    timings: { window: timings.window },
    ...(locale === undefined ? {} : { capLocale: locale }),
    ...(manner.by === undefined ? {} : { by: manner.by }),
  };
  const sent = await sendOnce(request, {
    ...manner,
    onSilence: () => {
      payment.possiblyTwice = true;
      payment.stuck('SendOutcomeUnknown');
    },
  });
  payment.failures.keep(manner.activityId, sent);
  return sent;
}

/**
 * Answers the command. An answer that the channel refuses for good is shown to ops; the payment goes on.
 * @param isAwaited absent: after two silences of the channel it is left to ops
 */
export async function answer(
  payment: Payment,
  what: Say,
  activityId = 'answer',
  { replyTo, isAwaited }: { readonly replyTo?: string | undefined; readonly isAwaited?: () => boolean } = {},
): Promise<Sent> {
  const sent = await say(payment, what, {
    kind: 'answer',
    ...(replyTo === undefined ? {} : { replyTo }),
    activityId,
    isAwaited,
    summary: `Answer: ${what.say}`,
    answerWithin: payment.input.timings.linkAnswer,
  });
  if (sent.result === 'sent') {
    payment.clearChannel();
    payment.failures.showLost(payment, activityId);
  } else {
    payment.notification = 'Undeliverable';
    payment.stuck(stuckBy(sent.why), refusalOf(sent));
  }
  return sent;
}

/** Asks, for as long as the question is open. Whoever answers a question has got it, whatever the channel said of it. */
export async function ask(payment: Payment, what: Say, activityId: string, question: Question): Promise<void> {
  const isAwaited = () => !question.isAnswered() && Date.now() < question.until;
  const sent = await answer(payment, what, activityId, { isAwaited });
  if (sent.result !== 'sent' && question.isAnswered()) arrived(payment);
}

interface Question {
  readonly isAnswered: () => boolean;
  /** ms since the epoch */
  readonly until: number;
}

/** What was taken for undeliverable has reached the seller after all. */
export function arrived(payment: Payment): void {
  if (payment.notification === 'Undeliverable' && payment.told === undefined) payment.notification = 'None';
  payment.clearChannel();
  payment.publish();
}
