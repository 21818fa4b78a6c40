import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A secret at rest: AES-256-GCM, everything base64. */
export interface SealedSecret {
  readonly iv: string;
  readonly tag: string;
  readonly ciphertext: string;
}

/** Keeps the merchants' secret keys. The merchant's id is authenticated too, so a secret can't be moved to another. */
export class Vault {
  readonly #sealed = new Map<string, SealedSecret>();

  /** @param key 32 bytes */
  constructor(private readonly key: Buffer) {}

  put(merchantId: string, secret: string): void {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(merchantId));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]).toString('base64');
    this.#sealed.set(merchantId, {
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      ciphertext,
    });
  }

  /** @throws where there is no secret, or it was changed at rest */
  open(merchantId: string): string {
    const sealed = this.#sealed.get(merchantId);
    if (sealed === undefined) throw new Error(`Merchant ${merchantId} has no secret in the vault.`);
    const decipher = createDecipheriv('aes-256-gcm', this.key, Buffer.from(sealed.iv, 'base64'))
      .setAAD(Buffer.from(merchantId))
      .setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return decipher.update(sealed.ciphertext, 'base64', 'utf8') + decipher.final('utf8');
  }

  /** What lies at rest; a changed copy can be put back by {@link restore}. */
  sealed(merchantId: string): SealedSecret | undefined {
    return this.#sealed.get(merchantId);
  }

  restore(merchantId: string, sealed: SealedSecret): void {
    this.#sealed.set(merchantId, sealed);
  }
}
