import { Router } from 'express';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onlyMethods, Problem } from '../http/problem';
import { createOpenApi } from '../openapi/document';

/** Everything comes from here: a browser that reads about payments must load nothing of others. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>miaPOS Conversational: API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
/** "Try it out" is off: it would send webhooks. `validatorUrl` would show the document to another host. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', validatorUrl: null, supportedSubmitMethods: [] });\n`;
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Our OpenAPI, as JSON and browsable. */
export function createDocsRoutes(): Router {
  const document = JSON.stringify(createOpenApi());
  const folder = dirname(createRequire(__filename).resolve('swagger-ui-dist/package.json'));
  const router = Router();

  router
    .route('/openapi.json')
    .get((_, response) => {
      response.type('application/json').send(document);
    })
    .all(onlyMethods('GET'));

  router
    .route('/docs')
    .get((_, response) => {
      response.set('Content-Security-Policy', POLICY).type('html').send(PAGE);
    })
    .all(onlyMethods('GET'));

  router
    .route('/docs/:asset')
    .get((request, response) => {
      const { asset } = request.params;
      if (asset === 'start.js') response.type('text/javascript').send(START);
      else if (ASSETS.includes(asset)) response.sendFile(join(folder, asset));
      else throw new Problem('NotFound', 'The documentation has no such file.');
    })
    .all(onlyMethods('GET'));

  return router;
}
