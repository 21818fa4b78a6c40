import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Reply, Serve } from '../control/serve';
import type { AuditLine, AuditTrail } from './audit';
import type { TokenBroker } from './broker';
import { paymentRecord, resolveRequest, tokenRequest } from './contract';
import type { Directory } from './directory';
import { CapError, errorReply } from './errors';
import type { Ledger } from './ledger';
import { sellerView } from './seller-view';

export interface Rev2Deps {
  readonly serve: Serve;
  readonly serviceToken: string;
  readonly directory: Directory;
  readonly broker: TokenBroker;
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
}

/** What a handler adds to the audit line as it learns it. */
type Noted = Pick<AuditLine, 'posUserId' | 'merchantId' | 'paymentId'>;
type Handler = (request: Request, note: (facts: Noted) => void) => Reply | Promise<Reply>;

const paymentIdOf = (request: Request): string => z.string().max(64).parse(request.params['paymentId']);

/** The contract's three operations, under `/rev2`. */
export function createRev2Router(deps: Rev2Deps): Router {
  const { serve, directory, broker, ledger } = deps;
  const router = express.Router();
  router.post(
    '/sellers/resolve',
    serve(
      'resolveSeller',
      guarded('resolveSeller', deps, (request, note) => {
        const seller = directory.seller(resolveRequest.parse(request.body).phone);
        if (seller === undefined) throw new CapError('SELLER_UNKNOWN', 'No partner bank knows this phone.');
        note({ posUserId: seller.posUserId });
        const view = sellerView(seller, directory);
        if (view.merchants.length === 0) throw new CapError('SELLER_UNKNOWN', 'No merchant is left for this phone.');
        return { status: 200, body: view };
      }),
      phoneOf,
    ),
  );
  router.post(
    '/ecomm-tokens',
    serve(
      'issueEcommToken',
      guarded('issueEcommToken', deps, async (request, note) => {
        const asked = tokenRequest.parse(request.body);
        note(asked);
        const { merchant, bank } = entitled(directory, asked);
        const token = await broker.tokenOf(asked.merchantId, bank.ecommBaseUrl);
        const { terminalId, rtpTerminalId } = merchant;
        return { status: 200, body: { ...token, ecommBaseUrl: bank.ecommBaseUrl, terminalId, rtpTerminalId } };
      }),
    ),
  );
  router.put(
    '/payments/:paymentId',
    serve(
      'recordPayment',
      guarded('recordPayment', deps, (request, note) => {
        const paymentId = paymentIdOf(request);
        const payment = paymentRecord.parse(request.body);
        note({ paymentId, posUserId: payment.posUserId, merchantId: payment.merchantId });
        return { status: ledger.record(paymentId, payment) };
      }),
      (request) => String(request.params['paymentId']),
    ),
  );
  return router;
}

/** Service token first, then the request id, then the call; all of it ends in the audit trail. */
function guarded(operation: string, { serviceToken, audit }: Rev2Deps, handler: Handler) {
  return async (request: Request): Promise<Reply> => {
    const requestId = request.get('x-request-id') ?? '';
    let noted: Noted = {};
    const finish = (reply: Reply, outcome: string): Reply => {
      audit.add({ requestId, operation, outcome, ...noted });
      return reply;
    };
    try {
      if (request.get('authorization') !== `Bearer ${serviceToken}`) {
        throw new CapError('UNAUTHORIZED', 'The service token is missing or wrong.');
      }
      if (requestId.length < 1 || requestId.length > 128) {
        throw new CapError('BAD_REQUEST', 'X-Request-Id of 1-128 characters is required.');
      }
      return finish(await handler(request, (facts) => void (noted = facts)), 'OK');
    } catch (error) {
      const reply = errorReply(error);
      return finish(reply, (reply.body as { code: string }).code);
    }
  };
}

function entitled(directory: Directory, { posUserId, merchantId }: z.infer<typeof tokenRequest>) {
  const seller = directory.sellerById(posUserId);
  if (seller === undefined) throw new CapError('SELLER_UNKNOWN', 'No seller has this posUserId.');
  const merchant = directory.merchant(merchantId);
  if (merchant === undefined) throw new CapError('MERCHANT_UNKNOWN', 'No merchant has this merchantId.');
  if (seller.status === 'BLOCKED') throw new CapError('SELLER_BLOCKED', 'The seller is blocked.');
  if (!seller.merchantIds.includes(merchantId)) {
    throw new CapError('MERCHANT_FORBIDDEN', 'The seller does not belong to this merchant.');
  }
  return { merchant, bank: directory.bank(merchant.bankId) };
}

const phoneOf = (request: Request): string | undefined => {
  const body = resolveRequest.safeParse(request.body);
  return body.success ? body.data.phone : undefined;
};
