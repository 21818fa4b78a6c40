import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What DBOS stores, encrypted as our own payloads are: AES-256-GCM. Synchronous, which costs it the least. */
export function createSealedJson(secret: Buffer) {
  const key = createSecretKey(secret);
  return {
    name: () => 'bench_sealed_json',
    stringify: (value: unknown): string => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const plain = JSON.stringify({ value });
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
    },
    parse: (text: string | null | undefined): unknown => {
      if (text == null) return null;
      const data = Buffer.from(text, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(data.subarray(-TAG_BYTES));
      const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return (JSON.parse(plain.toString('utf8')) as { value?: unknown }).value;
    },
  };
}
