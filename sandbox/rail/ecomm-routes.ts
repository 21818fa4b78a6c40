import type { Request, Router } from 'express';
import express from 'express';
import type { Reply, Serve } from '../control/serve';
import type { SeedTerminal } from '../seed';
import { minorOf, payRequest, refreshRequest, rtpPayer, rtpRequest, tokenRequest } from './ecomm-schema';
import { paymentView } from './payment';
import type { Payments } from './payments';
import type { Merchants } from './merchants';
import { Refused, Unauthorized } from './refusal';
import type { SigningKey } from './signing';
import type { RailTokens } from './tokens';

export interface EcommDeps {
  readonly serve: Serve;
  readonly merchants: Merchants;
  readonly tokens: RailTokens;
  readonly payments: Payments;
  readonly key: SigningKey;
  /** Base of the checkout pages. */
  readonly baseUrl: (request: Request) => string;
}

/** The rail's e-commerce protocol, under `/ecomm/api/v1`. */
export function createEcommRouter(deps: EcommDeps): Router {
  const { serve, tokens, merchants, payments, key } = deps;
  const router = express.Router();
  router.post(
    '/token',
    serve('token', (request) => {
      const { merchantId, secretKey } = tokenRequest.parse(request.body);
      if (merchants.find(merchantId)?.secretKey !== secretKey) throw new Refused('Merchant or secret key is wrong');
      return ok(tokens.issue(merchantId));
    }),
  );
  router.post(
    '/token/refresh',
    serve('refreshToken', (request) => {
      const merchantId = tokens.merchantOf(refreshRequest.parse(request.body).refreshToken, 'refresh');
      if (merchantId === undefined) throw new Refused('Refresh token is wrong or expired');
      return ok(tokens.issue(merchantId));
    }),
  );
  router.post(
    '/pay',
    serve('pay', (request) => pay(deps, request)),
  );
  router.post(
    '/request-to-pay/direct',
    serve('requestToPay', (request) => requestToPay(deps, request), payerOf),
  );
  router.get(
    '/payment/:paymentId',
    serve(
      'readPayment',
      (request) => {
        const merchantId = authorised(deps, request);
        const payment = payments.find(String(request.params['paymentId']));
        if (payment?.merchantId !== merchantId) throw new Refused('Payment not found');
        const page = payment.checkoutPage === undefined ? {} : { checkoutPage: payment.checkoutPage };
        return ok({ ...paymentView(payment), ...page });
      },
      (request) => String(request.params['paymentId']),
    ),
  );
  router.get(
    '/public-key',
    serve('publicKey', (request) => {
      authorised(deps, request);
      return ok({ publicKey: key.publicKey });
    }),
  );
  return router;
}

function pay(deps: EcommDeps, request: Request): Reply {
  const merchantId = authorised(deps, request);
  const { amount, payDescription, ...order } = payRequest.parse(request.body);
  const terminal = terminalOf(deps, merchantId, order.terminalId, 'ecomm');
  const payment = deps.payments.create(
    {
      kind: 'link',
      merchantId,
      terminalId: terminal.terminalId,
      orderId: order.orderId,
      amountMinor: minorOf(amount, order.currency),
      currency: order.currency,
      description: payDescription,
      language: order.language ?? 'ro',
      ...(order.callbackUrl === undefined ? {} : { callbackUrl: order.callbackUrl }),
      ...(order.successUrl === undefined ? {} : { successUrl: order.successUrl }),
      ...(order.failUrl === undefined ? {} : { failUrl: order.failUrl }),
      ...(order.clientName === undefined ? {} : { clientName: order.clientName }),
    },
    terminal.lifetimeSeconds,
    (paymentId) => `${deps.baseUrl(request)}/checkout/${paymentId}`,
  );
  return ok({ orderId: payment.orderId, paymentId: payment.paymentId, checkoutPage: payment.checkoutPage });
}

function requestToPay(deps: EcommDeps, request: Request): Reply {
  const merchantId = authorised(deps, request);
  const { amount, payDescription, ...order } = rtpRequest.parse(request.body);
  const terminal = terminalOf(deps, merchantId, order.terminalId, 'rtp');
  const payment = deps.payments.create(
    {
      kind: 'rtp',
      merchantId,
      terminalId: terminal.terminalId,
      orderId: order.orderId,
      amountMinor: minorOf(amount, order.currency),
      currency: order.currency,
      description: payDescription,
      language: 'ro',
      clientName: order.clientName,
      clientPhone: order.clientPhone,
      ...(order.callbackUrl === undefined ? {} : { callbackUrl: order.callbackUrl }),
    },
    terminal.lifetimeSeconds,
  );
  return ok({ orderId: payment.orderId, paymentId: payment.paymentId });
}

function authorised({ tokens }: EcommDeps, request: Request): string {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  const merchantId = scheme === 'Bearer' && token !== undefined ? tokens.merchantOf(token, 'access') : undefined;
  if (merchantId === undefined) throw new Unauthorized();
  return merchantId;
}

function terminalOf(
  { merchants }: EcommDeps,
  merchantId: string,
  terminalId: string,
  kind: SeedTerminal['kind'],
): SeedTerminal {
  const terminal = merchants.terminal(merchantId, terminalId);
  if (terminal?.kind !== kind) throw new Refused(`Terminal is not an ${kind} terminal of this merchant`);
  return terminal;
}

const ok = (body: unknown): Reply => ({ status: 200, body });

const payerOf = (request: Request): string | undefined => {
  const body = rtpPayer.safeParse(request.body);
  return body.success ? body.data.clientPhone : undefined;
};
