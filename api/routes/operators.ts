import { Router } from 'express';
import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import type { AppDeps } from '../deps';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, parseJson, rawBody } from '../http/raw-body';
import type { Refusals } from '../http/refusals';
import { closureBody, settleBody } from '../operators/bodies';
import { createOperatorGate } from '../operators/gate';
import { DecisionUnknown, OperationRefused } from '../ports/operations';
import type { SettleWord } from '../ports/operations';

const LIMIT = 16 * 1024;
const UNKNOWN =
  'Nobody knows whether it was decided: Temporal gave no answer, and may still take it. See where it stands before you send it again: npm run ops -- show <payment>, or the workflow closures.';
const LINK_ID = /^[a-z2-7]{26}$/;

/** What operators decide about money. Who decides is filled in here: a workflow can't see who calls. */
export function createOperatorRoutes({ operations, codec, log, now }: AppDeps, refusals: Refusals): Router {
  const gate = createOperatorGate(codec.access, now, log);
  const router = Router();
  /** @param what whose decision it is and about what: nobody else can say later which one was lost */
  const failed = (what: object) => (error: unknown) => {
    if (error instanceof DecisionUnknown) log.error({ ...what, why: error.why }, 'nobody knows whether it was decided');
    throw toProblem(error);
  };
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
      const about = { operator, linkId, outcome: word.outcome };
      const settled = LINK_ID.test(linkId)
        ? await operations.settle(linkId, word, operator).catch(failed(about))
        : undefined;
      if (settled === undefined) throw new Problem('LinkUnknown', 'No payment link has this id, or none any more.');
      const { state, proposal } = settled;
      const done =
        proposal === undefined ? 'an operator settled a payment' : 'an operator proposed to settle a payment';
      log.info({ ...about, state }, done);
      response.json(settled);
    })
    .all(onlyMethods('POST'));

  for (const action of ['close', 'open'] as const) {
    router
      .route(`/ops/${action}`)
      .post(known, rawBody(LIMIT), async (request, response) => {
        const operator = String(response.locals['operator']);
        const what = bodyOf(request, closureBody);
        const about = { operator, action, kind: what.kind, id: what.id };
        const closures = await operations.setClosure(action, { ...what, operator }).catch(failed(about));
        log.warn(about, 'an operator changed what is closed');
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

function toProblem(error: unknown): unknown {
  if (error instanceof OperationRefused) return new Problem('OperationRefused', error.message);
  if (error instanceof DecisionUnknown) return new Problem('DecisionUnknown', UNKNOWN);
  return error;
}
