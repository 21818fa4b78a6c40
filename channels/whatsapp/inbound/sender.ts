import type { Contact } from '../../../domain/inbound';
import { type Message, type Profile, profileSchema } from './schema';

const BSUID = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/;
const PHONE = /^\+?(\d{5,20})$/;

export interface Sender {
  readonly contact: Contact;
  readonly name?: string;
  /** Where the identity-change check is on for the number. */
  readonly identity?: string;
}

/**
 * Who sent a message. WhatsApp leaves the phone out for people with a username, and a batch lists the profiles of all
 * its senders side by side: an id is taken from a profile only when the profile is certainly this sender's.
 * @returns undefined when nothing says who it was.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function senderOf(message: Message, profiles: readonly unknown[], alone: boolean): Sender | undefined {
  const own = contactOf(message.from_user_id ?? message.from, message.from);
  const profile = profileOf(own, profiles, alone);
  const contact = contactOf(own.userId ?? profile?.user_id, own.phone ?? profile?.wa_id);
  if (contact.userId === undefined && contact.phone === undefined) return undefined;
  const name = profile?.profile?.name;
  const identity = profile?.identity_key_hash;
  return { contact, ...(name !== undefined && { name }), ...(identity !== undefined && { identity }) };
}

/** Keeps of two addresses what looks like one; some resellers write a user id where Meta writes a phone. */
export function contactOf(userId: string | undefined, phone: string | undefined): Contact {
  const digits = PHONE.exec(phone ?? '')?.[1];
  return {
    ...(userId !== undefined && BSUID.test(userId) && { userId }),
    ...(digits !== undefined && { phone: digits }),
  };
}

function profileOf(own: Contact, profiles: readonly unknown[], alone: boolean): Profile | undefined {
  const read = profiles.map((profile) => profileSchema.safeParse(profile)).flatMap(({ data }) => (data ? [data] : []));
  const same = read.find(
    (profile) =>
      (own.userId !== undefined && profile.user_id === own.userId) ||
      (own.phone !== undefined && profile.wa_id === own.phone),
  );
  const nameless = own.userId === undefined && own.phone === undefined;
  return same ?? (nameless && alone && read.length === 1 ? read[0] : undefined);
}
