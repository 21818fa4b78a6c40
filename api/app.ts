import express, { type Express } from 'express';
import helmet from 'helmet';
import type { AppDeps } from './deps';
import { createRequestLog } from './http/log';
import { createErrorHandler, notFound } from './http/problem';
import { createRefusals } from './http/refusals';
import { createCodecRoutes } from './routes/codec';
import { createDocsRoutes } from './routes/docs';
import { createHealthRoutes } from './routes/health';
import { createLinkPageRoutes } from './routes/link-page';
import { createOperatorRoutes } from './routes/operators';
import { createRailRoutes } from './routes/rail';
import { createWhatsappRoutes } from './routes/whatsapp';

/** The HTTP side of the product. Does not listen. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.set('etag', false);
  app.set('trust proxy', [...deps.trustedProxies]);
  const refusals = createRefusals(() => deps.now().getTime(), deps.metrics.limited);
  app.use(
    helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } }),
    createRequestLog(deps.log),
    ...(deps.trace === undefined ? [] : [deps.trace]),
    refusals.note,
    createWhatsappRoutes(deps, refusals),
    createRailRoutes(deps, refusals),
    createLinkPageRoutes(deps),
    createCodecRoutes(deps, refusals),
    createOperatorRoutes(deps, refusals),
    createHealthRoutes(deps),
    createDocsRoutes(),
    notFound,
    createErrorHandler(deps.log),
  );
  return app;
}
