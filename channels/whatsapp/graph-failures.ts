import { z } from 'zod';
import { ChannelFailure, type ChannelFailureKind } from '../channel';
import { classifyGraphError } from './errors';
import { retryAfterMs } from './retry-after';

/** Meta's own words may hold the recipient's phone, so these are told instead. */
const MEANING: Readonly<Record<ChannelFailureKind, string>> = {
  WindowClosed: 'more than 24 hours have passed since this person wrote; only a template can go out',
  TemplateUnavailable: 'the template is missing, paused, disabled or not approved; look at it in WhatsApp Manager',
  TemplateMismatch: 'our parameters do not fit the template as approved; compare it with our definition',
  PairRateLimited: 'too many messages to this one person; wait before the next',
  Throttled: 'the number or the app sends too much; wait before the next call',
  Transient: 'it is down or stumbled and did not take the call; try again',
  RecipientUnreachable: 'this person can’t be reached on WhatsApp; trying again will not help',
  PhoneNeeded: 'this message can’t go to a user id; send it to the phone',
  AccountBlocked: 'token, permission, payment method or account stand in the way; look at them in Meta Business Suite',
  MessageRejected: 'it calls the request wrong; this is a bug of ours, look the code up',
  NoAnswer: 'the call went out and no answer came; it may or may not have been taken',
};

const refusalSchema = z.looseObject({
  error: z.looseObject({
    code: z.number().int(),
    error_subcode: z.number().int().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
    fbtrace_id: z.string().max(64).optional().catch(undefined),
    message: z.string().catch(''),
  }),
});

export interface Answer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: unknown;
}

/**
 * What an answer other than success means.
 * @param attempt which try this was, from 1.
 * @returns undefined when the answer is no refusal.
 */
export function refusalOf(answer: Answer, attempt: number, now: number): ChannelFailure | undefined {
  const { data } = refusalSchema.safeParse(answer.body);
  const asked = retryAfterMs(answer.headers, now);
  if (data === undefined) return answer.status < 300 ? undefined : refusalWithoutReason(answer.status, asked);
  const { code, error_subcode: subcode, is_transient: transient, fbtrace_id: trace, message } = data.error;
  const row = classifyGraphError({
    code,
    ...(subcode !== undefined && { subcode }),
    ...(transient !== undefined && { transient }),
  });
  // Of all the calls that code 100 finds wrong, this one is not the message's fault and has no code of its own.
  const kind = code === 100 && message.includes('appsecret_proof') ? 'AccountBlocked' : row.kind;
  const pause = asked ?? row.pauseMs?.(attempt);
  const codes = subcode === undefined ? String(code) : `${code}/${subcode}`;
  return new ChannelFailure(kind, `WhatsApp refused with code ${codes}: ${MEANING[kind]}`, {
    code,
    ...(pause !== undefined && { retryAfterMs: pause }),
    ...(trace !== undefined && { trace }),
  });
}

/** Whether Meta knows the token and not the secret that proves it ours: nothing was done then. */
export function isWrongProof(error: unknown): boolean {
  return error instanceof ChannelFailure && error.kind === 'AccountBlocked' && error.details.code === 100;
}

/**
 * Something before Graph answered. Below 500 it did not let the call through; above, it may well have, and lost the
 * answer. A redirect is never followed, and nobody knows what became of the call.
 */
function refusalWithoutReason(status: number, asked: number | undefined): ChannelFailure {
  const kind = status === 429 ? 'Throttled' : status >= 400 && status < 500 ? 'Transient' : 'NoAnswer';
  return new ChannelFailure(kind, `HTTP ${status} without a word from WhatsApp: ${MEANING[kind]}`, {
    ...(asked !== undefined && { retryAfterMs: asked }),
  });
}

/** A call that ended without an answer that can be read. The error itself stays here: it could name what was sent. */
export function silenceOf(error: unknown): ChannelFailure {
  const faults = faultsOf(error);
  const kind = faults.length > 0 && faults.every(neverSent) ? 'Transient' : 'NoAnswer';
  const [first] = faults.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return new ChannelFailure(kind, `No answer from WhatsApp (${first ?? nameOf(error)}): ${MEANING[kind]}`);
}

export function unreadable(what: string): ChannelFailure {
  return new ChannelFailure('NoAnswer', `WhatsApp answered without ${what}: ${MEANING.NoAnswer}`);
}

const faultSchema = z.looseObject({
  code: z.string().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
});
type Fault = z.infer<typeof faultSchema>;

/** What fetch holds as the cause: one fault, or one for each address that was tried. */
function faultsOf(error: unknown): readonly Fault[] {
  const cause = z.object({ cause: z.unknown() }).safeParse(error).data?.cause;
  const several = z.object({ errors: z.array(z.unknown()).min(1) }).safeParse(cause).data?.errors;
  return (several ?? [cause]).map((fault) => faultSchema.safeParse(fault).data ?? {});
}

/** Faults of name look-up, of connecting and of the certificate: they come before the first byte of a request. */
function neverSent({ code = '', syscall = '' }: Fault): boolean {
  return (
    syscall === 'getaddrinfo' ||
    syscall === 'connect' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    /CERT|^ERR_TLS_|^UNABLE_TO_/.test(code)
  );
}

function nameOf(error: unknown): string {
  return z.object({ name: z.string() }).safeParse(error).data?.name ?? 'unknown';
}
