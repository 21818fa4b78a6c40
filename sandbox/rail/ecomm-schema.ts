import { z } from 'zod';
import { decimalsOf } from './decimals';

const text = z.string().min(1).max(512);
const url = z.url({ protocol: /^https?$/ });

export const tokenRequest = z.object({ merchantId: text, secretKey: text });
export const refreshRequest = z.object({ refreshToken: z.string().min(1) });

const fields = z.object({
  terminalId: text,
  orderId: text,
  amount: z.number().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  payDescription: text,
  clientEmail: z.email().optional(),
  callbackUrl: url.optional(),
});

/** The rail counts in the currency's minor units: what has a part of one is refused. */
const whole = ({ amount, currency }: { readonly amount: number; readonly currency: string }): boolean => {
  const minor = amount * 10 ** decimalsOf(currency);
  return Math.abs(minor - Math.round(minor)) < 1e-6;
};
const TOO_FINE = 'amount has more decimals than its currency';

const payFields = fields.extend({
  paymentType: z.literal('qr').optional(),
  language: z.enum(['ro', 'ru', 'en']).optional(),
  successUrl: url.optional(),
  failUrl: url.optional(),
  directRedirect: z.boolean().optional(),
  fastRedirect: z.boolean().optional(),
  clientName: text.optional(),
});
export const payRequest = payFields.refine(whole, TOO_FINE);

const rtpFields = fields.extend({
  clientName: text,
  clientPhone: z.string().regex(/^\+?[1-9][0-9]{6,14}$/),
});
export const rtpRequest = rtpFields.refine(whole, TOO_FINE);
export const rtpPayer = rtpFields.pick({ clientPhone: true });

export const minorOf = (decimal: number, currency: string): number => Math.round(decimal * 10 ** decimalsOf(currency));
