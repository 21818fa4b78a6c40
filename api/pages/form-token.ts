import { createHmac, hkdfSync } from 'node:crypto';
import type { NamedKey } from '../../config/values';
import { sameSecret } from '../http/constant-time';

const HOUR = 3_600_000;
/** A page may lie open in a pocket; after this it asks for one more press. */
const LASTS = 24 * HOUR;

export interface FormTokens {
  make(linkId: string, now: Date): string;
  fits(token: string, linkId: string, now: Date): boolean;
}

/**
 * Proves that whoever posts has seen this link's page: a scanner that posts blindly, and a form on another site, have not.
 * Nothing is stored, so any api process can check what another one made; the key is derived, for it names nothing.
 *
 * @param keys ADDRESS_KEY: the first signs, all are accepted, so that a rotation breaks no open page
 */
export function createFormTokens(keys: readonly NamedKey[]): FormTokens {
  const secrets = keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', 'link-page-form', 32)));
  const sign = (secret: Buffer, linkId: string, until: string) =>
    createHmac('sha256', secret).update(`${linkId}.${until}`).digest('base64url');
  return {
    make: (linkId, now) => {
      const until = (now.getTime() + LASTS).toString(36);
      const [secret] = secrets;
      if (secret === undefined) throw new Error('There is no key to sign forms with');
      return `${until}.${sign(secret, linkId, until)}`;
    },
    fits: (token, linkId, now) => {
      const [until = '', mac = ''] = token.split('.');
      const signed = secrets.some((secret) => sameSecret(mac, sign(secret, linkId, until)));
      return signed && Number.parseInt(until, 36) >= now.getTime();
    },
  };
}
