import type { Line } from '../../../domain/line';
import type { WebhookCount, WebhookEvents, WebhookLines } from '../../../channels/whatsapp/webhook';
import { readWebhook } from '../../../channels/whatsapp/webhook';

export const NUMBER_ID = '106540352242922';
export const WABA_ID = '102290129340398';
export const SELLER = { phone: '37369000001', userId: 'MD.13491208655302741918' } as const;

export const line = (over: Partial<Line> = {}): Line => ({
  id: 'md',
  channel: 'whatsapp',
  address: NUMBER_ID,
  wabaId: WABA_ID,
  displayNumber: '+37369002773',
  country: 'MD',
  defaultLocale: 'ro',
  timeZone: 'Europe/Chisinau',
  ...over,
});

export const directory = (...all: Line[]): WebhookLines => ({
  byAddress: (id) => all.find(({ address }) => address === id),
  byWaba: (id) => all.filter(({ wabaId }) => wabaId === id),
});

export const webhook = (...changes: unknown[]): Record<string, unknown> => ({
  object: 'whatsapp_business_account',
  entry: [{ id: WABA_ID, time: 1749416400, changes }],
});

export const messagesChange = (value: Record<string, unknown>): unknown => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '37369002773', phone_number_id: NUMBER_ID },
    ...value,
  },
});

export const profile = (over: Record<string, unknown> = {}): unknown => ({
  profile: { name: 'Ion' },
  wa_id: SELLER.phone,
  user_id: SELLER.userId,
  ...over,
});

export const message = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  from: SELLER.phone,
  from_user_id: SELLER.userId,
  id: 'wamid.IN',
  timestamp: '1749416383',
  type: 'text',
  text: { body: 'pay 100' },
  ...over,
});

export interface Read extends WebhookEvents {
  readonly counts: readonly WebhookCount[];
}

export function read(payload: unknown, lines = directory(line())): Read {
  const counts: WebhookCount[] = [];
  const events = readWebhook(payload, lines, (what) => counts.push(what));
  return { ...events, counts };
}

/** One message with its sender's profile beside it, as WhatsApp sends them. */
export const readOne = (over: Record<string, unknown>, contacts: unknown = [profile()]): Read =>
  read(webhook(messagesChange({ contacts, messages: [message(over)] })));
