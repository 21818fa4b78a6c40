import { condition, proxyActivities } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { Activities } from '../activities';
import type { IssueRequest } from '../activities/issue-payment';
import { buttonId } from '../domain/buttons';
import type { ChannelFailureName } from '../domain/delivery';
import { PASSING } from '../domain/failed-again';
import { validityOf } from '../domain/lasting-link';
import type { OweReason } from '../domain/outcome';
import type { Say } from '../domain/say';
import type { Issued, IssuedLink } from '../domain/settlement';
import { stuckBy } from '../domain/stuck';
import { commandText, confirmation, delayed, refuse } from './admission';
import { resendsLinks, resendsRefused } from './patches';
import type { Order, Payment } from './payment';
import { answer, arrived, latest, refusalOf, say, shown } from './saying';
import { attributes } from './search-attributes';
import { LINK_SEND, ONCE_MORE } from './send-failures';
import { createFastPath, isAway } from './steps';
import { isLate, issueBefore } from './lateness';

/** The send waits until it is over. */
const PASSES: readonly OweReason[] = [...PASSING, 'NoAnswer'];

const isPassing = (why: OweReason): why is ChannelFailureName => PASSES.includes(why);

/** Makes the link and sends it. Undefined: none was made, and the seller was told why. Else what a second tap is shown. */
export async function makeLink(payment: Payment, order: Order): Promise<(() => Say) | undefined> {
  const issued = await issue(payment, order);
  if (issued === undefined) return undefined;
  await sendLink(payment, order, issued);
  return () => linkOf(payment, order, issued);
}

async function issue(payment: Payment, order: Order): Promise<IssuedLink | undefined> {
  // The seller took long to choose, or nobody worked on it: neither may make a payment that is not wanted any more.
  if (isLate(payment)) return refuse(payment, confirmation(payment, commandText(payment), 'old'));
  payment.order = order;
  payment.enter('Issuing');
  const { merchant, amount } = order;
  const validity = payment.link.mayLast ? validityOf(payment.input.line, merchant) : undefined;
  const run = createFastPath(payment.input.timings, payment);
  try {
    const answer = await run('issuePayment', issueRequest(payment, order, validity !== undefined), {
      summary: `Issue ${shown(amount)} at ${merchant.merchantId}`,
      reason: 'RailUnavailable',
      before: issueBefore(payment),
      onStuck: () => delayed(payment),
    });
    if ('issued' in answer) {
      const { issued, page } = answer;
      if (validity !== undefined && page !== undefined)
        payment.link.begin(Date.parse(issued.issuedAt) + validity, page);
      take(payment, order, answer.issued);
      return answer.issued;
    }
    await refuse(payment, answer.refused === 'blocked' ? { say: 'blocked' } : { say: 'notIssued', amount });
    return;
  } catch (error) {
    if (!isAway(error)) throw error;
    const confirmId = buttonId.issue(payment.linkId);
    return refuse(payment, { say: 'confirm', reason: 'delayed', command: shown(amount), confirmId });
  }
}

/** What the rail is asked to make. `withPage`: customers come back to the link's own page. */
export function issueRequest({ linkId, input }: Payment, order: Order, withPage: boolean): IssueRequest {
  const { seller, merchant, amount, description } = order;
  return {
    linkId,
    lineId: input.line.id,
    posUserId: seller.posUserId,
    merchant,
    amount,
    locale: order.chosenLocale ?? seller.locale,
    ...(description === undefined ? {} : { description }),
    ...(withPage ? { withPage } : {}),
  };
}

/** Keeps what the rail made, and shows it to whoever looks for it. */
export function take(payment: Payment, order: Order, issued: Issued): void {
  payment.keep(issued);
  payment.publish([
    ...orderAttributes(order),
    { key: attributes.paymentId, value: issued.paymentId },
    { key: attributes.expiresAt, value: new Date(payment.link.validUntil ?? issued.expiresAt) },
  ]);
}

/** Whose the payment is, and how much. */
export const orderAttributes = ({ seller, merchant, amount }: Order): readonly SearchAttributeUpdatePair[] => [
  { key: attributes.sellerId, value: seller.posUserId },
  { key: attributes.merchantId, value: merchant.merchantId },
  { key: attributes.bankId, value: merchant.bank.id },
  { key: attributes.currency, value: amount.currency },
  { key: attributes.amountMinor, value: amount.minor },
];

