import { leanFetch } from '../lean-fetch';
import type { Fetch } from '../lean-fetch';
import { RailFailure, type PaymentOrder, type Rail, type RailAccess } from '../rail';
import { madeLink, madeRequest, payment, publicKeyAnswer } from './answers';
import { callRail } from './http';
import { orderBody, pageBody, toRailText } from './order';

const BASE = '/ecomm/api/v1';

export interface MiaposRailOptions {
  /** For one call, connection and body included; default 30 s, as the vendor advises. */
  readonly timeoutMs?: number;
  /** ISO 4217 codes that the bank's scheme settles; default MDL, as miaPOS does. */
  readonly currencies?: readonly string[];
  /** Default: the lean one. */
  readonly fetch?: Fetch;
}

/** miaPOS e-commerce over HTTP. Keeps nothing. Cancel and refund are not part of its protocol. */
export function createMiaposRail({ timeoutMs = 30_000, currencies = ['MDL'], ...rest }: MiaposRailOptions = {}): Rail {
  const options = { timeoutMs, fetch: rest.fetch ?? leanFetch };
  const capabilities = { link: true, rtp: true, cancel: false, refund: false, currencies };

  /** The rail takes any currency and then lets the payment fail: better refused before it exists. */
  function check({ amount: { currency, minor } }: PaymentOrder): void {
    if (!capabilities.currencies.includes(currency)) throw refused(`settles no ${currency}`);
    if (!Number.isSafeInteger(minor) || minor <= 0) throw refused('takes positive amounts only');
  }

  return {
    capabilities,

    async issueLink(access, order) {
      check(order);
      const body = { ...orderBody(access.terminalId, order), ...pageBody(order) };
      const call = { operation: 'the making of a link', path: `${BASE}/pay`, body, once: order.once === true };
      const made = await callRail(options, access, call, madeLink);
      return { paymentId: ours(made, order.orderId).paymentId, checkoutPage: made.checkoutPage };
    },

    async requestToPay(access, order) {
      check(order);
      if (access.rtpTerminalId === undefined) throw refused('has no request-to-pay terminal for this merchant');
      const body = {
        ...orderBody(access.rtpTerminalId, order),
        clientName: toRailText(order.payerName, order.orderId),
        // The rail writes phones without the plus.
        clientPhone: order.payerPhone.replace(/^\+/, ''),
      };
      const call = { operation: 'a request to pay', path: `${BASE}/request-to-pay/direct`, body, once: true };
      return { paymentId: ours(await callRail(options, access, call, madeRequest), order.orderId).paymentId };
    },

    async readPayment(access, paymentId) {
      const path = `${BASE}/payment/${toPathPart(paymentId)}`;
      const read = await callRail(options, access, { operation: 'a look at a payment', path }, payment);
      if (read.paymentId !== paymentId) throw new RailFailure('NoAnswer', 'The rail answered about another payment.');
      return read;
    },

    async readPublicKey(access: RailAccess) {
      const call = { operation: 'a look at its key', path: `${BASE}/public-key` };
      return (await callRail(options, access, call, publicKeyAnswer)).publicKey;
    },
  };
}

function refused(why: string): RailFailure {
  return new RailFailure('Refused', `The rail ${why}; nothing was sent to it.`);
}

/** A URL drops `.` and `..` even where they are encoded. */
function toPathPart(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw refused('knows no payment by such an id');
  return encodeURIComponent(id);
}

function ours<T extends { readonly orderId: string }>(made: T, orderId: string): T {
  if (made.orderId === orderId) return made;
  throw new RailFailure('NoAnswer', 'The rail answered about another order.');
}
