import type { ChannelName } from './line';

/**
 * Where a person can be written to on a channel. At least one of the two is present.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface Contact {
  /** The channel's own id of the person (WhatsApp: the business-scoped user id). */
  readonly userId?: string;
  /** Digits only, country code first, as the channel gave it; WhatsApp may leave it out. */
  readonly phone?: string;
}

/** What a person did. Unknown kinds arrive as `other` so that a new message type never breaks intake. */
export type InboundContent =
  | { readonly kind: 'text'; readonly text: string }
  /** A tap on a list row or a button of ours; `id` is what we gave it. */
  | { readonly kind: 'tap'; readonly id: string; readonly title: string }
  /**
   * A shared contact card; `requested` when it answers our request for the phone. `phone` is digits, with a plus before
   * the country code where the card has one; absent when the card holds none or several.
   */
  | { readonly kind: 'contact'; readonly phone?: string; readonly name?: string; readonly requested: boolean }
  /** The person's address changed. */
  | { readonly kind: 'moved'; readonly previous: Contact }
  /** Read by nobody and answered by nothing: reactions, stickers, deletions, and as `system` what the channel says of the person. */
  | { readonly kind: 'silent'; readonly type: string }
  /** Anything else: photo, voice, poll, a type that did not exist when this was written. */
  | { readonly kind: 'other'; readonly type: string };

/** False: the channel's own word about the person, which opens no window and shows nobody there. */
export function isWritten(content: InboundContent): boolean {
  return content.kind !== 'moved' && !(content.kind === 'silent' && content.type === 'system');
}

/** One message of a person, whatever the channel. JSON-safe: it travels in (encrypted) workflow inputs. */
export interface InboundMessage {
  readonly channel: ChannelName;
  readonly lineId: string;
  readonly sender: Contact;
  readonly senderName?: string;
  /** The channel's mark of the account behind the number: another one is another person, or another phone. */
  readonly identity?: string;
  readonly messageId: string;
  /** ISO 8601, the channel's own clock. */
  readonly sentAt: string;
  /** The message of ours that this one answers, by the channel's id. */
  readonly replyTo?: string;
  readonly forwarded: boolean;
  readonly content: InboundContent;
}

/** What the channel says became of a message of ours. `sent` is implied by `delivered` and `read`. */
export interface DeliveryStatus {
  readonly lineId: string;
  readonly messageId: string;
  /** ISO 8601, the channel's own clock; absent where it told none. */
  readonly at?: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  /** The send's key, as given when it was sent; absent for messages that carried none. */
  readonly key?: string;
  /** The channel's error code of a failed message. */
  readonly code?: number;
  /** Meta's pricing facts, where the status carries them. */
  readonly pricing?: { readonly type: string; readonly category: string };
}

/** A card that answers our own request holds the sender's number; any other may hold anybody's. */
export function ownPhone({ content }: InboundMessage): { readonly phone?: string } {
  if (content.kind !== 'contact' || !content.requested || content.phone === undefined) return {};
  return { phone: content.phone.replace('+', '') };
}
