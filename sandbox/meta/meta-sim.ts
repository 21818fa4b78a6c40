import { randomBytes, randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { SandboxClock } from '../control/clock';
import { FaultBook } from '../control/faults';
import { Journal } from '../control/journal';
import { createServe, type Serve } from '../control/serve';
import { controlErrors, createControlRouter, listen, type Running } from '../control/server';
import { unknownObject } from './auth';
import { Chats } from './chats';
import { createMetaControl } from './control-routes';
import { type MetaFault, metaFault } from './faults';
import { GraphError, graphErrorReply, injectedGraphError } from './graph-error';
import { createGraphRouter } from './graph-routes';
import { Phones } from './inbound';
import { Limits } from './limits';
import { DEFAULT_NUMBER, type MetaSimOptions } from './options';
import { People, type Person } from './people';
import { Sender } from './send';
import { DEFAULT_META_SETTINGS, type MetaSettings, type MetaSettingsChange, withChange } from './settings';
import { type Numbered, Statuses } from './statuses';
import { TemplateDesk } from './template-desk';
import { templateDefinition, Templates } from './templates';
import { wamid } from './wamid';
import { Webhooks } from './webhooks';

/** The simulated Graph API, the phones that talk to it, and their state. */
export interface MetaSim {
  readonly app: Express;
  readonly clock: SandboxClock;
  readonly faults: FaultBook<MetaFault>;
  readonly journal: Journal;
  readonly numbers: readonly Numbered[];
  readonly people: People;
  readonly chats: Chats;
  readonly limits: Limits;
  readonly templates: Templates;
  readonly desk: TemplateDesk;
  readonly phones: Phones;
  readonly webhooks: Webhooks;
  readonly settings: MetaSettings;
  /** `statuses` and `delivery` are changed field by field. @throws ZodError */
  configure(change: MetaSettingsChange): void;
  /** Meta's verification of a webhook; on success webhooks go there. @returns whether the challenge came back */
  subscribe(url: string): Promise<boolean>;
  listen(port: number): Promise<Running>;
}

/** Simulates WhatsApp Cloud API: sends, templates, webhooks, limits, and everything going wrong. */
export function createMetaSim(options: MetaSimOptions = {}): MetaSim {
  const appSecret = options.appSecret ?? 'sandbox-app-secret';
  const verifyToken = options.verifyToken ?? 'sandbox-verify-token';
  const numbers = options.numbers ?? [DEFAULT_NUMBER];
  const webhookUrl = options.webhookUrl ?? null;
  let current = withChange(DEFAULT_META_SETTINGS, { webhookUrl, ...options.settings });
  const settings = (): MetaSettings => current;
  const configure = (change: unknown): void => void (current = withChange(current, change));
  const clock = new SandboxClock();
  const now = (): number => clock.now();
  const journal = new Journal(now);
  const faults = new FaultBook<MetaFault>(metaFault);
  const people = new People();
  const chats = new Chats(people);
  const limits = new Limits({ now, people, settings });
  const templates = seededTemplates(options, numbers);
  const webhooks = new Webhooks({ appSecret, clock, journal, settings });
  const statuses = new Statuses({ clock, webhooks, settings });
  const desk = new TemplateDesk({ clock, templates, webhooks, settings });
  const newId = ids(options.seed ?? randomUUID());
  const sender = new Sender({ now, settings, faults, people, chats, limits, templates, statuses, newId });
  const phones = new Phones({ now, numbers, people, chats, limits, webhooks, settings, newId });
  const subscribe = async (url: string): Promise<boolean> => {
    const verified = await verifyWebhook(url, verifyToken);
    if (verified) configure({ webhookUrl: url });
    return verified;
  };
  const accessToken = options.accessToken ?? 'sandbox-graph-token';
  const credentials = { accessToken, appSecret, requireAppsecretProof: options.requireAppsecretProof ?? false };
  const serve = createServe({ journal, faults, errorReply: injectedGraphError, failureReply: graphErrorReply });

  const app = express().disable('x-powered-by').disable('etag');
  app.use('/__control', createControlRouter({ faults, journal, clock }));
  const control = { phones, people, chats, templates, desk, webhooks, settings, configure, subscribe };
  app.use('/__control', createMetaControl(control), controlErrors);
  app.use(express.json());
  app.use(unreadable(serve));
  app.use(createGraphRouter({ serve, credentials, numbers, sender, desk }));
  app.use(serve('unknown', (request) => graphErrorReply(unknownObject(request.path))));
  const state = { clock, faults, journal, numbers, people, chats, limits, templates, desk, phones, webhooks };
  return {
    ...state,
    app,
    get settings() {
      return current;
    },
    configure,
    subscribe,
    listen: (port) => listen(app, port, clock),
  };
}

function seededTemplates(options: MetaSimOptions, numbers: readonly Numbered[]): Templates {
  const templates = new Templates();
  for (const wabaId of new Set(numbers.map((number) => number.wabaId))) {
    for (const each of options.templates ?? []) templates.create(wabaId, templateDefinition.parse(each), 'APPROVED');
  }
  return templates;
}

function ids(seed: string) {
  let count = 0;
  return (direction: 'in' | 'out', person: Person): string =>
    wamid(direction, person.phone ?? person.userId ?? '', `${seed}/${++count}`);
}

async function verifyWebhook(url: string, verifyToken: string): Promise<boolean> {
  const challenge = String(randomBytes(4).readUInt32BE());
  const asked = new URL(url);
  asked.searchParams.set('hub.mode', 'subscribe');
  asked.searchParams.set('hub.challenge', challenge);
  asked.searchParams.set('hub.verify_token', verifyToken);
  const answer = await fetch(asked, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  return answer?.status === 200 && (await answer.text()) === challenge;
}

const unreadable =
  (serve: Serve): ErrorRequestHandler =>
  (error: unknown, request, response, next) =>
    serve('unreadable', () => {
      throw error instanceof SyntaxError ? new GraphError(100, 'The body is not JSON') : error;
    })(request, response, next);
