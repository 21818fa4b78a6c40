import { createHmac } from 'node:crypto';
import type { Contact, InboundMessage } from '../domain/inbound';
import { base32 } from './base32';

/** 130 bits: unguessable, and never the same twice. */
const LENGTH = 26;

/** A key of ours; `key` is 32 bytes. */
export interface AddressKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The name under the first key, then those that the same thing would have under each older key. */
export type Names = readonly [current: string, ...older: string[]];

/**
 * Names that the same message or person always gets, that nobody else can guess, and that show neither.
 * An older key is kept for as long as something named by it may be looked for.
 */
export interface Addressing {
  /** What a command is filed under. A tap counts by its button, so one button makes one payment. */
  linkIds(command: Pick<InboundMessage, 'lineId' | 'sender' | 'messageId' | 'content'>): Names;
  /** A person on a line, by the channel's own id where there is one, else by phone. */
  pseudonyms(lineId: string, person: Contact): Names;
  /** A payer, the same on all lines. `phone`: E.164 with the plus sign. */
  payers(phone: string): Names;
}

/** @param keys the first names, all are looked up; at least one. */
export function createAddressing(keys: readonly AddressKey[]): Addressing {
  const [first, ...older] = keys;
  if (first === undefined) throw new Error('ADDRESS_KEY holds no key: nothing can be named. Set it to keyId:base64.');

  const names = (...fields: readonly string[]): Names => [
    name(first, fields),
    ...older.map((key) => name(key, fields)),
  ];

  return {
    linkIds: ({ lineId, sender, messageId, content }) => {
      const about = content.kind === 'tap' ? ['tap', content.id] : ['message', messageId];
      return names('link', lineId, ...identity(sender), ...about);
    },
    pseudonyms: (lineId, person) => names('person', lineId, ...identity(person)),
    payers: (phone) => names('payer', phone),
  };
}

function identity({ userId, phone }: Contact): [kind: string, value: string] {
  if (userId !== undefined) return ['user', userId];
  if (phone !== undefined) return ['phone', phone];
  throw new Error('A person with neither a user id nor a phone can be neither named nor answered.');
}

/** Each field goes in with its length, so that no two lists of fields read the same. */
function name({ key }: AddressKey, fields: readonly string[]): string {
  const hmac = createHmac('sha256', key);
  for (const field of fields) hmac.update(`${Buffer.byteLength(field)}:`).update(field);
  return base32(hmac.digest(), LENGTH);
}
