import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { toSignedAmount } from './amount';

/**
 * What the rail signs of a callback: the values of `result` in the code-point order of their keys, joined by semicolons, the
 * amount always with two decimals, or its currency's where that has more. Nulls are omitted by the sender, so they are here.
 *
 * @returns undefined where a value can't have been signed: an object, a list, an amount that is none
 * @see https://github.com/finergy-tech/mia-pay-ecomm-integration/blob/main/docs/en/signature-verification.md the rule; its
 *   own example is not sorted, the vendor's published callback is
 */
export function signatureBase(result: Readonly<Record<string, unknown>>): string | undefined {
  const values = Object.entries(result)
    .filter(([, value]) => value !== null && value !== undefined)
    // UTF-8 keeps the order of code points; JavaScript's own order, by UTF-16 units, does not.
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => (key === 'amount' ? toSignedAmount(value, result['currency']) : toText(value)));
  return values.includes(undefined) ? undefined : values.join(';');
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * RSA PKCS#1 v1.5 with SHA-256.
 *
 * @param publicKey base64 DER SubjectPublicKeyInfo, as the rail publishes it
 * @param signature base64
 * @returns false also for a key or a signature that is none
 */
export function verifySignature(signed: string | Buffer, signature: string, publicKey: string): boolean {
  const key = readPublicKey(publicKey);
  if (key === undefined) return false;
  const bytes = typeof signed === 'string' ? Buffer.from(signed, 'utf8') : signed;
  return verify('sha256', bytes, key, Buffer.from(signature, 'base64'));
}

/** Reading a key takes longer than verifying with it, and banks have few. */
const read = new LRUCache<string, KeyObject>({ max: 100 });

/** @returns undefined for anything but a base64 DER SubjectPublicKeyInfo of an RSA key */
export function readPublicKey(publicKey: string): KeyObject | undefined {
  const known = read.get(publicKey);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    read.set(publicKey, key);
    return key;
  } catch {
    return undefined;
  }
}
