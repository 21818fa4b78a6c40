import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { spelt } from './decimals';

/**
 * What the rail signs: the values of `result` in the code-point order of their keys, joined by semicolons, the amount
 * with all its decimals, two at least. The simulator's own reading of the protocol, apart from the product's: each checks the other.
 */
export function signatureBase(result: Readonly<Record<string, string | number>>): string {
  return Object.keys(result)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) =>
      key === 'amount' ? Number(result[key]).toFixed(spelt(String(result['currency']))) : String(result[key]),
    )
    .join(';');
}

/** The bank's RSA key: one at a time, replaced by a rotation. */
export class SigningKey {
  #privateKey: KeyObject;

  constructor(privateKeyPem?: string) {
    this.#privateKey = privateKeyPem === undefined ? newKey() : createPrivateKey(privateKeyPem);
  }

  rotate(): void {
    this.#privateKey = newKey();
  }

  /** @returns base64, RSA PKCS#1 v1.5 with SHA-256 */
  sign(text: string): string {
    return sign('sha256', Buffer.from(text, 'utf8'), this.#privateKey).toString('base64');
  }

  /** @returns base64 DER SubjectPublicKeyInfo */
  get publicKey(): string {
    return createPublicKey(this.#privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  }
}

const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