/** Sends the link, made to be forwarded; what the seller is still owed goes out before it. */
async function sendLink(payment: Payment, order: Order, issued: IssuedLink): Promise<void> {
  if (payment.debtsFirst) await oldNewsFirst(payment);
  const link = linkOf(payment, order, issued);
  const sent = await say(payment, link, {
    kind: 'answer',
    activityId: LINK_SEND,
    summary: `Send the link of ${shown(order.amount)}`,
    answerWithin: payment.input.timings.linkAnswer,
  });
  payment.linkMessages.keep(link, sent);
  if (sent.result === 'sent') {
    payment.clearChannel();
    return;
  }
  payment.notification = 'Undeliverable';
  payment.stuck(stuckBy(sent.why), refusalOf(sent));
  const { why } = sent;
  if (why === 'NoAnswer' || (isPassing(why) && resendsRefused())) {
    payment.failures.ofLink ??= { activityId: LINK_SEND, why };
  }
}

function linkOf({ link }: Payment, order: Order, issued: IssuedLink): Say {
  const { page, validUntil } = link;
  return {
    say: 'link',
    merchant: order.merchant.name,
    amount: order.amount,
    url: page ?? issued.checkoutPage,
    validUntil: validUntil === undefined ? issued.expiresAt : new Date(validUntil).toISOString(),
    ...(page === undefined ? {} : { preview: true }),
    ...(order.description === undefined ? {} : { description: order.description }),
  };
}

/** A second tap on the button that made this payment; the same tap delivered again is none. */
export function tapAgain({ input, taps }: Payment, messageId: string): void {
  if (messageId !== input.message.messageId && !taps.includes(messageId)) taps.push(messageId);
}

/**
 * Whoever taps the button again is shown the same again: a button makes one payment, however often it is tapped. Where there is news
 * of that payment, the news: a link that is over, or was taken back, must not look as if it could be paid.
 */
export async function showAgain(payment: Payment, what: () => Say): Promise<never> {
  for (let shownTaps = 0; ; shownTaps += 1) {
    await condition(() => payment.taps.length > shownTaps);
    const replyTo = payment.taps[shownTaps];
    const again = (payment.fact === undefined ? undefined : latest(payment)) ?? what();
    const sent = await answer(payment, again, `link-again-${String(shownTaps)}`, { replyTo });
    payment.linkMessages.keep(again, sent);
  }
}

/**
 * A link that the channel took and failed later, or was silent about, goes out once more where its reason passes; of any other,
 * ops are told: there is no template for it, and the seller waits. Beside the rest: a link may be paid that nobody saw answered.
 */
export async function keepLinkSent(payment: Payment, what: () => Say): Promise<void> {
  await condition(() => payment.failures.ofLink !== undefined);
  const why = payment.failures.ofLink?.why;
  if (why === undefined || payment.state !== 'AwaitingPayment' || !resendsLinks()) return;
  if (isPassing(why)) {
    const isAwaited = () => payment.state === 'AwaitingPayment';
    const link = what();
    const sent = await answer(payment, link, ONCE_MORE, { isAwaited });
    payment.linkMessages.keep(link, sent);
    if (sent.result !== 'sent' || payment.failures.isLost(ONCE_MORE)) return;
    arrived(payment);
    return;
  }
  payment.notification = 'Undeliverable';
  payment.stuck(stuckBy(why));
}

async function oldNewsFirst(payment: Payment): Promise<void> {
  const { line, message, timings, conversationId } = payment.input;
  const { tellConversation } = proxyActivities<Pick<Activities, 'tellConversation'>>({
    startToCloseTimeout: '10 seconds',
  });
  await tellConversation.executeWithOptions({ summary: 'Ask for old news first' }, [
    {
      conversationId,
      input: { line, contact: message.sender, timings },
      signal: 'debtsAsked',
      argument: { linkId: payment.linkId, at: message.sentAt },
    },
  ]);
  const until = Date.now() + timings.debtsFirst;
  const step = { waitsFor: 'the chat to tell older news first.', until: new Date(until).toISOString() };
  await payment.during(
    step,
    payment.until(() => payment.debtsPaid, until, 'Older news first'),
  );
}
