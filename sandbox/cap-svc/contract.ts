import { z } from 'zod';

/** Rev 2 as the simulator reads it; the product's client has its own reading. */
export const phone = z.string().regex(/^\+[1-9][0-9]{6,14}$/);
const channel = z.enum(['whatsapp', 'telegram']);
const locale = z.enum(['ro', 'ru', 'en', 'fr', 'de']);
const currency = z.string().regex(/^[A-Z]{3}$/);
const decimal = z.string().regex(/^[0-9]+(\.[0-9]+)?$/);

export const resolveRequest = z.object({ phone, channel });
export const tokenRequest = z.object({ posUserId: z.string(), merchantId: z.string() });

export const paymentRecord = z.object({
  posUserId: z.string(),
  merchantId: z.string(),
  orderId: z.string(),
  kind: z.enum(['link', 'rtp']),
  amount: decimal,
  currency,
  description: z.string().max(140).nullish(),
  tag: z.string().max(40).nullish(),
  channel,
  status: z.enum(['CREATED', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED']),
});
export type RecordedPayment = z.infer<typeof paymentRecord>;

export const sellerRecord = z.strictObject({
  posUserId: z.string().min(1),
  status: z.enum(['ACTIVE', 'BLOCKED']),
  locale,
  displayName: z.string().max(80).optional(),
  merchantIds: z.array(z.string()).min(1),
});
export type SellerRecord = z.infer<typeof sellerRecord>;

export const merchantRecord = z.strictObject({
  name: z.string().max(80),
  bankId: z.string(),
  currency,
  capabilities: z.strictObject({ link: z.boolean(), rtp: z.boolean() }),
  limits: z.strictObject({ min: decimal, max: decimal }),
  linkTtlSeconds: z.int().min(60).max(5_184_000),
  terminalId: z.string(),
  rtpTerminalId: z.string().nullable(),
});
export type MerchantRecord = z.infer<typeof merchantRecord>;

export const bankRecord = z.strictObject({
  id: z.string(),
  name: z.string(),
  country: z.string().regex(/^[A-Z]{2}$/),
  ecommBaseUrl: z.url({ protocol: /^https?$/ }),
});
export type BankRecord = z.infer<typeof bankRecord>;
