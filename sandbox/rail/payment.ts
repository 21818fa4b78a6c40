import { toDecimal } from './decimals';

export const RAIL_STATUSES = ['CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'] as const;
export type SimStatus = (typeof RAIL_STATUSES)[number];

export const isFinalStatus = (status: SimStatus): boolean => status !== 'CREATED' && status !== 'PENDING';

/** A payment as the simulated rail keeps it. */
export interface SimPayment {
  readonly paymentId: string;
  readonly kind: 'link' | 'rtp';
  readonly merchantId: string;
  readonly terminalId: string;
  readonly orderId: string;
  /** Minor units; the wire has a decimal number. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string;
  readonly language: 'ro' | 'ru' | 'en';
  readonly callbackUrl?: string;
  readonly successUrl?: string;
  readonly failUrl?: string;
  readonly clientName?: string;
  readonly clientPhone?: string;
  readonly checkoutPage?: string;
  /** Epoch ms of the simulator's clock. */
  readonly createdAt: number;
  readonly expiresAt: number;
  status: SimStatus;
  /** When the status last changed, epoch ms. */
  changedAt: number;
  swiftMessageId?: string;
  swiftPayerBank?: string;
}

const chisinau = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Chisinau',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The rail writes Chisinau's wall clock with no offset: 2026-10-05T22:13:42. */
const railDate = (epochMs: number): string => chisinau.format(epochMs).replace(' ', 'T');

/** The rail's flat view: the answer of GET and the `result` of a callback; absent values are left out. */
export function paymentView(payment: SimPayment): Record<string, string | number> {
  return {
    terminalId: payment.terminalId,
    orderId: payment.orderId,
    paymentId: payment.paymentId,
    status: payment.status,
    amount: toDecimal(payment.amountMinor, payment.currency),
    currency: payment.currency,
    paymentType: payment.kind === 'rtp' ? 'rtp' : 'qr',
    paymentDate: railDate(payment.changedAt),
    ...(payment.swiftMessageId === undefined ? {} : { swiftMessageId: payment.swiftMessageId }),
    ...(payment.swiftPayerBank === undefined ? {} : { swiftPayerBank: payment.swiftPayerBank }),
  };
}
