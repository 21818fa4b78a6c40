import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = 'binary/encrypted';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Metadata of an encrypted payload, in clear: no personal data goes in here. */
const METADATA = { encoding: 'encoding', keyId: 'encryption-key-id', workflowId: 'workflow-id' } as const;

/** `key` is 32 bytes. */
export interface PayloadKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Of bytes, Node makes such an object anew each time: since Node 24 that takes longer than to encrypt a payload. */
interface ReadyKey {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * Encrypts everything that Temporal stores with AES-256-GCM: a random 12-byte nonce, the ciphertext of the whole payload, the
 * 16-byte tag. The metadata is authenticated with it: the key's id, so that keys can be changed, and the workflow's id where
 * the SDK tells it, so that whoever decodes can be told what was decoded. What another encoding made passes unchanged.
 *
 * @param keys the first encrypts, all decrypt.
 */
export function createPayloadCodec(keys: readonly PayloadKey[]): PayloadCodec {
  const ready = keys.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
  const [first] = ready;
  if (first === undefined) throw new Error('PAYLOAD_KEYS holds no key: nothing can be stored. Set it to keyId:base64.');
  const byId = new Map(ready.map((key) => [key.id, key]));

  return {
    encode: (payloads, context) => Promise.resolve(payloads.map((payload) => encrypt(first, payload, context))),
    // The interface is asynchronous: what is thrown in here must reject.
    decode: (payloads) =>
      new Promise((resolve) => {
        resolve(payloads.map((payload) => (isEncrypted(payload) ? decrypt(byId, payload) : payload)));
      }),
  };
}

/** The workflow whose payload this is; undefined where the metadata does not say. */
export function workflowIdOf(payload: Payload): string | undefined {
  return isEncrypted(payload) ? read(payload, METADATA.workflowId) : undefined;
}

/** The key that encrypted it; undefined: none did. */
export function keyIdOf(payload: Payload): string | undefined {
  return isEncrypted(payload) ? read(payload, METADATA.keyId) : undefined;
}

function isEncrypted(payload: Payload): boolean {
  return read(payload, METADATA.encoding) === ENCODING;
}

function encrypt({ id, key }: ReadyKey, payload: Payload, context?: SerializationContext): Payload {
  const workflowId = context?.workflowId;
  const metadata = {
    [METADATA.encoding]: Buffer.from(ENCODING),
    [METADATA.keyId]: Buffer.from(id),
    ...(workflowId === undefined ? {} : { [METADATA.workflowId]: Buffer.from(workflowId) }),
  };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(authenticated({ metadata }));
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  return { metadata, data: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

function decrypt(keys: ReadonlyMap<string, ReadyKey>, payload: Payload): Payload {
  const id = read(payload, METADATA.keyId) ?? '';
  const key = keys.get(id)?.key;
  if (key === undefined) {
    throw new Error(
      `Payload key ${JSON.stringify(id)} is not in PAYLOAD_KEYS, so what it encrypted can't be read. Add it.`,
    );
  }
  const data = payload.data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticated(payload))
      .setAuthTag(data.subarray(-TAG_BYTES));
    const sealed = data.subarray(NONCE_BYTES, -TAG_BYTES);
    return temporal.api.common.v1.Payload.decode(Buffer.concat([decipher.update(sealed), decipher.final()]));
  } catch {
    // OpenSSL's own words name neither the key nor what to do.
    throw new Error(
      `A payload encrypted with key ${JSON.stringify(id)} can't be read: it was changed or cut, or PAYLOAD_KEYS holds another key of this id.`,
    );
  }
}

/** Each field with its length, so that no two sets of fields read the same. */
function authenticated(payload: Payload): Buffer {
  const fields = Object.values(METADATA).map((field) => payload.metadata?.[field] ?? new Uint8Array());
  return Buffer.concat(fields.flatMap((field) => [Buffer.from(`${field.length}:`), field]));
}

function read(payload: Payload, field: string): string | undefined {
  const value = payload.metadata?.[field];
  return value == null ? undefined : Buffer.from(value).toString();
}
