import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { z } from 'zod';
import { type Answer, call } from './http';
import type { Caught } from './sink';

const tokenAnswer = z.object({ accessToken: z.string(), refreshToken: z.string() });
export const created = z.object({ orderId: z.string(), paymentId: z.string(), checkoutPage: z.string().optional() });
export const form1 = z.object({ result: z.looseObject({ status: z.string() }), signature: z.string() });

export const MERCHANT = { merchantId: 'auto-service', secretKey: 'sandbox-secret-of-auto-service' };

/** One key for all simulators of a test file: making one takes longer than most tests. */
export const PRIVATE_KEY_PEM = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

/** A merchant's server, as it talks to the simulated rail. */
export class RailCaller {
  #token = '';
  constructor(readonly url: string) {}

  async login(): Promise<void> {
    const answer = await call('POST', `${this.url}/ecomm/api/v1/token`, MERCHANT);
    this.#token = tokenAnswer.parse(answer.body).accessToken;
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(method, `${this.url}/ecomm/api/v1${path}`, body, { Authorization: `Bearer ${this.#token}` });
  }

  async pay(order: Readonly<Record<string, unknown>> = {}): Promise<z.infer<typeof created>> {
    return created.parse((await this.send('POST', '/pay', { ...ORDER, ...order })).body);
  }

  async status(paymentId: string): Promise<unknown> {
    const answer = await this.send('GET', `/payment/${paymentId}`);
    return z.object({ status: z.string() }).parse(answer.body).status;
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(method, `${this.url}/__control${path}`, body);
  }
}

export const ORDER = {
  terminalId: 'E-AUTO-SERVICE',
  orderId: 'order-1',
  amount: 100,
  currency: 'MDL',
  payDescription: 'Cafea',
};

/** Checks a base64 signature as the protocol says, with the key the bank publishes. */
export function fitsKey(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

export const bodyOf = (caught: Caught | undefined): z.infer<typeof form1> => form1.parse(JSON.parse(caught?.raw ?? ''));
