import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Express } from 'express';
import request from 'supertest';
import { z } from 'zod';
import { createOpenApi } from '../../api/openapi/document';
import { CODEC_TOKEN, createHarness, signed, VERIFY_TOKENS } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';

const layerSchema = z.looseObject({
  route: z.looseObject({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
  handle: z.unknown(),
});
type Layer = z.infer<typeof layerSchema>;

/** Every route of the app, as `get /path/{parameter}`, found by walking its routers. */
function routesOf(app: Express): string[] {
  const stackOf = (router: unknown): Layer[] =>
    z.object({ stack: z.array(layerSchema) }).safeParse({ stack: (router as { stack?: unknown } | undefined)?.stack })
      .data?.stack ?? [];
  const walk = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle }) => {
      if (route === undefined) return walk(stackOf(handle));
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      const methods = Object.keys(route.methods).filter((method) => method !== '_all');
      return methods.map((method) => `${method} ${path}`);
    });
  return walk(stackOf(app.router));
}

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.looseObject({})) })),
  ),
  components: z.looseObject({ schemas: z.looseObject({ Problem: z.looseObject({}) }) }),
});
const schemaSchema = z.looseObject({});
const contentSchema = z.record(z.string(), z.object({ schema: z.looseObject({}) }));
const openApi = documentSchema.parse(createOpenApi());

describe('openapi.json', () => {
  it('lists exactly the routes of the app', () => {
    const listed = Object.entries(openApi.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const routes = routesOf(createHarness().app);
    expect(routes.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual(routes.sort());
  });

  it('is served as it is made', async () => {
    const answer = await request(createHarness().app).get('/openapi.json');
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(createOpenApi())));
  });

  const token = { Authorization: `Bearer ${CODEC_TOKEN}` };
  const { body, signature } = signed('{"object":"whatsapp_business_account","entry":[]}');
  const verification = { 'hub.mode': 'subscribe', 'hub.challenge': '7', 'hub.verify_token': VERIFY_TOKENS[0] };
  it.each<[string, string, (app: Express) => request.Test]>([
    ['/webhooks/whatsapp', '200', (app) => request(app).get('/webhooks/whatsapp').query(verification)],
    ['/webhooks/whatsapp', '403', (app) => request(app).get('/webhooks/whatsapp')],
    ['/webhooks/whatsapp', '401', (app) => request(app).post('/webhooks/whatsapp').send({})],
    [
      '/webhooks/whatsapp',
      '200',
      (app) =>
        request(app)
          .post('/webhooks/whatsapp')
          .set('X-Hub-Signature-256', signature)
          .type('application/json')
          .send(body),
    ],
    ['/webhooks/rail/{linkId}', '400', (app) => request(app).post(`/webhooks/rail/${LINK}`).send({})],
    ['/webhooks/rail/{linkId}', '404', (app) => request(app).post('/webhooks/rail/x').send({})],
    [
      '/codec/decode',
      '200',
      (app) =>
        request(app)
          .post('/codec/decode')
          .set(token)
          .send({ payloads: [{ data: '' }] }),
    ],
    ['/codec/decode', '401', (app) => request(app).post('/codec/decode').send({})],
    ['/codec/encode', '400', (app) => request(app).post('/codec/encode').set(token).send({})],
    ['/codec/login', '200', (app) => request(app).get('/codec/login')],
    ['/codec/login', '303', (app) => request(app).post('/codec/login').type('form').send({ token: CODEC_TOKEN })],
    ['/healthz', '200', (app) => request(app).get('/healthz')],
    ['/readyz', '200', (app) => request(app).get('/readyz')],
    ['/metrics', '200', (app) => request(app).get('/metrics')],
    ['/openapi.json', '200', (app) => request(app).get('/openapi.json')],
    ['/docs', '200', (app) => request(app).get('/docs')],
    ['/docs/{asset}', '404', (app) => request(app).get('/docs/x')],
  ])('describes what %s answers with %s', async (path, status, ask) => {
    const answer = await ask(createHarness().app);
    expect(String(answer.status)).toBe(status);
    const method = answer.request.method.toLowerCase();
    const response = openApi.paths[path]?.[method]?.responses[status];
    expect(response).toBeDefined();
    const content = contentSchema.optional().parse(response?.['content']) ?? {};
    // A body of the described type, or none where none is described.
    expect(Object.keys(content)).toEqual(answer.text === '' || status === '303' ? [] : [answer.type]);
    const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
    const ajv = addFormats(new Ajv({ strict: false, formats: { base64 } })).addSchema({ $id: 'openapi', ...openApi });
    const schema = schemaSchema.parse(
      JSON.parse(
        JSON.stringify(content[answer.type]?.schema ?? {}).replaceAll('"#/components', '"openapi#/components'),
      ),
    );
    const value: unknown = answer.type.endsWith('json') ? answer.body : answer.text;
    expect([ajv.validate(schema, value), ajv.errorsText()]).toEqual([true, 'No errors']);
  });
});
