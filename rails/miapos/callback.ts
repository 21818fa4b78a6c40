import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { FinalStatus, RailReport } from '../../domain/payment';
import { railMoney } from './amount';
import { orderId, payment, paymentId } from './answers';
import { isCutBeyondDoubt } from './callback-cut';
import { signatureBase, verifySignature } from './signature';

/** The events of the website's form. */
export type RailEvent = 'payment.completed' | 'payment.failed' | 'payment.expired' | 'payment.refunded';

/** A callback that could be read. Nothing in it counts before {@link RailCallback.verify} has held for a bank's key. */
export type RailCallback = {
  /** @param publicKey base64 DER SubjectPublicKeyInfo */
  readonly verify: (publicKey: string) => boolean;
  /** Of the website's form only. */
  readonly event?: RailEvent;
  /** The sender's id of this delivery; not signed, so good for a log and for nothing else. */
  readonly deliveryId?: string;
} & (
  | { readonly report: RailReport }
  /** Money went back after a success: shown and counted, changes and tells nothing. */
  | { readonly report?: undefined; readonly refund: Pick<RailReport, 'paymentId' | 'orderId' | 'amount'> }
  /** What was signed may have been a word about another payment: good for asking the rail, and for nothing else. */
  | { readonly report?: undefined; readonly doubted: RailReport }
);

const resultForm = z.object({ result: z.record(z.string(), z.unknown()), signature: z.string().min(1) });

const STATUS_OF: Readonly<Record<Exclude<RailEvent, 'payment.refunded'>, FinalStatus>> = {
  'payment.completed': 'SUCCESS',
  'payment.failed': 'FAILED',
  'payment.expired': 'EXPIRED',
};
const eventForm = z
  .object({
    event: z.enum(['payment.completed', 'payment.failed', 'payment.expired', 'payment.refunded']),
    paymentId,
    orderId,
  })
  .and(railMoney.transform((amount) => ({ amount })));

/**
 * Reads a callback in either form that the vendor documents: `{result, signature}`, or the website's event with its
 * signature over the raw body in a header. The header's presence decides.
 *
 * @param rawBody the bytes as they came: the website's form signs them
 * @param headers names in lower case, as Node gives them
 * @returns undefined where it is neither form
 */
export function readCallback(rawBody: Buffer, headers: IncomingHttpHeaders): RailCallback | undefined {
  const body = parse(rawBody);
  const signature = headers['x-miapos-signature'];
  if (signature === undefined) return readResult(body);
  return typeof signature === 'string' ? readEvent(rawBody, body, signature, headers) : undefined;
}

function readResult(body: unknown): RailCallback | undefined {
  const form = resultForm.safeParse(body).data;
  if (form === undefined) return undefined;
  const report = payment.safeParse(form.result).data;
  const base = signatureBase(form.result);
  if (report === undefined || base === undefined) return undefined;
  const verify = (publicKey: string) => verifySignature(base, form.signature, publicKey);
  return isCutBeyondDoubt(form.result) ? { report, verify } : { doubted: report, verify };
}

/** What the header names as the event is not signed: the body's own word decides, and the header may not contradict it. */
function readEvent(
  rawBody: Buffer,
  body: unknown,
  signature: string,
  headers: IncomingHttpHeaders,
): RailCallback | undefined {
  const form = eventForm.safeParse(body).data;
  if (form === undefined) return undefined;
  if ((headers['x-miapos-event'] ?? form.event) !== form.event) return undefined;
  const { event, ...about } = form;
  const deliveryId = headers['x-miapos-delivery'];
  const envelope = {
    event,
    ...(typeof deliveryId === 'string' ? { deliveryId: deliveryId.slice(0, 64) } : {}),
    verify: (publicKey: string) => verifySignature(rawBody, signature, publicKey),
  };
  if (event === 'payment.refunded') return { ...envelope, refund: about };
  return { ...envelope, report: { ...about, status: STATUS_OF[event] } };
}

/** Records leave this name out, so that a value under it would have been signed by nobody. */
function nothingHidden(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('__proto__ is no field of a callback');
  return value;
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'), nothingHidden) as unknown;
  } catch {
    return undefined;
  }
}
