import { z } from 'zod';
import type { Seller } from '../domain/seller';
import { LOCALES } from '../domain/locale';
import type { CapFailureKind, EcommToken } from './cap-svc';

const currency = z.string().regex(/^[A-Z]{3}$/);
const decimal = z.string().regex(/^\d+(\.\d+)?$/);

/**
 * What cap-svc answers, Rev 2. Objects are loose: a field that is added there must not stop payments here.
 * Only what the product reads is checked; lengths of names are the portal's matter.
 */
const merchant = z.object({
  merchantId: z.string().min(1),
  name: z.string(),
  bank: z.object({ id: z.string().min(1), name: z.string(), country: z.string().regex(/^[A-Z]{2}$/) }),
  currency,
  capabilities: z.object({ link: z.boolean(), rtp: z.boolean() }),
  limits: z.object({ min: decimal, max: decimal }),
  linkTtlSeconds: z.int().min(60).max(5_184_000),
});

export const sellerAnswer = z
  .object({
    posUserId: z.string().min(1),
    status: z.enum(['ACTIVE', 'BLOCKED']),
    locale: z.enum(LOCALES),
    displayName: z.string().nullish(),
    merchants: z.array(merchant).min(1),
  })
  .transform(({ displayName, ...seller }): Seller => ({ ...seller, ...(displayName == null ? {} : { displayName }) }));

export const tokenAnswer = z
  .object({
    accessToken: z.string().min(1),
    expiresInSeconds: z.number(),
    ecommBaseUrl: z.url(),
    terminalId: z.string().min(1),
    rtpTerminalId: z.string().min(1).nullish(),
  })
  .transform(({ rtpTerminalId, ...token }): EcommToken => ({
    ...token,
    ...(rtpTerminalId == null ? {} : { rtpTerminalId }),
  }));

export const errorAnswer = z.object({ code: z.string(), message: z.string() });

/** Codes of the contract. Anything else is no word of cap-svc: a proxy's 404 must not turn every seller into a stranger. */
export const FAILURE_KINDS: ReadonlyMap<string | undefined, CapFailureKind> = new Map([
  ['SELLER_UNKNOWN', 'SellerUnknown'],
  ['SELLER_BLOCKED', 'SellerBlocked'],
  ['MERCHANT_FORBIDDEN', 'MerchantForbidden'],
  ['MERCHANT_UNKNOWN', 'MerchantUnknown'],
  ['PAYMENT_CONFLICT', 'RecordConflict'],
  ['BAD_REQUEST', 'BadRequest'],
  ['UNAUTHORIZED', 'Unauthorized'],
  ['UNAVAILABLE', 'Unavailable'],
]);
