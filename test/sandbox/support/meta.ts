import { z } from 'zod';
import type { TemplateDefinition } from '../../../sandbox/meta/templates';
import { type Answer, call } from './http';
import type { Caught } from './sink';

export const PHONE = '+37369000001';
export const NUMBER = '100000000000001';
export const WABA = '200000000000001';

export const TEMPLATE: TemplateDefinition = {
  name: 'payment_paid_v1',
  language: 'ro',
  category: 'utility',
  parameter_format: 'named',
  components: [
    { type: 'body', text: 'Plata de {{amount}} pentru {{title}} a fost primită.', example: {} },
    { type: 'buttons', buttons: [{ type: 'quick_reply', text: 'Detalii' }] },
  ],
};

const sent = z.object({
  contacts: z.array(z.record(z.string(), z.string())),
  messages: z.array(z.looseObject({ id: z.string() })),
});
export const chat = z.array(
  z.looseObject({
    id: z.string(),
    direction: z.string(),
    kind: z.string(),
    body: z.string(),
    statuses: z.array(z.looseObject({ status: z.string() })),
  }),
);

/** A business and a phone, both talking to the simulated Meta. */
export class MetaCaller {
  constructor(readonly url: string) {}

  graph(method: string, path: string, body?: unknown, token = 'sandbox-graph-token'): Promise<Answer> {
    return call(method, `${this.url}/v26.0/${path}`, body, { Authorization: `Bearer ${token}` });
  }

  send(message: Readonly<Record<string, unknown>>): Promise<Answer> {
    const head = { messaging_product: 'whatsapp', recipient_type: 'individual', to: PHONE };
    return this.graph('POST', `${NUMBER}/messages`, { ...head, ...message });
  }

  /** @returns the id that Meta gave */
  async sent(message: Readonly<Record<string, unknown>>): Promise<string> {
    return sent.parse((await this.send(message)).body).messages[0]?.id ?? '';
  }

  /** A phone sends something. */
  async phone(message: Readonly<Record<string, unknown>>): Promise<string> {
    const answer = await this.control('POST', '/messages', { from: PHONE, type: 'text', text: 'pay 100', ...message });
    return z.object({ messageId: z.string() }).parse(answer.body).messageId;
  }

  async chat(user = PHONE): Promise<z.infer<typeof chat>> {
    return chat.parse((await this.control('GET', `/chats/${user}`)).body);
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(method, `${this.url}/__control${path}`, body);
  }
}

export const text = (body = 'Salut') => ({ type: 'text', text: { body } });
export const interactive = (content: Readonly<Record<string, unknown>>) => ({
  type: 'interactive',
  interactive: { body: { text: 'Alege' }, ...content },
});
export const rows = (count: number) =>
  Array.from({ length: count }, (_each, index) => ({ id: `row-${index}`, title: `Rând ${index}` }));
export const list = (count = 2) =>
  interactive({ type: 'list', action: { button: 'Alege', sections: [{ rows: rows(count) }] } });
export const buttons = (...titles: string[]) =>
  interactive({
    type: 'button',
    action: { buttons: titles.map((title, index) => ({ type: 'reply', reply: { id: `b-${index}`, title } })) },
  });
export const template = (parameters: readonly unknown[], code = 'ro') => ({
  type: 'template',
  template: { name: 'payment_paid_v1', language: { code }, components: [{ type: 'body', parameters }] },
});
export const named = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value });
export const FILLED = [named('amount', '100 MDL'), named('title', 'Cafea')];

const change = z.object({ field: z.string(), value: z.looseObject({}) });
const envelope = z.object({ entry: z.array(z.looseObject({ id: z.string(), changes: z.array(change) })) });
const value = z.looseObject({
  messages: z.array(z.looseObject({ id: z.string() })).default([]),
  statuses: z.array(z.looseObject({ id: z.string(), status: z.string() })).default([]),
  contacts: z.array(z.looseObject({})).default([]),
});

export const changesOf = (caught: Caught) =>
  envelope.parse(JSON.parse(caught.raw)).entry.flatMap(({ changes }) => changes);
export const valuesOf = (caught: readonly Caught[]) =>
  caught.flatMap((each) => changesOf(each).map((one) => value.parse(one.value)));
export const messagesOf = (caught: readonly Caught[]) => valuesOf(caught).flatMap(({ messages }) => messages);
export const statusesOf = (caught: readonly Caught[]) => valuesOf(caught).flatMap(({ statuses }) => statuses);
