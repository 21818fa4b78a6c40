import { Router } from 'express';
import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import type { AppDeps } from '../deps';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, parseJson, rawBody } from '../http/raw-body';
import type { Refusals } from '../http/refusals';
import { closureBody, settleBody } from '../operators/bodies';
import { createOperatorGate } from '../operators/gate';
import { OperationRefused } from '../ports/operations';
import type { SettleWord } from '../ports/operations';

const LIMIT = 16 * 1024;
const LINK_ID = /^[a-z2-7]{26}$/;

/** What operators decide about money. Who decides is filled in here: a workflow can't see who calls. */
export function createOperatorRoutes({ operations, codec, log, now }: AppDeps, refusals: Refusals): Router {
  const gate = createOperatorGate(codec.access, now);
  const router = Router();
  const known: RequestHandler = async (request, response, next) => {
    refusals.check(request);
    response.locals['operator'] = await gate(request);
    next();
  };

  router
    .route('/ops/payments/:linkId/settle')
    .post(known, rawBody(LIMIT), async (request, response) => {
      const { linkId } = request.params;
      const operator = String(response.locals['operator']);
      const word = bodyOf(request, settleBody) as SettleWord;
      const settled = LINK_ID.test(linkId) ? await operations.settle(linkId, word, operator).catch(refused) : undefined;
      if (settled === undefined) throw new Problem('LinkUnknown', 'No payment link has this id, or none any more.');
      const { state, proposal } = settled;
      const done =
        proposal === undefined ? 'an operator settled a payment' : 'an operator proposed to settle a payment';
      log.info({ operator, linkId, outcome: word.outcome, state }, done);
      response.json(settled);
    })
    .all(onlyMethods('POST'));

  for (const action of ['close', 'open'] as const) {
    router
      .route(`/ops/${action}`)
      .post(known, rawBody(LIMIT), async (request, response) => {
        const operator = String(response.locals['operator']);
        const what = bodyOf(request, closureBody);
        const closures = await operations.setClosure(action, { ...what, operator }).catch(refused);
        log.warn({ operator, action, kind: what.kind, id: what.id }, 'an operator changed what is closed');
        response.json({ closures });
      })
      .all(onlyMethods('POST'));
  }
  return router;
}

function bodyOf<T>(request: Request, shape: z.ZodType<T>): T {
  const read = shape.safeParse(parseJson(bytesOf(request))?.value);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw new Problem('BadRequest', `Send application/json. ${fields.join('; ')}.`);
}

function refused(error: unknown): never {
  if (error instanceof OperationRefused) throw new Problem('OperationRefused', error.message);
  throw error;
}
