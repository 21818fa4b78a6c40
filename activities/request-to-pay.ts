import { CapFailure } from '../cap-svc/cap-svc';
import type { Payer } from '../domain/payer';
import type { Issued } from '../domain/settlement';
import { RailFailure } from '../rails/rail';
import type { RailAccess } from '../rails/rail';
import type { Deps } from './deps';
import { NOT_ENTITLED } from './issue-payment';
import type { IssueRequest } from './issue-payment';

export interface RtpRequest extends IssueRequest {
  readonly payer: Payer;
  /** The bank that the payer's place was taken for; the request goes to no other. */
  readonly origin: string;
}

export type RtpAnswer =
  | { readonly issued: Issued }
  /** The rail takes no request for this phone. Its own words are never shown. */
  | { readonly refused: 'payer' | 'blocked' }
  /** Proven: nothing went out. */
  | { readonly notSent: true }
  /** It may have gone out; nobody knows. */
  | { readonly unknown: true };

/**
 * Sends one request to pay, in at most one attempt ever: the rail knows no idempotency key, and a second request is a second
 * prompt on the payer's phone. It never throws where it knows what happened, and it does not listen for cancellation: a
 * shutdown must not turn "sent" into "unknown".
 */
export const createRequestToPay = (deps: Deps) => {
  return async function requestToPay(request: RtpRequest): Promise<RtpAnswer> {
    const who = [request.posUserId, request.merchant.merchantId, `${request.linkId}.request`] as const;
    const issuedAt = deps.now();
    let access = await grant();
    if (!('accessToken' in access)) return access;
    let answer = await send(access);
    if (answer === 'unauthorized') {
      // A 401 comes before anything is done; a new token may do it, once.
      deps.access.forget(who[0], who[1], access);
      access = await grant();
      if (!('accessToken' in access)) return access;
      answer = await send(access);
    }
    return answer === 'unauthorized' ? { notSent: true } : answer;

    /** Nothing has been sent yet, so whatever goes wrong here is proof of that. */
    async function grant(): Promise<RailAccess | Extract<RtpAnswer, { refused: unknown } | { notSent: true }>> {
      try {
        const granted = await deps.access.access(...who);
        return granted.origin === request.origin && granted.rtpTerminalId !== undefined ? granted : { notSent: true };
      } catch (error) {
        const blocked = error instanceof CapFailure && NOT_ENTITLED.includes(error.kind);
        return blocked ? { refused: 'blocked' } : { notSent: true };
      }
    }

    async function send(granted: RailAccess): Promise<RtpAnswer | 'unauthorized'> {
      try {
        const { paymentId } = await deps.railOf(request.lineId).requestToPay(granted, orderOf(deps, request));
        return { issued: { paymentId, origin: granted.origin, amount: request.amount, ...timesOf(request, issuedAt) } };
      } catch (error) {
        if (!(error instanceof RailFailure)) return { unknown: true };
        if (error.kind === 'Unauthorized') return 'unauthorized';
        if (error.kind === 'Refused') return { refused: 'payer' };
        return error.kind === 'Unavailable' ? { notSent: true } : { unknown: true };
      }
    }
  };
};

function orderOf(deps: Deps, { linkId, amount, description, merchant, locale, payer }: RtpRequest) {
  return {
    orderId: linkId,
    amount,
    description: description ?? merchant.name,
    locale,
    callbackUrl: `${deps.publicUrl}/webhooks/rail/${linkId}`,
    payerPhone: payer.phone,
    payerName: payer.name,
  };
}

function timesOf({ merchant }: RtpRequest, issuedAt: Date): Pick<Issued, 'issuedAt' | 'expiresAt'> {
  const expiresAt = new Date(issuedAt.getTime() + merchant.linkTtlSeconds * 1_000);
  return { issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
