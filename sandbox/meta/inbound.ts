import { createHash } from 'node:crypto';
import { ControlError } from '../control/server';
import type { ChatMessage, Chats } from './chats';
import { contentOf } from './inbound-content';
import { type InboundInput, type InboundRequest, inboundSchema } from './inbound-schema';
import type { Limits } from './limits';
import type { People, Person } from './people';
import type { MetaSettings } from './settings';
import { metadataOf, type Numbered } from './statuses';
import type { Webhooks } from './webhooks';

export interface PhonesDeps {
  readonly now: () => number;
  readonly numbers: readonly Numbered[];
  readonly people: People;
  readonly chats: Chats;
  readonly limits: Limits;
  readonly webhooks: Webhooks;
  readonly settings: () => MetaSettings;
  readonly newId: (direction: 'in' | 'out', person: Person) => string;
}

/** The phones of people: what they send reaches the app as webhooks. */
export class Phones {
  constructor(private readonly deps: PhonesDeps) {}

  /**
   * A phone sends something. The payload carries of the sender exactly what is given: phone, user id, or both.
   * @returns the id under which the webhook delivers it
   * @throws ZodError, ControlError
   */
  send(input: InboundInput): { messageId: string } {
    const request = inboundSchema.parse(input);
    const { people, chats, limits, webhooks, newId } = this.deps;
    const number = this.#number(request.phoneNumberId);
    const userId = request.userId ?? this.#assignedId(request.from);
    const person = people.meet({ phone: request.from, userId, name: request.name, username: request.username });
    const quoted = request.replyTo === undefined ? undefined : chats.find(request.replyTo);
    const part = contentOf(request, person, quoted);
    const id = request.messageId ?? newId('in', person);
    const at = this.#time(request.timestamp);
    const message = {
      ...(request.from === undefined ? {} : { from: person.phone }),
      ...(userId === undefined ? {} : { from_user_id: userId }),
      ...(request.groupId === undefined ? {} : { group_id: request.groupId }),
      id,
      timestamp: String(Math.floor(at / 1_000)),
      ...contextOf(request, number),
      ...part.message,
    };
    const contacts = part.kind === 'system' ? {} : { contacts: [profileOf(request, person, userId)] };
    const value = { messaging_product: 'whatsapp', metadata: metadataOf(number), ...contacts, messages: [message] };
    if (part.kind !== 'system' && request.groupId === undefined) limits.opened(number.phoneNumberId, person, at);
    if (chats.find(id) === undefined) chats.add(person, seen(request, { id, at, number, part }));
    if (request.type === 'moved') people.move(person, request.newPhone, request.newUserId);
    if (request.type === 'contact' && request.requested) people.meet({ userId, phone: request.phone ?? person.phone });
    webhooks.push({ wabaId: number.wabaId, field: 'messages', value }, request.duplicate ?? 0);
    return { messageId: id };
  }

  #number(phoneNumberId: string | undefined): Numbered {
    const { numbers } = this.deps;
    const number =
      phoneNumberId === undefined ? numbers[0] : numbers.find((each) => each.phoneNumberId === phoneNumberId);
    if (number === undefined) throw new ControlError(404, 'No business number has this phoneNumberId.');
    return number;
  }

  #assignedId(phone: string | undefined): string | undefined {
    if (!this.deps.settings().userIds || phone === undefined) return undefined;
    const known = this.deps.people.find(phone)?.userId;
    return known ?? `MD.${BigInt(`0x${createHash('sha256').update(phone).digest('hex').slice(0, 16)}`)}`;
  }

  #time(timestamp: number | string | undefined): number {
    if (timestamp === undefined) return this.deps.now();
    return typeof timestamp === 'number' ? timestamp * 1_000 : Date.parse(timestamp);
  }
}

function contextOf({ replyTo, forwarded, frequentlyForwarded, type }: InboundRequest, number: Numbered) {
  const context = {
    ...(replyTo === undefined || type === 'reaction'
      ? {}
      : { from: number.displayNumber.replace('+', ''), id: replyTo }),
    ...(forwarded === true ? { forwarded: true } : {}),
    ...(frequentlyForwarded === true ? { frequently_forwarded: true } : {}),
  };
  return Object.keys(context).length === 0 ? {} : { context };
}

const profileOf = (request: InboundRequest, person: Person, userId: string | undefined) => ({
  profile: { name: person.name, ...(person.username === undefined ? {} : { username: person.username }) },
  ...(request.from === undefined ? {} : { wa_id: person.phone }),
  ...(userId === undefined ? {} : { user_id: userId }),
});

function seen(
  request: InboundRequest,
  { id, at, number, part }: { id: string; at: number; number: Numbered; part: { kind: string; body: string } },
): ChatMessage {
  return {
    id,
    direction: 'in',
    phoneNumberId: number.phoneNumberId,
    kind: part.kind,
    body: part.body,
    buttons: [],
    rows: [],
    ...(request.replyTo === undefined ? {} : { quotedId: request.replyTo }),
    at: new Date(at).toISOString(),
    statuses: [],
  };
}
