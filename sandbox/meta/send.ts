import type { FaultBook, FaultSubject } from '../control/faults';
import type { Reply } from '../control/serve';
import type { ChatMessage, Chats } from './chats';
import { isAsyncFailure, isStatusLost, type MetaFault } from './faults';
import { GraphError } from './graph-error';
import type { Limits } from './limits';
import { readSchema, sendSchema, type SendRequest } from './message-schema';
import { parseAs } from './parse';
import { digits, type People, type Person } from './people';
import { shownInteractive, type Shown } from './render';
import type { MetaSettings } from './settings';
import type { Numbered, Statuses } from './statuses';
import { fillTemplate } from './template-fill';
import type { Templates } from './templates';

export interface SenderDeps {
  readonly now: () => number;
  readonly settings: () => MetaSettings;
  readonly faults: FaultBook<MetaFault>;
  readonly people: People;
  readonly chats: Chats;
  readonly limits: Limits;
  readonly templates: Templates;
  readonly statuses: Statuses;
  readonly newId: (direction: 'in' | 'out', person: Person) => string;
}

/** What `POST /{number}/messages` does. */
export class Sender {
  constructor(private readonly deps: SenderDeps) {}

  /** @throws GraphError */
  markRead(number: Numbered, body: unknown): Reply {
    const { message_id: id, typing_indicator: typing } = parseAs(readSchema, body);
    const message = this.deps.chats.find(id);
    if (message?.direction !== 'in' || message.phoneNumberId !== number.phoneNumberId) {
      throw new GraphError(100, 'No message of a person to this number has this id');
    }
    message.readBy = new Date(this.deps.now()).toISOString();
    message.typing = typing !== undefined;
    return { status: 200, body: { success: true } };
  }

  /** @throws GraphError */
  send(number: Numbered, input: unknown): Reply {
    const { people, limits, chats, statuses, newId, now } = this.deps;
    const request = parseAs(sendSchema, input);
    const person = this.#recipient(number, request);
    const { shown, category, template } = this.#content(number, request);
    const closed =
      category === 'service' &&
      this.deps.settings().window !== 'off' &&
      !limits.windowOpen(number.phoneNumberId, person);
    if (closed && this.deps.settings().window === 'sync') throw new GraphError(131047, WINDOW_CLOSED);
    if (!limits.takePair(number.phoneNumberId, person)) {
      throw new GraphError(
        131056,
        'Too many messages sent from this phone number to the same phone number in a short time',
      );
    }
    const message: ChatMessage = {
      ...shown,
      id: newId('out', person),
      direction: 'out',
      phoneNumberId: number.phoneNumberId,
      ...(template === undefined ? {} : { template }),
      ...(request.context === undefined ? {} : { quotedId: request.context.message_id }),
      ...(request.biz_opaque_callback_data === undefined ? {} : { key: request.biz_opaque_callback_data }),
      at: new Date(now()).toISOString(),
      statuses: [],
    };
    chats.add(person, message);
    const byPhone = request.to !== undefined;
    const { lost, failure } = this.#misfortune(request, closed);
    if (!lost) statuses.schedule({ number, person: people.current(person), message, byPhone, category, failure });
    return { status: 200, body: answerOf(request, message.id) };
  }

  #recipient(number: Numbered, { to, recipient }: SendRequest): Person {
    if (to === undefined && recipient === undefined) {
      throw new GraphError(100, 'to or recipient is required', { message: 'The parameter to is required.' });
    }
    if (to !== undefined && digits(to) === digits(number.displayNumber)) {
      throw new GraphError(131021, 'Recipient phone number is the same as the sender');
    }
    return this.deps.people.meet(to === undefined ? { userId: recipient } : { phone: to });
  }

  #content(
    number: Numbered,
    request: SendRequest,
  ): { shown: Shown; category: string; template?: { name: string; language: string } } {
    switch (request.type) {
      case 'text':
        return { shown: { kind: 'text', body: request.text.body, buttons: [], rows: [] }, category: 'service' };
      case 'interactive':
        return { shown: shownInteractive(request.interactive), category: 'service' };
      case 'template': {
        const { name, language } = request.template;
        const template = this.deps.templates.find(number.wabaId, name, language.code);
        const filled = fillTemplate(template, request.template);
        const category = (template?.category ?? 'UTILITY').toLowerCase();
        return {
          shown: { kind: 'template', rows: [], ...filled },
          category,
          template: { name, language: language.code },
        };
      }
    }
  }

  #misfortune(request: SendRequest, closed: boolean): { lost: boolean; failure: number | undefined } {
    const { faults } = this.deps;
    const text = JSON.stringify(request);
    const subject: FaultSubject = { operation: 'sendMessage', to: request.to ?? request.recipient, text };
    const injected = faults.take(subject, isAsyncFailure)?.asyncFailure;
    const lost = faults.take(subject, isStatusLost) !== undefined;
    return { lost, failure: injected ?? (closed ? 131047 : undefined) };
  }
}

const WINDOW_CLOSED =
  'Message failed to send because more than 24 hours have passed since the customer last replied to this number.';

function answerOf({ to, recipient, type }: SendRequest, id: string) {
  const contact = to === undefined ? { input: recipient, user_id: recipient } : { input: to, wa_id: digits(to) };
  const status = type === 'template' ? { message_status: 'accepted' } : {};
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id, ...status }] };
}
