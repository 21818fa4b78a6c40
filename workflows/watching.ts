import { ActivityFailure, condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { CheckRequest, WatchRequest } from '../activities/check-payment';
import type { RailReport } from '../domain/payment';
import type { Issued } from '../domain/settlement';
import type { Order, Payment } from './payment';
import { isFound } from './rtp';

type Checks = Pick<Activities, 'watchPayment' | 'checkPayment'>;

/**
 * Asks the rail beside waiting for its callback, which comes once or never. Nothing is asked while the callback still has its
 * first chance. The rail's word ends a payment, never our clock alone.
 */
export async function watchRail(payment: Payment, order: Order): Promise<void> {
  if (await isFound(payment)) await watch(payment, order, foundOf(payment));
  payment.watchOver = true;
}

/** Asks about one payment of the link, until nothing new can come of it. */
export async function watch(payment: Payment, order: Order, issued: Issued): Promise<void> {
  const { timings } = payment.input;
  const known = () => payment.wordOn(issued) !== undefined;
  await payment.until(known, Date.now() + timings.poll, 'The callback’s first chance');
  const { watchPayment } = proxyActivities<Checks>({ startToCloseTimeout: '40 seconds' });
  const heard: RailReport[] = [];
  const aside = known() ? undefined : missing(payment, issued);

  // On a link that is paid, nobody listens for late news of a payment that is over.
  while (!known() || payment.settlement.outcome !== 'SUCCESS') {
    const wanted = known() ? 'success' : 'final';
    const summary = wanted === 'final' ? 'Ask the rail until it knows' : 'Listen for a late success';
    const request = { ...checkOf(payment, order, issued), timings, for: wanted, ...doubtedIn(payment, heard) } as const;
    const report = await watchPayment.executeWithOptions({ summary }, [request]);
    if (report === undefined && (wanted === 'success' || !known())) break;
    if (report === undefined) continue;
    const before = payment.wordOn(issued);
    payment.hear(report, issued.origin);
    if (payment.wordOn(issued) === before) heard.push(report);
  }
  await aside;
  if (known()) return;
  payment.link.givenUp.add(issued.paymentId);
  if (payment.settlement.outcome === undefined) {
    payment.state = 'NeedsReview';
    payment.stuck('CallbackMissing');
  }
}

/**
 * The rail repeats what it says for as long as it is asked; asking at once again would never end.
 *
 * @param before words that changed nothing when they were heard
 */
function doubtedIn(
  { settlement: { review, overruled } }: Payment,
  before: readonly RailReport[],
): Pick<WatchRequest, 'doubted' | 'heard'> {
  const [doubted, ...others] = [review, overruled].flatMap((one) => (one === undefined ? [] : [one.evidence]));
  const heard = [...others, ...before];
  return { ...(doubted === undefined ? {} : { doubted }), ...(heard.length === 0 ? {} : { heard }) };
}

/** No final word long after the payment's time: the seller must not hand anything over yet. */
async function missing(payment: Payment, issued: Issued): Promise<void> {
  const known = () => payment.wordOn(issued) !== undefined;
  const at = Date.parse(issued.expiresAt) + payment.input.timings.unconfirmedAfter;
  await payment.until(known, at, 'Not confirmed by then');
  if (known()) return;
  payment.unconfirmed = true;
  payment.stuck('CallbackMissing');
}

/** Asks the rail at once when somebody has reason to. */
export async function answerPolls(payment: Payment, order: Order): Promise<never> {
  for (;;) {
    await condition(() => payment.pollWanted && payment.payment !== undefined);
    payment.pollWanted = false;
    await checkNow(payment, order);
  }
}

/** Asks the rail once; a question without an answer is no news, for the watch goes on beside it. */
export async function checkNow(payment: Payment, order: Order): Promise<void> {
  const { checkPayment } = proxyActivities<Checks>({
    startToCloseTimeout: '20 seconds',
    scheduleToCloseTimeout: '20 seconds',
    retry: { maximumAttempts: 2 },
  });
  const request = checkOf(payment, order, foundOf(payment));
  try {
    payment.hear(
      await checkPayment.executeWithOptions({ summary: 'Ask the rail now' }, [request]),
      request.issued.origin,
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}

function foundOf({ payment }: Payment): Issued {
  if (payment === undefined) throw new Error('A payment that was not issued is not watched');
  return payment;
}

function checkOf({ linkId, input }: Payment, { seller, merchant }: Order, issued: Issued): CheckRequest {
  return { linkId, lineId: input.line.id, posUserId: seller.posUserId, merchantId: merchant.merchantId, issued };
}
