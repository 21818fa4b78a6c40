import { randomBytes } from 'node:crypto';
import type { StatusFault } from '../control/faults';
import { injectedReply, type Reply } from '../control/serve';
import { titleOf, httpStatusOf } from './error-codes';

/** A refusal of the Graph API. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  constructor(
    readonly code: number,
    readonly details: string,
    readonly extra: { readonly subcode?: number; readonly status?: number; readonly message?: string } = {},
  ) {
    super(extra.message ?? titleOf(code));
  }
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
function graphErrorBody({ code, details, message, extra }: GraphError) {
  return {
    error: {
      // Token errors carry neither the number in the message nor WhatsApp's details.
      message: code === 190 || code === 0 ? message : `(#${code}) ${message}`,
      type: 'OAuthException',
      code,
      ...(extra.subcode === undefined ? {} : { error_subcode: extra.subcode }),
      ...(code === 190 || code === 0 ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  };
}

export function graphErrorReply(error: unknown): Reply {
  const known = error instanceof GraphError ? error : new GraphError(131000, String(error));
  return { status: known.extra.status ?? httpStatusOf(known.code), body: graphErrorBody(known) };
}

/** A rule may give a Graph code, an HTTP status or both; a 5xx without a code has a proxy's page for a body. */
export function injectedGraphError(fault: StatusFault): Reply {
  const code = typeof fault.code === 'string' ? Number(fault.code) : fault.code;
  if (code === undefined) {
    return injectedReply(fault, fault.status ?? 500, `<html><body><h1>Error ${fault.status ?? 500}</h1></body></html>`);
  }
  const error = new GraphError(code, fault.message ?? 'Injected by a rule');
  return injectedReply(fault, fault.status ?? httpStatusOf(code), graphErrorBody(error));
}
