import type { People, Person } from './people';

export interface ChatChoice {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** Of a link button. */
  readonly url?: string;
}

export interface ChatStatus {
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  /** ISO 8601. */
  readonly at: string;
  readonly code?: number;
}

/** A message as its reader sees it. */
export interface ChatMessage {
  readonly id: string;
  /** `out`: from the business. */
  readonly direction: 'in' | 'out';
  readonly phoneNumberId: string;
  readonly kind: string;
  readonly body: string;
  readonly header?: string;
  readonly footer?: string;
  /** Label that opens the rows. */
  readonly open?: string;
  readonly buttons: readonly ChatChoice[];
  readonly rows: readonly ChatChoice[];
  readonly template?: { readonly name: string; readonly language: string };
  readonly quotedId?: string;
  /** biz_opaque_callback_data of the send. */
  readonly key?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly statuses: ChatStatus[];
  /** Of an inbound message: the business marked it as read. */
  readBy?: string;
  /** Of an inbound message: the business showed that it types. */
  typing?: boolean;
}

/** All chats of all numbers. */
export class Chats {
  readonly #byId = new Map<string, ChatMessage>();
  readonly #messages: { person: Person; message: ChatMessage }[] = [];

  constructor(private readonly people: People) {}

  add(person: Person, message: ChatMessage): void {
    this.#byId.set(message.id, message);
    this.#messages.push({ person, message });
  }

  find(id: string): ChatMessage | undefined {
    return this.#byId.get(id);
  }

  /** @param phoneNumberId of which number; absent: of all */
  of(person: Person, phoneNumberId?: string): readonly ChatMessage[] {
    const wanted = this.people.current(person);
    return this.#messages
      .filter((entry) => this.people.current(entry.person) === wanted)
      .map(({ message }) => message)
      .filter((message) => phoneNumberId === undefined || message.phoneNumberId === phoneNumberId);
  }

  all(): readonly ChatMessage[] {
    return this.#messages.map(({ message }) => message);
  }
}
