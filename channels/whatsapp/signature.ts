import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * Checks Meta's `X-Hub-Signature-256` over the bytes as they came. Meta escapes everything above U+007F in the JSON it
 * signs, so a body that was parsed and written again never fits.
 *
 * @param secrets app secrets, current first; more than one while a secret is being changed.
 * @returns the index of the secret that fitted, or -1. An absent header and an empty secret never fit.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function verifySignature(rawBody: Buffer, header: string | undefined, secrets: readonly string[]): number {
  const hex = HEADER.exec(header ?? '')?.[1];
  if (hex === undefined) return -1;
  const given = Buffer.from(hex, 'hex');
  // Every secret is tried, so that the time taken does not tell which one is in use.
  return secrets.reduce(
    (fitted, secret, index) =>
      secret !== '' && timingSafeEqual(digest(rawBody, secret), given) && fitted === -1 ? index : fitted,
    -1,
  );
}

/** Whether a header has the form of a signature: without it, the body need not even be read. */
export function isSignature(header: string | undefined): boolean {
  return HEADER.test(header ?? '');
}

/** The header value Meta would send with this body; for tests and for whoever plays Meta. */
export function sign(rawBody: Buffer | string, secret: string): string {
  return `sha256=${digest(rawBody, secret).toString('hex')}`;
}

function digest(body: Buffer | string, secret: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}
