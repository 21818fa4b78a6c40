import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { sayNotice } from '../domain/retry';
import type { Debt, Sent } from '../domain/outcome';
import type { Notice } from '../domain/say';
import { stuckBy } from '../domain/stuck';
import { hearsEarlyFailures, overtakesNotices, replacesDebts, staysHandedOver } from './patches';
import type { Order, Payment } from './payment';
import { refusalOf, say, shown } from './saying';

/** Tells every fact that the seller ought to know, once, the newest one if several came together. */
export async function keepTold(payment: Payment, order: Order): Promise<never> {
  for (;;) {
    await condition(() => payment.untold !== undefined);
    const notice = nextNotice(payment, order);
    const sent = await tell(payment, notice);
    // Meanwhile the seller took the link back, and was answered: this is no news any more, and nothing is told after it.
    if (payment.told !== undefined && payment.told.seq > notice.seq && overtakesNotices()) {
      payment.clearChannel();
      continue;
    }
    const early = sent.result === 'sent' ? payment.failures.takeEarly(payment.noticeSend) : undefined;
    if (early !== undefined && hearsEarlyFailures()) {
      payment.failures.takenBack = early;
      payment.told = undefined;
    } else if (sent.result === 'sent') payment.markTold(notice, sent.by === 'template' ? 'SentByTemplate' : 'Sent');
    else await owe(payment, notice, sent);
  }
}

/** What the channel took back is told again as it was. */
function nextNotice(payment: Payment, order: Order): Notice {
  const outcome = payment.untold;
  if (outcome === undefined) throw new Error('There is nothing to tell');
  if (payment.failures.takenBack !== undefined && payment.notice?.outcome === outcome) return payment.notice;
  payment.failures.takenBack = undefined;
  return payment.nextNotice(outcome, order);
}

/**
 * A notice that Meta took and then failed for a closed window goes by template, once; any other is owed. Once the conversation was
 * handed an older one it tells this one too: instead of that, where it is still owed, or is again when the channel fails it later.
 */
async function tell(payment: Payment, notice: Notice): Promise<Sent> {
  const { owing, handedOver, takenBack: back } = payment.failures;
  if (owing !== undefined && owing.notice.seq < notice.seq && replacesDebts()) return owedLike(owing);
  if (owing === undefined && handedOver && staysHandedOver()) return OWED_AT_ONCE;
  const key = `notice-${notice.seq}`;
  const byTemplate = back?.why === 'WindowClosed' && payment.noticeSend === key;
  if (back !== undefined && !byTemplate) return { ...back, result: 'owe' };
  payment.notification = 'Sending';
  payment.noticeSend = byTemplate ? `${key}-template` : key;
  payment.show();
  return say(payment, sayNotice(notice), {
    kind: 'notice',
    activityId: payment.noticeSend,
    summary: `Tell ${notice.outcome}: ${shown(notice.amount)}`,
    answerWithin: payment.input.timings.noticeAnswer,
    ...(byTemplate ? { by: 'template' } : {}),
  });
}

/** Nothing is known to stand in its way: the conversation tries it as soon as it hears of it. */
const OWED_AT_ONCE: Sent = { result: 'owe', why: 'Transient' };

const owedLike = ({ why, code }: Debt): Sent => ({ result: 'owe', why, ...(code === undefined ? {} : { code }) });

/** Hands the notice to the conversation, which alone pays debts, and waits until it is told or there is newer news. */
async function owe(payment: Payment, notice: Notice, why: Exclude<Sent, { result: 'sent' }>): Promise<void> {
  const { line, message, timings, conversationId } = payment.input;
  const debt: Debt = {
    notice,
    why: why.why,
    since: why.at ?? new Date().toISOString(),
    ...(why.code === undefined ? {} : { code: why.code }),
  };
  payment.failures.handOver(debt);
  payment.notification = 'Owed';
  payment.failures.takenBack = undefined;
  payment.stuck(stuckBy(why.why), refusalOf(why));
  const { tellConversation } = proxyActivities<Pick<Activities, 'tellConversation'>>({
    startToCloseTimeout: '10 seconds',
  });
  await tellConversation.executeWithOptions({ summary: `Owe ${notice.outcome}: ${shown(notice.amount)}` }, [
    { conversationId, input: { line, contact: message.sender, timings }, signal: 'owed', argument: debt },
  ]);
  await condition(() => payment.fact !== notice.outcome || payment.untold === undefined);
}
