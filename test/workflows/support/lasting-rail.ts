import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../activities';
import type { ReissueAnswer } from '../../../activities/reissue-payment';
import type { FinalStatus, RailStatus } from '../../../domain/payment';
import type { IssuedLink } from '../../../domain/settlement';
import { ORIGIN, report } from '../../support/builders';

/** What becomes of the attempt to make a payment. */
export type Fate = 'made' | 'refused' | 'answerLost' | 'workerDies';

interface Made {
  readonly paymentId: string;
  readonly expiresAt: number;
  status: RailStatus;
  /** A customer can be sent to its page. */
  readonly known: boolean;
}

/** A rail that remembers one link's payments, and whether two of them could ever be paid at once. */
export class LastingRail {
  readonly payments: Made[] = [];
  /** Payments that were made while another one was not over. */
  readonly overlaps: string[] = [];
  /** Of the next attempts, in order; then all is well. */
  readonly fates: Fate[] = [];

  constructor(private readonly now: () => Promise<number>) {}

  /** All that the link's workflow asks of the world about its payments. */
  activities(): Pick<Activities, 'issuePayment' | 'reissuePayment' | 'checkPayment' | 'watchPayment'> {
    return {
      issuePayment: async ({ linkId, amount, merchant }) => ({
        page: `https://pay.test/p/${linkId}`,
        issued: await this.make(amount, merchant.linkTtlSeconds),
      }),
      reissuePayment: async ({ amount, merchant }): Promise<ReissueAnswer> => {
        const fate = this.fates.shift() ?? 'made';
        if (fate === 'refused') return { notMade: true };
        const issued = await this.make(amount, merchant.linkTtlSeconds, fate === 'made');
        if (fate === 'workerDies') throw ApplicationFailure.nonRetryable('The worker is gone');
        return fate === 'answerLost' ? { unknown: true } : { issued };
      },
      checkPayment: async ({ issued }) => report(await this.statusOf(issued.paymentId), issued),
      watchPayment: async ({ issued, timings, for: wanted }) => {
        const status = await this.statusOf(issued.paymentId);
        if (status === 'SUCCESS' || (wanted === 'final' && isOver(status))) return report(status, issued);
        if ((await this.now()) > Date.parse(issued.expiresAt) + timings.linger) return undefined;
        throw ApplicationFailure.create({
          message: 'No news',
          type: 'NotFinalYet',
          category: 'BENIGN',
          nextRetryDelay: wanted === 'final' ? timings.poll : timings.lingerPoll,
        });
      },
    };
  }

  async statusOf(paymentId: string): Promise<RailStatus> {
    const payment = this.find(paymentId);
    return current(payment, await this.now());
  }

  /** The customer's bank acts on it. Undefined: it can't any more. */
  async move(paymentId: string, status: 'PENDING' | 'SUCCESS' | 'FAILED'): Promise<void> {
    const payment = this.find(paymentId);
    if (!isOver(current(payment, await this.now()))) payment.status = status;
  }

  /** What was taken for over was paid after all. */
  payLate(paymentId: string): void {
    this.find(paymentId).status = 'SUCCESS';
  }

  /** Nobody waits for ever: what is under way ends. */
  async finish(status: FinalStatus): Promise<void> {
    const now = await this.now();
    for (const payment of this.payments) if (current(payment, now) === 'PENDING') payment.status = status;
  }

  paid(): number {
    return this.payments.filter(({ status }) => status === 'SUCCESS').length;
  }

  private async make(amount: IssuedLink['amount'], ttlSeconds: number, known = true): Promise<IssuedLink> {
    const now = await this.now();
    const paymentId = `payment-${String(this.payments.length + 1)}`;
    if (this.payments.some((payment) => !isOver(current(payment, now)))) this.overlaps.push(paymentId);
    const expiresAt = now + ttlSeconds * 1_000;
    this.payments.push({ paymentId, expiresAt, status: 'CREATED', known });
    return {
      paymentId,
      checkoutPage: `${ORIGIN}/checkout/${paymentId}`,
      origin: ORIGIN,
      amount,
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  private find(paymentId: string): Made {
    const payment = this.payments.find((one) => one.paymentId === paymentId);
    if (payment === undefined) throw new Error(`The rail knows no ${paymentId}`);
    return payment;
  }
}

const isOver = (status: RailStatus): boolean => status !== 'CREATED' && status !== 'PENDING';
const current = ({ status, expiresAt }: Made, now: number): RailStatus =>
  status === 'CREATED' && now >= expiresAt ? 'EXPIRED' : status;
