import { Router } from 'express';
import type { AppDeps } from '../deps';
import { onlyMethods, Problem } from '../http/problem';

/** For whoever runs us: alive, able to work, and the figures. */
export function createHealthRoutes({ ready, registry, log }: AppDeps): Router {
  const router = Router();

  router
    .route('/healthz')
    .get((_, response) => {
      response.json({ status: 'alive' });
    })
    .all(onlyMethods('GET'));

  router
    .route('/readyz')
    .get(async (_, response) => {
      try {
        await ready();
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'not ready');
        throw new Problem('NotReady', 'Temporal does not answer, a key of ours is unusable, or we are shutting down.');
      }
      response.json({ status: 'ready' });
    })
    .all(onlyMethods('GET'));

  router
    .route('/metrics')
    .get(async (_, response) => {
      response.set('Content-Type', registry.contentType).send(await registry.metrics());
    })
    .all(onlyMethods('GET'));

  return router;
}
