import { z } from 'zod';

const text = z.string().min(1).max(512);
const url = z.url({ protocol: /^https?$/ });

export const tokenRequest = z.object({ merchantId: text, secretKey: text });
export const refreshRequest = z.object({ refreshToken: z.string().min(1) });

/** Two decimals at most: the rail counts in bani. */
const amount = z
  .number()
  .positive()
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'amount has more than 2 decimals');

const order = z.object({
  terminalId: text,
  orderId: text,
  amount,
  currency: z.string().regex(/^[A-Z]{3}$/),
  payDescription: text,
  clientEmail: z.email().optional(),
  callbackUrl: url.optional(),
});

export const payRequest = order.extend({
  paymentType: z.literal('qr').optional(),
  language: z.enum(['ro', 'ru', 'en']).optional(),
  successUrl: url.optional(),
  failUrl: url.optional(),
  directRedirect: z.boolean().optional(),
  fastRedirect: z.boolean().optional(),
  clientName: text.optional(),
});

export const rtpRequest = order.extend({
  clientName: text,
  clientPhone: z.string().regex(/^\+?[1-9][0-9]{6,14}$/),
});

export const minorOf = (decimal: number): number => Math.round(decimal * 100);
