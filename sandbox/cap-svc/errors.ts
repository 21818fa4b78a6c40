import { z } from 'zod';
import type { StatusFault } from '../control/faults';
import { injectedReply, type Reply } from '../control/serve';

const STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  SELLER_BLOCKED: 403,
  MERCHANT_FORBIDDEN: 403,
  SELLER_UNKNOWN: 404,
  MERCHANT_UNKNOWN: 404,
  PAYMENT_CONFLICT: 409,
  UNAVAILABLE: 503,
} as const;
export type CapCode = keyof typeof STATUS;

/** An answer of the contract that is not a success. */
export class CapError extends Error {
  override readonly name = 'CapError';
  constructor(
    readonly code: CapCode,
    message: string,
  ) {
    super(message);
  }
}

export function errorReply(error: unknown): Reply {
  if (error instanceof CapError) return reply(STATUS[error.code], error.code, error.message);
  if (error instanceof z.ZodError) return reply(STATUS.BAD_REQUEST, 'BAD_REQUEST', z.prettifyError(error));
  return reply(500, 'INTERNAL', String(error));
}

/** A rule may name a status, a code of the contract, or both. */
export function injectedError(fault: StatusFault): Reply {
  const code = typeof fault.code === 'string' ? fault.code : undefined;
  const status = fault.status ?? (code === undefined ? undefined : (STATUS as Record<string, number>)[code]) ?? 503;
  const named = code ?? Object.entries(STATUS).find(([, number]) => number === status)?.[0] ?? 'INTERNAL';
  return injectedReply(fault, status, { code: named, message: fault.message ?? 'Injected by a rule' });
}

const reply = (status: number, code: string, message: string): Reply => ({ status, body: { code, message } });
