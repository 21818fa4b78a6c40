import type { RequestHandler } from 'express';
import { Problem } from '../http/problem';

/**
 * Lets the Temporal UI's pages in, with their cookies, and no other site's. Requests without an Origin are no browser's
 * (the CLI), or come from an address typed in.
 *
 * @param uiUrl TEMPORAL_UI_URL
 */
export function onlyFromUi(uiUrl: string): RequestHandler {
  const { origin: allowed } = new URL(uiUrl);
  return (request, response, next) => {
    const { origin, host } = request.headers;
    response.vary('Origin');
    if (origin === allowed) {
      response.set({ 'Access-Control-Allow-Origin': allowed, 'Access-Control-Allow-Credentials': 'true' });
    } else if (origin !== undefined && !isOwn(origin, host)) {
      throw new Problem('Forbidden', 'Only pages of TEMPORAL_UI_URL may ask.');
    }
    next();
  };
}

/**
 * The answer to a browser that asks what it may send: all that the UI does. The ID token in Authorization-Extras is not read, but
 * a browser that may not send it asks nothing.
 */
export const preflight: RequestHandler = (_, response) => {
  response
    .set({
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'Authorization, Authorization-Extras, Content-Type, X-Namespace',
      'Access-Control-Max-Age': '600',
    })
    .status(204)
    .end();
};

/** Our own login form. */
function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
