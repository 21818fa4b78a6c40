import type { SandboxClock } from '../control/clock';
import type { ChatMessage, ChatStatus } from './chats';
import { titleOf } from './error-codes';
import type { Person } from './people';
import type { MetaSettings } from './settings';
import type { Webhooks } from './webhooks';

export interface Numbered {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** E.164 with the plus sign. */
  readonly displayNumber: string;
}

export interface StatusesDeps {
  readonly clock: SandboxClock;
  readonly webhooks: Webhooks;
  readonly settings: () => MetaSettings;
}

/** A message that was accepted, and how it was addressed. */
export interface Accepted {
  readonly number: Numbered;
  readonly person: Person;
  readonly message: ChatMessage;
  readonly byPhone: boolean;
  /** What Meta bills it as. */
  readonly category: string;
  /** The failure that ends it instead of sent, delivered, read. */
  readonly failure?: number | undefined;
}

export const metadataOf = ({ displayNumber, phoneNumberId }: Numbered) => ({
  display_phone_number: displayNumber.replace('+', ''),
  phone_number_id: phoneNumberId,
});

/** Tells what becomes of accepted messages: sent, delivered, read, or failed. */
export class Statuses {
  constructor(private readonly deps: StatusesDeps) {}

  schedule(accepted: Accepted): void {
    const { clock, settings } = this.deps;
    const { sentMs, deliveredMs, readMs } = settings().statuses;
    if (accepted.failure !== undefined) {
      clock.after(sentMs ?? 0, () => this.tell(accepted, 'failed'));
      return;
    }
    if (sentMs !== null) clock.after(sentMs, () => this.tell(accepted, 'sent'));
    if (deliveredMs !== null) clock.after(deliveredMs, () => this.tell(accepted, 'delivered'));
    if (readMs !== null) clock.after(readMs, () => this.tell(accepted, 'read'));
  }

  tell(accepted: Accepted, status: ChatStatus['status']): void {
    const { clock, webhooks } = this.deps;
    const { number, message, person, failure } = accepted;
    const at = clock.now();
    const code = status === 'failed' && failure !== undefined ? { code: failure } : {};
    message.statuses.push({ status, at: new Date(at).toISOString(), ...code });
    const value = {
      messaging_product: 'whatsapp',
      metadata: metadataOf(number),
      ...(status === 'failed' ? {} : { contacts: [contactOf(accepted)] }),
      statuses: [
        {
          id: message.id,
          status,
          timestamp: String(Math.floor(at / 1_000)),
          ...(accepted.byPhone ? { recipient_id: person.phone } : {}),
          ...(person.userId === undefined ? {} : { recipient_user_id: person.userId }),
          ...(message.key === undefined ? {} : { biz_opaque_callback_data: message.key }),
          ...(status === 'sent' || status === 'delivered' ? { pricing: pricing(accepted.category) } : {}),
          ...(status === 'failed' ? { errors: [errorOf(failure ?? 131000)] } : {}),
        },
      ],
    };
    webhooks.push({ wabaId: number.wabaId, field: 'messages', value });
  }
}

const contactOf = ({ person, byPhone }: Accepted) => ({
  profile: { name: person.name, ...(person.username === undefined ? {} : { username: person.username }) },
  ...(byPhone ? { wa_id: person.phone } : {}),
  ...(person.userId === undefined ? {} : { user_id: person.userId }),
});

/** Since 2026-10-01 every delivered message is billed, inside the window too. */
const pricing = (category: string) => ({ billable: true, pricing_model: 'PMP', type: 'regular', category });

const errorOf = (code: number) => ({
  code,
  title: titleOf(code),
  message: titleOf(code),
  error_data: { details: titleOf(code) },
  href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
});
