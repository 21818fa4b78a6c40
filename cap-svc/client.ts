import { leanFetch } from '../rails/lean-fetch';
import type { Fetch } from '../rails/lean-fetch';
import type { z } from 'zod';
import { toDecimal } from '../domain/money';
import { CapFailure, type CapService } from './cap-svc';
import { sellerAnswer, tokenAnswer } from './contract';
import { callCap, type CapCall } from './http';

export interface CapServiceOptions {
  readonly baseUrl: string;
  /** Our service token. */
  readonly token: string;
  /** For one call, connection and body included; default 10 s. */
  readonly timeoutMs?: number;
  /** Default: the lean one. */
  readonly fetch?: Fetch;
}

/** cap-svc over HTTP. Keeps nothing: tokens are cached by the token broker. */
export function createCapService({ baseUrl, token, timeoutMs = 10_000, ...rest }: CapServiceOptions): CapService {
  const options = { baseUrl: baseUrl.replace(/\/+$/, ''), token, timeoutMs, fetch: rest.fetch ?? leanFetch };

  async function ask<T>(call: CapCall, answer: z.ZodType<T>): Promise<T> {
    const read = answer.safeParse(await callCap(options, call));
    if (read.success) return read.data;
    const fields = read.error.issues.map(({ path }) => path.join('.') || 'the body').join(', ');
    const message = `cap-svc answered ${call.operation} against its contract (${fields}): it has to be mended there.`;
    throw new CapFailure('Unavailable', message);
  }

  return {
    resolveSeller: (phone, channel, requestId) =>
      ask(
        {
          operation: 'resolveSeller',
          method: 'POST',
          path: '/rev2/sellers/resolve',
          body: { phone, channel },
          requestId,
        },
        sellerAnswer,
      ),

    issueToken: (posUserId, merchantId, requestId) =>
      ask(
        {
          operation: 'issueEcommToken',
          method: 'POST',
          path: '/rev2/ecomm-tokens',
          body: { posUserId, merchantId },
          requestId,
        },
        tokenAnswer,
      ),

    recordPayment: async (paymentId, record, requestId) => {
      const body = { ...record, amount: toDecimal(record.amount), currency: record.amount.currency };
      const path = `/rev2/payments/${encodeURIComponent(paymentId)}`;
      await callCap(options, { operation: 'recordPayment', method: 'PUT', path, body, requestId });
    },
  };
}
