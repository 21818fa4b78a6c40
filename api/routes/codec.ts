import express, { Router, type RequestHandler } from 'express';
import { onlyFromUi, preflight } from '../codec/cors';
import { createGate } from '../codec/gate';
import { fromJson, payloadsSchema, toJson } from '../codec/payloads';
import { readOf } from '../codec/read-of';
import { makeSession, SESSION_COOKIE, sessionCookie } from '../codec/session';
import type { AppDeps } from '../deps';
import { sameSecret } from '../http/constant-time';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, parseJson, rawBody } from '../http/raw-body';
import type { Refusals } from '../http/refusals';

/** A payload may have 2 MB, more by a third in base64. */
const LIMIT = 4 * 1024 * 1024;

const LOGIN = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Payload codec</title></head>
<body>
<form method="post" action="/codec/login">
<label>Token <input type="password" name="token" autocomplete="current-password" required></label>
<button>Log in</button>
</form>
</body>
</html>
`;

/** What the Temporal UI and CLI read payloads with, for people who may. */
export function createCodecRoutes({ codec, log, metrics, now }: AppDeps, refusals: Refusals): Router {
  const { access, payloads: payloadCodec, uiUrl } = codec;
  const gate = createGate(access, now, log);
  const cors = onlyFromUi(uiUrl);
  const router = Router();

  /** Who asks is settled before a body is read. */
  const translate = (how: 'decode' | 'encode'): RequestHandler[] => [
    cors,
    async (request, response, next) => {
      refusals.check(request);
      response.locals['subject'] = await gate(request);
      next();
    },
    rawBody(LIMIT),
    async (request, response) => {
      const read = payloadsSchema.safeParse(
        request.is('application/json') ? parseJson(bytesOf(request))?.value : undefined,
      );
      if (!read.success)
        throw new Problem('BadRequest', 'Send application/json: {"payloads":[{"metadata":{},"data":""}]}.');
      const given = fromJson(read.data);
      const made = await payloadCodec[how](given).catch((error: unknown) => {
        throw new Problem('PayloadUnreadable', error instanceof Error ? error.message : 'It can not be read.');
      });
      const facts = {
        subject: String(response.locals['subject']),
        namespace: request.get('x-namespace')?.slice(0, 64),
      };
      metrics.codecUse(how, given.length);
      readOf(given).forEach((workflowIds, at, { length }) => {
        const part = length === 1 ? {} : { part: `${at + 1} of ${length}` };
        log.info({ ...facts, how, payloads: given.length, workflowIds, ...part }, 'codec used');
      });
      response.set('Cache-Control', 'no-store').json(toJson(made));
    },
  ];

  for (const how of ['decode', 'encode'] as const) {
    router
      .route(`/codec/${how}`)
      .options(cors, preflight)
      .post(...translate(how))
      .all(onlyMethods('OPTIONS', 'POST'));
  }

  const token = access.way === 'token' ? access.token : undefined;
  // Browsers hold a form's redirect against its policy as well.
  const loginPolicy = `default-src 'none'; form-action 'self' ${new URL(uiUrl).origin}; frame-ancestors 'none'`;
  const noLogin = () => new Problem('NotFound', 'There is no login here: CODEC_TOKEN is not what lets people decode.');

  router
    .route('/codec/login')
    .get((_, response) => {
      if (token === undefined) throw noLogin();
      // Without a referrer the browser would post `Origin: null`, as any site's page could have it.
      response.set({ 'Content-Security-Policy': loginPolicy, 'Referrer-Policy': 'same-origin' });
      response.type('html').send(LOGIN);
    })
    .post(cors, express.urlencoded({ limit: '4kb', extended: false, inflate: false }), (request, response) => {
      if (token === undefined) throw noLogin();
      refusals.check(request);
      const form = (request.body ?? {}) as Record<string, unknown>;
      if (typeof form['token'] !== 'string' || !sameSecret(form['token'], token)) {
        throw new Problem('Unauthorized', 'This is not CODEC_TOKEN. Go back and try again.');
      }
      log.info({ subject: 'login' }, 'codec login');
      response.cookie(SESSION_COOKIE, makeSession(token, now()), sessionCookie(codec.secureCookie));
      response.redirect(303, uiUrl);
    })
    .all(onlyMethods('GET', 'POST'));

  return router;
}
