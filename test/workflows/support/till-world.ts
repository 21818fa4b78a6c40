import type { CapService } from '../../../cap-svc/cap-svc';
import type { TokenBroker } from '../../../cap-svc/token-broker';
import type { FinalStatus, RailStatus } from '../../../domain/payment';
import type { Rail } from '../../../rails/rail';
import { RailFailure } from '../../../rails/rail';
import { ORIGIN, seller } from '../../support/builders';

const LIFE_MS = 300_000;

interface Made {
  readonly paymentId: string;
  readonly orderId: string;
  readonly description: string;
  readonly minor: number;
  readonly expiresAt: number;
  word?: FinalStatus;
}

/** A bank with one merchant: makes payments, which the story decides about, and lets them expire in their time. */
export class TillBank {
  readonly payments: Made[] = [];

  constructor(private readonly now: () => number) {}

  statusOf(payment: Made): RailStatus {
    return payment.word ?? (this.now() >= payment.expiresAt ? 'EXPIRED' : 'CREATED');
  }

  /** SUCCESS outranks what was said before; nothing else does. @returns whether there is news */
  decide(payment: Made, word: FinalStatus): boolean {
    const known = this.statusOf(payment);
    if (known === word || (known !== 'CREATED' && word !== 'SUCCESS')) return false;
    payment.word = word;
    return true;
  }

  readonly rail: Rail = {
    capabilities: { link: true, rtp: false, cancel: false, refund: false, currencies: ['MDL'] },
    issueLink: (_, { orderId, description, amount }) => {
      const paymentId = `p-${String(this.payments.length + 1)}-${orderId}`;
      this.payments.push({ paymentId, orderId, description, minor: amount.minor, expiresAt: this.now() + LIFE_MS });
      return Promise.resolve({ paymentId, checkoutPage: `${ORIGIN}/checkout/${paymentId}` });
    },
    requestToPay: () => Promise.reject(new RailFailure('Refused', 'no terminal')),
    readPayment: (_, paymentId) => {
      const payment = this.payments.find((one) => one.paymentId === paymentId);
      if (payment === undefined) return Promise.reject(new RailFailure('Refused', 'no such payment'));
      const { orderId, minor } = payment;
      const amount = { minor, currency: 'MDL' };
      return Promise.resolve({ paymentId, orderId, status: this.statusOf(payment), amount });
    },
    readPublicKey: () => Promise.reject(new RailFailure('Unavailable', 'nobody asks for it here')),
  };

  readonly access: TokenBroker = {
    access: () => Promise.resolve({ accessToken: 'token', origin: ORIGIN, terminalId: 'E-1' }),
    forget: () => undefined,
  };

  readonly cap: CapService = {
    resolveSeller: () => Promise.resolve({ ...seller, locale: 'en' }),
    issueToken: () => Promise.reject(new Error('the broker above gives them out')),
    recordPayment: () => Promise.resolve(),
  };
}
