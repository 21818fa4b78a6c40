import express, { type Request, type Router } from 'express';
import type { Reply, Serve } from '../control/serve';
import { authorise, type Credentials, numberOf, unknownObject } from './auth';
import type { Sender } from './send';
import type { Numbered } from './statuses';
import type { TemplateDesk } from './template-desk';

export interface GraphDeps {
  readonly serve: Serve;
  readonly credentials: Credentials;
  readonly numbers: readonly Numbered[];
  readonly sender: Sender;
  readonly desk: TemplateDesk;
}

/** The calls of the Graph API that the product makes. */
export function createGraphRouter({ serve, credentials, numbers, sender, desk }: GraphDeps): Router {
  const router = express.Router();
  const guarded =
    (handler: (request: Request) => Reply) =>
    (request: Request): Reply => {
      authorise(request, credentials);
      return handler(request);
    };
  const markRead = serve(
    'markRead',
    guarded((request) => sender.markRead(numberOf(request, numbers), request.body)),
  );
  const send = serve(
    'sendMessage',
    guarded((request) => sender.send(numberOf(request, numbers), { type: 'text', ...(request.body as object) })),
    addressee,
  );
  router.post('/:version/:id/messages', (request, response, next) =>
    (isMarkRead(request) ? markRead : send)(request, response, next),
  );
  const wabaOf = (request: Request): string => {
    const id = String(request.params['id']);
    if (!numbers.some(({ wabaId }) => wabaId === id)) throw unknownObject(id);
    return id;
  };
  router
    .route('/:version/:id/message_templates')
    .get(
      serve(
        'listTemplates',
        guarded((request) => desk.page(wabaOf(request), request)),
      ),
    )
    .post(
      serve(
        'createTemplate',
        guarded((request) => desk.create(wabaOf(request), request.body)),
      ),
    );
  return router;
}

const isMarkRead = (request: Request): boolean => fieldOf(request, 'status') === 'read';
const addressee = (request: Request): string | undefined => fieldOf(request, 'to') ?? fieldOf(request, 'recipient');

function fieldOf(request: Request, name: string): string | undefined {
  const body: unknown = request.body;
  const value: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
