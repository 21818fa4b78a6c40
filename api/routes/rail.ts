import { Router } from 'express';
import type { AppDeps } from '../deps';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, rawBody } from '../http/raw-body';
import type { Refusals } from '../http/refusals';

const LIMIT = 64 * 1024;
const LINK_ID = /^[a-z2-7]{26}$/;

/** The `callbackUrl` that the rail is given with each payment. */
export function createRailRoutes({ takeCallback, metrics }: AppDeps, refusals: Refusals): Router {
  const router = Router();
  router
    .route('/webhooks/rail/:linkId')
    .post(rawBody(LIMIT), async (request, response) => {
      const startedAt = performance.now();
      response.once('finish', () =>
        metrics.ack('/webhooks/rail', response.statusCode, (performance.now() - startedAt) / 1_000),
      );
      const { linkId } = request.params;
      if (!LINK_ID.test(linkId)) {
        metrics.rail('unknownLink');
        throw new Problem('LinkUnknown', 'No payment link has this address.');
      }
      await takeCallback(linkId, bytesOf(request), request.headers, () => refusals.check(request));
      response.status(200).end();
    })
    .all(onlyMethods('POST'));
  return router;
}
