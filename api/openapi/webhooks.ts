import { z } from 'zod';
import type { Operation } from './operation';

const linkId = z.string().regex(/^[a-z2-7]{26}$/);
const taken = { status: 200, description: 'Taken: it need not be sent again.' };

const updates = z
  .looseObject({
    object: z.string(),
    entry: z.array(z.looseObject({ id: z.string(), changes: z.array(z.looseObject({ value: z.looseObject({}) })) })),
  })
  .describe('Up to 1,000 updates. What is not understood is counted and taken.');

const result = z.looseObject({
  terminalId: z.string().optional(),
  orderId: z.string().describe('The linkId.'),
  paymentId: z.string(),
  status: z.enum(['CREATED', 'PENDING', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED']),
  amount: z.number(),
  currency: z.string(),
  swiftMessageId: z.string().optional(),
  swiftPayerBank: z.string().optional(),
});
const callback = z.union([
  z.object({ result, signature: z.string().describe('base64, RSA PKCS#1 v1.5 with SHA-256 over the sorted values.') }),
  z
    .looseObject({
      event: z.enum(['payment.completed', 'payment.failed', 'payment.expired', 'payment.refunded']),
      paymentId: z.string(),
      orderId: z.string(),
      amount: z.number(),
      currency: z.string(),
    })
    .describe('With the signature over the raw body in X-MiaPos-Signature.'),
]);

export const webhookOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/webhooks/whatsapp',
    id: 'verifyWhatsappWebhook',
    tag: 'Webhooks',
    summary: 'Shows Meta that this address is ours',
    parameters: [
      { in: 'query', name: 'hub.mode', schema: z.literal('subscribe'), required: true },
      { in: 'query', name: 'hub.verify_token', schema: z.string(), required: true },
      { in: 'query', name: 'hub.challenge', schema: z.string(), required: true },
    ],
    answer: { status: 200, description: 'The bare challenge.', type: 'text/plain', schema: z.string() },
    problems: ['VerifyToken', 'TooManyRefusals'],
  },
  {
    method: 'post',
    path: '/webhooks/whatsapp',
    id: 'takeWhatsappWebhook',
    tag: 'Webhooks',
    summary: 'Takes messages, statuses and account events from Meta',
    description: '200 once Temporal has accepted everything in it; the same again changes nothing. At most 4 MB.',
    parameters: [
      {
        in: 'header',
        name: 'X-Hub-Signature-256',
        schema: z.string().regex(/^sha256=[0-9a-fA-F]{64}$/),
        required: true,
        description: 'HMAC-SHA256 of the raw body under META_APP_SECRET.',
      },
    ],
    body: { type: 'application/json', schema: updates, example: { object: 'whatsapp_business_account', entry: [] } },
    answer: taken,
    problems: ['NotJson', 'WebhookSignature', 'BodyTooLarge', 'BodyEncoding', 'Busy', 'TemporalUnavailable'],
  },
  {
    method: 'post',
    path: '/webhooks/rail/{linkId}',
    id: 'takeRailCallback',
    tag: 'Webhooks',
    summary: 'Takes the outcome of a payment from the rail',
    description:
      'The `callbackUrl` given with each payment. 200 also for a closed link, a replay and a signed mismatch, which the payment itself judges, and for a result that could be cut in another way, of which the rail is asked. At most 64 kB.',
    parameters: [
      { in: 'path', name: 'linkId', schema: linkId, required: true },
      {
        in: 'header',
        name: 'X-MiaPos-Signature',
        schema: z.string(),
        description: "Of the website's form only: base64 over the raw body. Its presence decides which form is read.",
      },
    ],
    body: { type: 'application/json', schema: callback },
    answer: taken,
    problems: [
      ...(['CallbackUnreadable', 'CallbackSignature', 'LinkUnknown', 'BodyTooLarge', 'BodyEncoding'] as const),
      ...(['TooManyRefusals', 'RailKeyUnavailable', 'TemporalUnavailable'] as const),
    ],
  },
];
