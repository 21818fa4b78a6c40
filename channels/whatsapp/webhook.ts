import type { DeliveryStatus, InboundMessage } from '../../domain/inbound';
import type { Line } from '../../domain/line';
import type { AccountEvent, TemplateEvent } from '../../domain/line-events';
import type { Count } from './inbound/counts';
import { readAccount, readTemplate } from './inbound/line-events';
import { readMessage, readStatus } from './inbound/messages';
import * as schema from './inbound/schema';

export type { WebhookCount } from './inbound/counts';

/** How the lines file is looked up. */
export interface WebhookLines {
  /** @param phoneNumberId Meta's id of the number, not the number. */
  byAddress(phoneNumberId: string): Line | undefined;
  byWaba(wabaId: string): readonly Line[];
}

export interface WebhookEvents {
  readonly messages: InboundMessage[];
  readonly statuses: DeliveryStatus[];
  readonly templates: TemplateEvent[];
  readonly accounts: AccountEvent[];
}

interface Reading {
  readonly lines: WebhookLines;
  readonly count: Count;
  readonly events: WebhookEvents;
  readonly now: () => Date;
}

/**
 * A webhook of Meta in neutral words, in the order it came. One POST may hold up to 1,000 updates of several accounts,
 * and an answer other than 200 brings all of them again for days: so nothing in here throws, and an item that can't be
 * read costs only itself.
 *
 * @param payload the parsed body, its signature already checked.
 * @param count told of everything that was dropped or not understood.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function readWebhook(
  payload: unknown,
  lines: WebhookLines,
  count: Count,
  now: () => Date = () => new Date(),
): WebhookEvents {
  const events: WebhookEvents = { messages: [], statuses: [], templates: [], accounts: [] };
  const envelope = schema.envelopeSchema.safeParse(payload);
  if (!envelope.success) count('foreign_object');
  const reading: Reading = { lines, count, events, now };
  each(envelope.data?.entry ?? [], count, (rawEntry) => {
    const entry = schema.entrySchema.parse(rawEntry);
    each(entry.changes, count, (change) => readChange(schema.changeSchema.parse(change).value, entry, reading));
  });
  return events;
}

/** Told apart by shape: samples of Meta carry a wrong `field`, or carry it elsewhere. */
function readChange(
  value: Record<string, unknown>,
  entry: { readonly id: string; readonly time?: string | undefined },
  reading: Reading,
): void {
  const { lines, count, events } = reading;
  const at = entry.time ?? reading.now().toISOString();
  if ('messages' in value || 'statuses' in value || 'errors' in value) {
    readMessages(value, at, reading);
  } else if ('message_template_id' in value) {
    const template = readTemplate(schema.templateValueSchema.parse(value));
    if (template === undefined) {
      count('foreign_template');
      return;
    }
    const own = lines.byWaba(entry.id);
    if (own.length === 0) count('unknown_account');
    events.templates.push(...own.map((line) => ({ ...template, lineId: line.id, at })));
  } else {
    const read = schema.accountValueSchema.parse(value);
    const account = readAccount(read);
    if (account === undefined) {
      count('unknown_change');
      return;
    }
    const number = read.display_phone_number ?? read.phone_number;
    const own = lines.byWaba(entry.id).filter((line) => number === undefined || sameNumber(line.displayNumber, number));
    if (own.length === 0) count('unknown_account');
    events.accounts.push(...own.map((line) => ({ ...account, lineId: line.id, at })));
  }
}

function readMessages(raw: Record<string, unknown>, at: string, { lines, count, events }: Reading): void {
  const value = schema.messagesValueSchema.parse(raw);
  const line = lines.byAddress(value.metadata.phone_number_id);
  if (line === undefined) {
    count('unknown_number');
    return;
  }
  each(value.messages, count, (item) => {
    const message = readMessage(item, line, value.contacts, value.messages.length === 1, count);
    if (message) events.messages.push(message);
  });
  each(value.statuses, count, (item) => {
    const status = readStatus(item, line, count);
    if (status) events.statuses.push(status);
  });
  each(value.errors, count, (item) => {
    count('channel_error');
    const { code } = schema.errorSchema.parse(item);
    events.accounts.push({ lineId: line.id, at, kind: 'note', reason: `error ${code}` });
  });
}

/** A reader throws on what it can't read, and on nothing else: it has no other work to fail at. */
function each(items: readonly unknown[], count: Count, read: (item: unknown) => void): void {
  for (const item of items) {
    try {
      read(item);
    } catch {
      count('malformed');
    }
  }
}

function sameNumber(one: string, other: string): boolean {
  return one.replace(/\D/g, '') === other.replace(/\D/g, '');
}
