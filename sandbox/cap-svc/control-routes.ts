import express, { type Router } from 'express';
import { z } from 'zod';
import { ControlError } from '../control/server';
import type { AuditTrail } from './audit';
import type { TokenBroker } from './broker';
import { bankRecord, merchantRecord, phone, sellerRecord } from './contract';
import type { Directory } from './directory';
import type { Ledger } from './ledger';
import type { Vault } from './vault';

export interface CapControlDeps {
  readonly directory: Directory;
  readonly vault: Vault;
  readonly broker: TokenBroker;
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
  readonly configure: (change: { renewBeforeMs: number }) => void;
}

const secret = z.object({ secretKey: z.string().min(1).optional() });

/** cap-svc's own control routes. A PUT changes what it names and keeps the rest of what is there. */
export function createCapControl(deps: CapControlDeps): Router {
  const { directory, vault, broker, ledger, audit } = deps;
  const router = express.Router();
  router.get('/sellers', (_request, response) => void response.json(directory.sellers()));
  router.get(
    '/sellers/:phone',
    (request, response) => void response.json(found(directory.seller(request.params.phone))),
  );
  router.put('/sellers/:phone', (request, response) => {
    const key = phone.parse(request.params.phone);
    const before = directory.seller(key) ?? {
      posUserId: `pos-${directory.sellers().length + 1_000}`,
      status: 'ACTIVE',
      locale: 'ro',
    };
    const seller = sellerRecord.parse({ ...before, ...(request.body as object) });
    const unknown = seller.merchantIds.find((merchantId) => directory.merchant(merchantId) === undefined);
    if (unknown !== undefined)
      throw new ControlError(400, `No merchant ${unknown}: PUT /__control/merchants/${unknown} first.`);
    directory.putSeller(key, seller);
    response.json(seller);
  });
  router.delete('/sellers/:phone', (request, response) => {
    if (!directory.removeSeller(request.params.phone)) throw new ControlError(404, 'Not registered.');
    response.status(204).end();
  });
  router.get(
    '/merchants/:merchantId',
    (request, response) => void response.json(found(directory.merchant(request.params.merchantId))),
  );
  router.put('/merchants/:merchantId', (request, response) => {
    const { merchantId } = request.params;
    const { secretKey, ...change } = secret.loose().parse(request.body);
    const merchant = merchantRecord.parse({ ...directory.merchant(merchantId), ...change });
    directory.bank(merchant.bankId);
    directory.putMerchant(merchantId, merchant);
    if (secretKey !== undefined) vault.put(merchantId, secretKey);
    broker.forget(merchantId);
    response.json(merchant);
  });
  router.delete('/merchants/:merchantId', (request, response) => {
    if (!directory.removeMerchant(request.params.merchantId)) throw new ControlError(404, 'Not registered.');
    response.status(204).end();
  });
  router.put('/banks/:bankId', (request, response) => {
    directory.putBank(bankRecord.parse({ ...(request.body as object), id: request.params.bankId }));
    broker.forget();
    response.status(204).end();
  });
  router.patch('/settings', (request, response) => {
    deps.configure(z.strictObject({ renewBeforeMs: z.int().min(0) }).parse(request.body));
    response.status(204).end();
  });
  router.get('/payments', (_request, response) => void response.json(ledger.list()));
  router.get('/audit', (_request, response) => void response.json(audit.list()));
  return router;
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ControlError(404, 'Not registered.');
  return value;
}
