import express, { type Request, type Router } from 'express';
import type { Reply, Serve } from '../control/serve';
import { checkoutPage } from './checkout-page';
import type { Merchants } from './merchants';
import { isFinalStatus, type SimPayment } from './payment';
import type { Payments } from './payments';

export interface CheckoutDeps {
  readonly serve: Serve;
  readonly payments: Payments;
  readonly merchants: Merchants;
}

const idOf = (request: Request): string => String(request.params['paymentId']);

/** Where the merchant wants the payer to go once it is over. */
function backOf({ status, successUrl, failUrl }: SimPayment): string | undefined {
  if (!isFinalStatus(status)) return undefined;
  return status === 'SUCCESS' ? successUrl : failUrl;
}

/** The pages behind `checkoutPage` URLs, under `/checkout`. */
export function createCheckoutRouter({ serve, payments, merchants }: CheckoutDeps): Router {
  const router = express.Router();
  const page = (payment: SimPayment | undefined): Reply =>
    payment?.checkoutPage === undefined
      ? { status: 404, body: '<!doctype html><title>404</title><p>No such payment.</p>' }
      : { status: 200, body: checkoutPage(payment, merchants.find(payment.merchantId)?.name ?? payment.merchantId) };
  router.get(
    '/:paymentId',
    serve('checkout', (request) => page(payments.find(idOf(request))), idOf),
  );
  for (const decision of ['pay', 'decline'] as const) {
    router.post(
      `/:paymentId/${decision}`,
      serve(
        'checkout',
        (request) => {
          const payment = payments.find(idOf(request));
          if (payment?.checkoutPage === undefined) return page(payment);
          payments.decide(payment, decision);
          return { status: 303, headers: { Location: backOf(payment) ?? `/checkout/${payment.paymentId}` } };
        },
        idOf,
      ),
    );
  }
  return router;
}
