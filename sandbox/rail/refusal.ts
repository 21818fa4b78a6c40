import { z } from 'zod';
import type { StatusFault } from '../control/faults';
import { injectedReply, type Reply } from '../control/serve';

/** Whatever is wrong with a call is a 400 with the same code; see `refusalReply`. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A missing, wrong or expired token: 401 with an empty body. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
}

const errorBody = (errorMessage: string) => ({ errorCode: '1', errorMessage });

/** The rail says 400 and errorCode "1" whatever went wrong, an unknown payment too; the code means nothing. */
export function refusalReply(error: unknown): Reply {
  if (error instanceof Unauthorized) return { status: 401 };
  if (error instanceof Refused) return { status: 400, body: errorBody(error.message) };
  if (error instanceof z.ZodError) return { status: 400, body: errorBody(z.prettifyError(error)) };
  return { status: 500, body: errorBody(String(error)) };
}

export function injectedRefusal(fault: StatusFault): Reply {
  const status = fault.status ?? 400;
  return injectedReply(fault, status, status === 401 ? undefined : errorBody(fault.message ?? 'Injected by a rule'));
}
