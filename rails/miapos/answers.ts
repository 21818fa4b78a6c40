import { z } from 'zod';
import { railMoney } from './amount';
import { readPublicKey as isPublicKey } from './signature';

/** A uuid on miaPOS; whatever it is, it goes into paths and attributes as it stands. */
export const paymentId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Ours, and so free of the semicolon that the signature joins values with. */
export const orderId = z.string().regex(/^[^;]{1,128}$/);
export const optionalText = z.string().nullish();

export const railStatus = z.enum(['CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED']);

/** A payment, flat or as a callback's `result`. Loose: the rail adds fields. */
export const payment = z
  .object({ paymentId, orderId, status: railStatus, swiftMessageId: optionalText, swiftPayerBank: optionalText })
  .and(railMoney.transform((amount) => ({ amount })))
  .transform(({ swiftMessageId, swiftPayerBank, ...report }) => ({
    ...report,
    ...(swiftMessageId == null ? {} : { swiftMessageId }),
    ...(swiftPayerBank == null ? {} : { swiftPayerBank }),
  }));

const onThisMachine = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?\//;

/** Forwarded to customers: a web page that nobody on the way can change, and nothing that a chat would run. */
const checkoutPage = z
  .url({ protocol: /^https?$/ })
  .refine((page) => page.startsWith('https:') || onThisMachine.test(page), { error: 'is not https' });

export const madeLink = z.object({ orderId, paymentId, checkoutPage });

export const madeRequest = z.object({ orderId, paymentId });

export const publicKeyAnswer = z.object({
  publicKey: z.string().refine((key) => isPublicKey(key) !== undefined, { error: 'is no RSA key' }),
});
