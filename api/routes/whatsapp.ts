import { Router, type RequestHandler } from 'express';
import { isSignature, verifySignature } from '../../channels/whatsapp/signature';
import { readWebhook, type WebhookLines } from '../../channels/whatsapp/webhook';
import type { Line } from '../../domain/line';
import type { AppDeps } from '../deps';
import { sameSecret } from '../http/constant-time';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, parseJson, rawBody } from '../http/raw-body';
import type { Refusals } from '../http/refusals';
import { roomFor } from '../http/room';

const MB = 1024 * 1024;
/** Meta sends up to 3 MB. */
const LIMIT = 4 * MB;
/** For large webhooks that are being read at once; usual ones have a few kB. */
const ROOM = 128 * MB;

/**
 * Meta's webhook. Bytes, signature, JSON, Temporal, 200: in this order. Whatever is signed and understood by nobody is 200
 * too, for Meta would repeat it for days.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function createWhatsappRoutes({ whatsapp, lines, intake, metrics, now }: AppDeps, refusals: Refusals): Router {
  const lookUp = lookUpOf(lines);
  const router = Router();

  const timed: RequestHandler = (_, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () =>
      metrics.ack('/webhooks/whatsapp', response.statusCode, (performance.now() - startedAt) / 1_000),
    );
    next();
  };
  const unsigned = (): never => {
    metrics.signature(-1);
    throw new Problem('WebhookSignature', 'X-Hub-Signature-256 is missing, or fits no secret of META_APP_SECRET.');
  };
  /** What can't be signed is not worth reading. */
  const maybeSigned: RequestHandler = (request, _, next) => {
    if (!isSignature(request.get('x-hub-signature-256'))) unsigned();
    next();
  };

  router
    .route('/webhooks/whatsapp')
    .get((request, response) => {
      refusals.check(request);
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = request.query;
      const fits = typeof token === 'string' && fitsAny(token, whatsapp.verifyTokens);
      if (mode !== 'subscribe' || !fits || typeof challenge !== 'string') {
        throw new Problem('VerifyToken', 'This is not the verify token of META_VERIFY_TOKEN.');
      }
      response.type('text/plain').send(challenge);
    })
    .post(timed, maybeSigned, rawBody(LIMIT, roomFor(ROOM)), async (request, response) => {
      const bytes = bytesOf(request);
      const fitted = verifySignature(bytes, request.get('x-hub-signature-256'), whatsapp.appSecrets);
      if (fitted === -1) return unsigned();
      metrics.signature(fitted);
      const payload = parseJson(bytes);
      if (payload === undefined) throw new Problem('NotJson', 'The signed body is no JSON.');
      await intake(readWebhook(payload.value, lookUp, metrics.update, now));
      response.status(200).end();
    })
    .all(onlyMethods('GET', 'POST'));

  return router;
}

function lookUpOf(lines: readonly Line[]): WebhookLines {
  const own = lines.filter(({ channel }) => channel === 'whatsapp');
  return {
    byAddress: (phoneNumberId) => own.find(({ address }) => address === phoneNumberId),
    byWaba: (id) => own.filter(({ wabaId }) => wabaId === id),
  };
}

/** All are compared, so that the time taken does not tell which one it was. */
function fitsAny(token: string, expected: readonly string[]): boolean {
  return expected.map((one) => sameSecret(token, one)).includes(true);
}
