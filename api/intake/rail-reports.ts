import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { RailReport } from '../../domain/payment';
import { Problem } from '../http/problem';
import type { RailVerdict } from '../metrics';
import type { PaymentView } from '../ports/temporal';
import type { KeyRing } from '../../rails/key-ring';
import { readCallback, type RailCallback } from '../../rails/miapos/callback';
import type { RailAccess } from '../../rails/rail';
import type { IntakeDeps } from './deps';
import { lateNews } from './late-news';
import { createOwing } from './owing';

export interface RailIntakeDeps extends IntakeDeps {
  readonly rail: {
    readonly keys: KeyRing;
    /** Access for one seller at one merchant: fetches the bank's key. */
    readonly access: (posUserId: string, merchantId: string, requestId: string) => Promise<RailAccess>;
  };
}

interface Signed {
  readonly report: RailReport;
  readonly origins: readonly string[];
}

/**
 * Takes a callback of the rail: believed by its signature, judged by the payment it was sent to. It comes only once, so it is
 * answered with 200 only when the payment has it.
 *
 * @throws Problem or TemporalUnavailable
 */
export function createRailIntake(deps: RailIntakeDeps) {
  const { temporal, rail, metrics, log } = deps;
  const owe = createOwing(deps);
  /** A callback can be replayed by whoever once saw it: late news is told once. */
  const toldLate = new LRUCache<string, true>({ max: 10_000 });

  return async function takeCallback(
    linkId: string,
    rawBody: Buffer,
    headers: IncomingHttpHeaders,
    mayAsk: () => void,
  ): Promise<void> {
    const refuse = (verdict: RailVerdict, problem: Problem): never => {
      metrics.rail(verdict);
      log.warn({ linkId, verdict }, 'a callback of the rail was refused');
      throw problem;
    };
    const unknown = () => refuse('unknownLink', new Problem('LinkUnknown', 'No payment link has this address.'));

    const callback = readCallback(rawBody, headers);
    if (callback === undefined) {
      return refuse(
        'unreadable',
        new Problem('CallbackUnreadable', 'This is not a callback as the rail documents it.'),
      );
    }
    // The keys at hand come first: the usual callback then costs one call of Temporal.
    const known = rail.keys.fitting(callback);
    if (known.length === 0) mayAsk();
    const all = known.length > 0 && rail.keys.isComplete();
    const origins = all ? known : await fetchKey(linkId, callback, { refuse, unknown });
    const verdict = await deliver(linkId, callback, origins);
    if (verdict === 'unknownLink') return unknown();
    metrics.rail(verdict);
    if (verdict === 'doubtful') {
      log.warn({ linkId, verdict }, 'a callback of the rail may be of another payment: the rail is asked');
    } else log.info({ linkId, verdict }, 'a callback of the rail was taken');
  };

  async function fetchKey(
    linkId: string,
    callback: RailCallback,
    no: { refuse: (verdict: RailVerdict, problem: Problem) => never; unknown: () => never },
  ): Promise<readonly string[]> {
    const payment = await temporal.readPayment(linkId);
    if (payment === undefined) return no.unknown();
    const verdict = await rail.keys.originsOf(callback, () => accessOf(linkId, payment));
    if (verdict.fits !== undefined) return verdict.fits;
    if (verdict.because === 'misfit') {
      return no.refuse('badSignature', new Problem('CallbackSignature', "The signature fits no bank's key."));
    }
    // The callback does not come again, so what it would have said is asked for.
    await temporal.signalPayment(linkId, { signal: 'pollWanted' }).catch(() => undefined);
    return no.refuse(
      'keyOutOfReach',
      new Problem('RailKeyUnavailable', "The bank's key can't be had now. Send it again."),
    );
  }

  async function accessOf(linkId: string, { sellerId, merchantId }: PaymentView): Promise<RailAccess> {
    if (sellerId === undefined || merchantId === undefined)
      throw new Error('The payment does not say whose it is yet.');
    return rail.access(sellerId, merchantId, `${linkId}.key`);
  }

  async function deliver(linkId: string, callback: RailCallback, origins: readonly string[]): Promise<RailVerdict> {
    const isDoubted = 'doubted' in callback;
    const report = isDoubted ? callback.doubted : callback.report;
    // A word about another order is that order's: delivered here, it must not send this link's payment to review.
    if (report?.orderId !== linkId) {
      if ((await temporal.readPayment(linkId)) === undefined) return 'unknownLink';
      return report === undefined ? 'refunded' : 'otherOrder';
    }
    const late = isDoubted ? await ask(linkId, origins) : await tell(linkId, report, origins);
    if (late.length === 0) return isDoubted ? 'doubtful' : 'taken';
    const payment = await temporal.readPayment(linkId);
    return payment === undefined ? 'unknownLink' : deliverLate(linkId, payment, { report, origins: late }, isDoubted);
  }

  /** Which of a bank's hosts a payment was made at only the payment knows: it counts the word of the others and nothing more. */
  async function tell(linkId: string, report: RailReport, origins: readonly string[]): Promise<readonly string[]> {
    const late: string[] = [];
    for (const origin of origins) {
      const signal = { signal: 'railReported', argument: { origin, report } } as const;
      if ((await temporal.signalPayment(linkId, signal)) !== 'taken') late.push(origin);
    }
    return late;
  }

  /** The rail knows what became of the payment, whoever's word this was. */
  async function ask(linkId: string, origins: readonly string[]): Promise<readonly string[]> {
    return (await temporal.signalPayment(linkId, { signal: 'pollWanted' })) === 'taken' ? [] : origins;
  }

  async function deliverLate(
    linkId: string,
    payment: PaymentView,
    { report, origins }: Signed,
    isDoubted: boolean,
  ): Promise<RailVerdict> {
    const { paymentId, status, amount } = report;
    const words = [linkId, paymentId, status, amount.minor, amount.currency, ...(isDoubted ? ['doubted'] : [])];
    const fact = words.join(' ');
    const at = deps.now().toISOString();
    if (toldLate.has(fact)) return 'lateReplay';
    const result = await temporal.resultOf(linkId);
    const [notice] = origins.flatMap((origin) => lateNews(linkId, result, { report, origin }, at) ?? []);
    if (notice === undefined) return 'lateReplay';
    if (isDoubted) {
      log.error({ linkId, paymentId, status }, 'a late callback may be of another payment: ask the bank of this one');
      toldLate.set(fact, true);
      return 'lateDoubtful';
    }
    const word = { paymentId, status, amount };
    if (!(await owe(payment, { notice, why: 'Transient', since: at, late: true, word }))) {
      log.error(
        { linkId, outcome: notice.outcome },
        'late news of a payment, and nobody is left to tell: tell the seller',
      );
    }
    toldLate.set(fact, true);
    return 'lateNews';
  }
}
