import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { Activities } from '../../activities';
import type { InboundMessage } from '../../domain/inbound';
import type { Line } from '../../domain/line';
import type { FinalStatus, RailReport, RailStatus } from '../../domain/payment';
import type { Merchant, Seller } from '../../domain/seller';
import type { PaymentLinkInput } from '../../workflows/payment-link.contract';
import { sent } from './workflow-stage';

export const LINK_ID = 'abcdefghijklmnopqrstuvwx23';
export const ORIGIN = 'https://ecomm.bank.test';

export const line: Line = {
  id: 'md',
  channel: 'whatsapp',
  address: '100000000000001',
  wabaId: '100000000000002',
  displayNumber: '+37369002773',
  country: 'MD',
  defaultLocale: 'ro',
  timeZone: 'Europe/Chisinau',
};

export const merchant: Merchant = {
  merchantId: 'cafea-centru',
  name: 'Cafea Centru',
  bank: { id: 'codru-bank', name: 'Codru Bank', country: 'MD' },
  currency: 'MDL',
  capabilities: { link: true, rtp: false },
  limits: { min: '1.00', max: '100000.00' },
  linkTtlSeconds: 300,
};

export const seller: Seller = {
  posUserId: 'pos-0001',
  status: 'ACTIVE',
  locale: 'ro',
  displayName: 'Ana',
  merchants: [merchant],
};

/** The same, whose merchants take requests to pay. */
export const rtpSeller: Seller = {
  ...seller,
  merchants: seller.merchants.map((one) => ({ ...one, capabilities: { link: true, rtp: true } })),
};

/** A text of the seller's, `ageMs` old. */
export const message = (text: string, now: number, ageMs = 0): InboundMessage => ({
  channel: 'whatsapp',
  lineId: line.id,
  sender: { phone: '37369000001' },
  messageId: `wamid.${text}.${String(now - ageMs)}`,
  sentAt: new Date(now - ageMs).toISOString(),
  forwarded: false,
  content: { kind: 'text', text },
});

export const paymentInput = (text: string, now: number, changes: Partial<PaymentLinkInput> = {}): PaymentLinkInput => ({
  linkId: LINK_ID,
  line,
  conversationId: 'conversation/md/ana',
  message: message(text, now),
  timings: DEFAULT_TIMINGS,
  ...changes,
});

export const report = (status: RailStatus, changes: Partial<RailReport> = {}): RailReport => ({
  paymentId: 'payment-1',
  orderId: LINK_ID,
  status,
  amount: { minor: 10_000, currency: 'MDL' },
  ...changes,
});

/** A world in which everything goes well and the rail has nothing to say yet. `now`: the server's clock in ms. */
export const goodWorld = (now: () => number): Activities => ({
  openCommand: (input) =>
    Promise.resolve({
      found: 'seller',
      seller,
      text: input.message.content.kind === 'text' ? input.message.content.text : '',
      confirmed: false,
      asLink: false,
      debts: 0,
    }),
  resolveSeller: () => Promise.resolve({ known: true, seller }),
  issuePayment: ({ amount, merchant: at, linkId, withPage }) =>
    Promise.resolve({
      ...(withPage && { page: `https://pay.test/p/${linkId}` }),
      issued: {
        paymentId: 'payment-1',
        checkoutPage: `${ORIGIN}/checkout/payment-1`,
        origin: ORIGIN,
        amount,
        issuedAt: new Date(now()).toISOString(),
        expiresAt: new Date(now() + at.linkTtlSeconds * 1_000).toISOString(),
      },
    }),
  reissuePayment: ({ amount, merchant: at, nth }) =>
    Promise.resolve({
      issued: {
        paymentId: `payment-${String(nth)}`,
        checkoutPage: `${ORIGIN}/checkout/payment-${String(nth)}`,
        origin: ORIGIN,
        amount,
        issuedAt: new Date(now()).toISOString(),
        expiresAt: new Date(now() + at.linkTtlSeconds * 1_000).toISOString(),
      },
    }),
  reservePayer: ({ given }) =>
    Promise.resolve({
      payer: { phone: given.phone ?? '', name: given.name ?? 'Client', masked: '+373 ***456' },
      known: true,
      payerId: 'payer/somebody',
      origin: ORIGIN,
    }),
  requestToPay: ({ amount, merchant: at }) =>
    Promise.resolve({
      issued: {
        paymentId: 'payment-1',
        origin: ORIGIN,
        amount,
        issuedAt: new Date(now()).toISOString(),
        expiresAt: new Date(now() + at.linkTtlSeconds * 1_000).toISOString(),
      },
    }),
  recordPayment: () => Promise.resolve('recorded'),
  checkPayment: () => Promise.resolve(report('PENDING')),
  watchPayment: () => Promise.resolve(undefined),
  sendMessage: () => Promise.resolve(sent),
  tellConversation: () => Promise.resolve(),
  countAnswer: () => Promise.resolve('answer'),
  tellLine: () => Promise.resolve(),
  readTemplates: () => Promise.resolve([]),
  listLinks: () => Promise.resolve({ say: 'list', count: 0, links: [] }),
  dayTotals: () => Promise.resolve({ say: 'today', totals: [] }),
  cancelLink: () => Promise.resolve({ say: 'cancelWhat' }),
});

export const finalReport = (status: FinalStatus) => ({ origin: ORIGIN, report: report(status) });
