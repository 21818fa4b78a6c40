import express, { type Router } from 'express';
import { z } from 'zod';
import { ControlError } from '../control/server';
import type { Callbacks } from './callbacks';
import type { Merchants } from './merchants';
import { type RailSettings, settingsSchema } from './options';
import { RAIL_STATUSES } from './payment';
import type { Payments } from './payments';
import type { SigningKey } from './signing';
import type { RailTokens } from './tokens';

export interface RailControlDeps {
  readonly payments: Payments;
  readonly callbacks: Callbacks;
  readonly merchants: Merchants;
  readonly tokens: RailTokens;
  readonly key: SigningKey;
  readonly settings: () => RailSettings;
  readonly configure: (change: Partial<RailSettings>) => void;
}

const statusChange = z.strictObject({ status: z.enum([...RAIL_STATUSES, 'REFUNDED']) });
const lifetime = z.strictObject({ lifetimeSeconds: z.number().positive() });
const merchant = z.strictObject({
  name: z.string(),
  bankId: z.string(),
  secretKey: z.string().min(1),
  terminals: z.array(
    z.strictObject({
      terminalId: z.string().min(1),
      kind: z.enum(['ecomm', 'rtp']),
      lifetimeSeconds: z.number().positive(),
    }),
  ),
});

/** The rail's own control routes, beside the shared ones. */
export function createRailControl(deps: RailControlDeps): Router {
  const { payments, callbacks, merchants, tokens, key } = deps;
  const router = express.Router();
  router.get('/payments', (_request, response) => void response.json(payments.list()));
  router.post('/payments/:paymentId', (request, response) => {
    const payment = payments.find(request.params.paymentId);
    if (payment === undefined) throw new ControlError(404, 'No payment has this id.');
    const { status } = statusChange.parse(request.body);
    if (status === 'REFUNDED') callbacks.send(payment, true);
    else payments.become(payment, status);
    response.json(payment);
  });
  router.get('/settings', (_request, response) => void response.json(deps.settings()));
  router.patch('/settings', (request, response) => {
    deps.configure(settingsSchema.parse(request.body) as Partial<RailSettings>);
    response.json(deps.settings());
  });
  router.put('/terminals/:terminalId', (request, response) => {
    const known = merchants.setLifetime(request.params.terminalId, lifetime.parse(request.body).lifetimeSeconds);
    if (!known) throw new ControlError(404, 'No merchant has this terminal.');
    response.status(204).end();
  });
  router.put('/merchants/:merchantId', (request, response) => {
    merchants.put({ merchantId: request.params.merchantId, ...merchant.parse(request.body) });
    response.status(204).end();
  });
  router.post('/keys/rotate', (_request, response) => {
    key.rotate();
    response.json({ publicKey: key.publicKey });
  });
  router.post('/tokens/revoke', (_request, response) => {
    tokens.revokeAll();
    response.status(204).end();
  });
  return router;
}
