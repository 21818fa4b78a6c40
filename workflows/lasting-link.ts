import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  condition,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { ReissueAnswer } from '../activities/reissue-payment';
import { pauseAfter, whatLinkShows } from '../domain/lasting-link';
import type { NotOpened } from '../domain/lasting-link';
import { issueRequest, take } from './issuing';
import type { Order, Payment } from './payment';
import type { LinkPage, OpenedLink } from './payment-link.contract';
import { NOTHING_TO_OPEN } from './payment-link.contract';
import { shown } from './saying';
import { checkNow, watch } from './watching';

/** Customers of one link make us ask the rail this often; after that the usual polling goes on without them. */
const MOST_QUESTIONS = 200;

/**
 * The life of a link beyond its first payment: whoever opens it gets a next one; its own end comes when its time is over, or
 * the seller took it back, and no payment of it can be paid any more.
 */
export async function keepOpen(payment: Payment, order: Order): Promise<void> {
  const { link, issued } = payment;
  if (link.validUntil === undefined) return;
  const settled = () => payment.settlement.outcome !== undefined && !link.opening;
  const watches: Promise<void>[] = [];
  const watchNext = async () => {
    for (let next = 1; ; next += 1) {
      await condition(() => issued.length > next || settled());
      const later = issued[next];
      if (later === undefined) return;
      watches.push(watch(payment, order, later));
    }
  };
  const watching = watchNext();
  await payment.until(() => payment.cancelled || settled(), link.validUntil, 'The end of the link');
  await condition(() => settled() || spent(payment));
  end(payment);
  await watching;
  await Promise.all(watches);
  link.watchOver = true;
}

/** The newest payment is over and unpaid, and nobody is making another. */
function spent({ payment: newest, link }: Payment): boolean {
  return newest !== undefined && !link.opening && link.wordOn(newest)?.status === 'EXPIRED';
}

/** The last EXPIRED is the link's own. */
function end(payment: Payment): void {
  const { link, payment: newest, settlement } = payment;
  const last = newest && link.wordOn(newest);
  link.closed = true;
  if (settlement.outcome === undefined && last !== undefined) payment.hear(last.report, last.origin);
}

export function pageOf(payment: Payment): LinkPage | undefined {
  const { order, input } = payment;
  const { link } = payment.status();
  if (order === undefined || link === undefined) return undefined;
  const { country, defaultLocale, timeZone, displayNumber } = input.line;
  return {
    link,
    merchant: order.merchant.name,
    amount: order.amount,
    line: { country, defaultLocale, timeZone, displayNumber },
    ...(order.description === undefined ? {} : { description: order.description }),
  };
}

/**
 * Asked before an update is accepted, never of one that a replay brings again: what it lets through may change without a patch.
 *
 * @throws ApplicationFailure where opening the link now would change nothing: what its page shows says why
 */
export function mayBeOpened(payment: Payment): void {
  const shows = showsNow(payment);
  const worth = (shows === 'payable' && mayTry(payment)) || (shows === 'processing' && mayAsk(payment));
  if (!worth) throw nothingToOpen();
}

/** @throws ApplicationFailure where the rail has spoken about the newest payment, or was asked a moment ago */
export function mayReturn(payment: Payment): void {
  if (!mayAsk(payment)) throw nothingToOpen();
}

const nothingToOpen = () => ApplicationFailure.nonRetryable('Nothing would come of it now', NOTHING_TO_OPEN);

/**
 * A bank that is away, or a seller who is blocked, is not asked again by every press of a button. Whoever presses beside an
 * attempt gets what comes of it, but not where the one before came to nothing: each such press is an update, and a run bears
 * 2,000 of them.
 */
function mayTry({ link }: Payment): boolean {
  return link.pause === undefined || (!link.opening && Date.now() >= link.pause.until);
}

/** The rail's answer would be news, and customers have not asked too often. */
function mayAsk({ link, payment: newest, input }: Payment): boolean {
  if (newest === undefined || link.validUntil === undefined || link.wordOn(newest) !== undefined) return false;
  return link.asked.times < MOST_QUESTIONS && Date.now() - link.asked.at >= input.timings.askAgain;
}

function showsNow(payment: Payment) {
  const { link } = payment.status();
  return link && whatLinkShows(link, Date.now(), payment.input.timings.checkoutLeast);
}

/** Asks the rail for a customer who came back, or wants to pay again. */
export async function askForCustomer(payment: Payment): Promise<LinkPage> {
  const order = orderOf(payment);
  const { link } = payment;
  link.asked = { at: Date.now(), times: link.asked.times + 1 };
  link.asking += 1;
  await checkNow(payment, order).finally(() => (link.asking -= 1));
  return opened(payment);
}

/** Makes the next payment, if it comes to that. Two who tap at once get the same one. */
export async function openLink(payment: Payment): Promise<OpenedLink> {
  const { link } = payment;
  if (link.opening) {
    await condition(() => !link.opening);
    return opened(payment);
  }
  link.opening = true;
  try {
    if (showsNow(payment) === 'processing' && mayAsk(payment)) await askForCustomer(payment);
    return opened(payment, showsNow(payment) === 'payable' ? await makeNext(payment, orderOf(payment)) : undefined);
  } finally {
    link.opening = false;
    payment.hearEarly();
  }
}

async function makeNext(payment: Payment, order: Order): Promise<NotOpened | undefined> {
  const { input, link } = payment;
  const answer = await reissue(payment, order);
  if ('issued' in answer) {
    link.failures = 0;
    link.pause = undefined;
    take(payment, order, answer.issued);
    return undefined;
  }
  const why = 'refused' in answer ? answer.refused : 'unavailable';
  link.failures += 1;
  const pause = pauseAfter(link.failures, input.timings.askAgain, input.line.linkValidityMs ?? 0);
  link.pause = { until: Date.now() + pause, why };
  if ('unknown' in answer) {
    // What may have been made can be paid for as long as a payment lives, and its word is ours only if it is paid.
    link.unansweredUntil = Date.now() + order.merchant.linkTtlSeconds * 1_000 + input.timings.checkoutLeast;
  }
  payment.show();
  return why;
}

/** One attempt, and silence is no reason for another: the first may be payable. */
async function reissue(payment: Payment, order: Order): Promise<ReissueAnswer> {
  const { reissuePayment } = proxyActivities<Pick<Activities, 'reissuePayment'>>({
    startToCloseTimeout: '30 seconds',
    // Nobody waits for one that no worker began in time.
    scheduleToStartTimeout: '20 seconds',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { maximumAttempts: 1 },
  });
  const nth = payment.issued.length + 1;
  const summary = `Issue ${shown(order.amount)} at ${order.merchant.merchantId}, payment ${String(nth)} of the link`;
  try {
    return await reissuePayment.executeWithOptions({ summary }, [
      { ...issueRequest(payment, order, true), lineId: payment.input.line.id, nth },
    ]);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || error.cause instanceof CancelledFailure) throw error;
    const begun = !(error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START');
    return begun ? { unknown: true } : { notMade: true };
  }
}

function opened(payment: Payment, notOpened?: NotOpened): OpenedLink {
  const page = pageOf(payment);
  if (page === undefined) throw new Error('A link without a page was opened');
  return { ...page, ...(notOpened === undefined ? {} : { notOpened }) };
}

function orderOf({ order }: Payment): Order {
  if (order === undefined) throw new Error('A link without an order was opened');
  return order;
}
