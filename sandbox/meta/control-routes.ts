import express, { type Router } from 'express';
import { z } from 'zod';
import { ControlError } from '../control/server';
import type { Chats } from './chats';
import type { Phones } from './inbound';
import type { InboundInput } from './inbound-schema';
import type { People } from './people';
import type { MetaSettings } from './settings';
import type { TemplateDesk } from './template-desk';
import type { Templates } from './templates';
import type { Webhooks } from './webhooks';

export interface MetaControlDeps {
  readonly phones: Phones;
  readonly people: People;
  readonly chats: Chats;
  readonly templates: Templates;
  readonly desk: TemplateDesk;
  readonly webhooks: Webhooks;
  readonly settings: () => MetaSettings;
  readonly configure: (change: unknown) => void;
  readonly subscribe: (url: string) => Promise<boolean>;
}

const templateChange = z.strictObject({
  status: z.string().optional(),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']).optional(),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).optional(),
  reason: z.string().optional(),
});
const rawWebhook = z.strictObject({
  wabaId: z.string(),
  field: z.string(),
  value: z.record(z.string(), z.unknown()),
});

/** Meta's own control routes, beside the shared ones. */
export function createMetaControl(deps: MetaControlDeps): Router {
  const { phones, people, chats, templates, desk, webhooks } = deps;
  const router = express.Router();
  router.post('/messages', (request, response) => {
    response.status(201).json(phones.send(request.body as InboundInput));
  });
  router.get('/chats/:user', (request, response) => {
    const person = people.find(request.params.user);
    const { phoneNumberId } = z.object({ phoneNumberId: z.string().optional() }).parse(request.query);
    response.json(person === undefined ? [] : chats.of(person, phoneNumberId));
  });
  router.get('/templates', (request, response) => {
    const { wabaId } = z.object({ wabaId: z.string() }).parse(request.query);
    response.json(templates.list(wabaId));
  });
  router.post('/templates/:name/:language', (request, response) => {
    const found = templates.named(request.params.name, request.params.language);
    if (found.length === 0) throw new ControlError(404, 'No account has this template.');
    const change = templateChange.parse(request.body);
    for (const template of found) desk.change(template, change);
    response.json(found);
  });
  router.post('/webhooks', (request, response) => {
    webhooks.push(rawWebhook.parse(request.body));
    response.status(202).end();
  });
  router.get('/settings', (_request, response) => void response.json(deps.settings()));
  router.patch('/settings', (request, response) => {
    deps.configure(request.body);
    response.json(deps.settings());
  });
  router.post('/subscribe', async (request, response) => {
    const { url } = z.strictObject({ url: z.url() }).parse(request.body);
    if (!(await deps.subscribe(url))) throw new ControlError(409, 'The webhook did not give the challenge back.');
    response.status(204).end();
  });
  return router;
}
