import { CapFailure } from '../cap-svc/cap-svc';
import { openMerchants } from '../domain/closures';
import type { IssuedLink } from '../domain/settlement';
import { RailFailure } from '../rails/rail';
import type { RailAccess } from '../rails/rail';
import { createClosuresReader } from './closures';
import type { Deps } from './deps';
import { issuedAs, NOT_ENTITLED, orderOf } from './issue-payment';
import type { IssueRequest } from './issue-payment';

export interface ReissueRequest extends IssueRequest {
  readonly lineId: string;
  /** 2 for a link's second payment. */
  readonly nth: number;
}

export type ReissueAnswer =
  | { readonly issued: IssuedLink }
  | { readonly refused: 'blocked' }
  /** Proven: nothing was made. */
  | { readonly notMade: true }
  /** It may have been made; nobody knows. */
  | { readonly unknown: true };

/**
 * Makes the next payment of a link whose last one is over. In one attempt, for the rail knows no idempotency key and two
 * payments of one link must never be payable at once; the customer, who waits, can ask again.
 *
 * The token is brokered anew, whatever is kept: a seller who was blocked since the last payment must not get another. What
 * ops closed makes none either: an open link may be paid, but this one would be new.
 */
export const createReissuePayment = (deps: Deps) => {
  const readClosed = createClosuresReader(deps.temporal);

  /** Undefined: out of reach, or closed. */
  async function enter(request: ReissueRequest): Promise<RailAccess | 'blocked' | undefined> {
    const { posUserId, merchant, linkId, lineId, nth } = request;
    try {
      const left = openMerchants(await readClosed(), lineId, { posUserId, merchants: [merchant] });
      if ('closed' in left) return undefined;
      deps.access.forget(posUserId, merchant.merchantId);
      return await deps.access.access(posUserId, merchant.merchantId, `${linkId}.issue.${String(nth)}`);
    } catch (error) {
      return error instanceof CapFailure && NOT_ENTITLED.includes(error.kind) ? 'blocked' : undefined;
    }
  }

  return async function reissuePayment(request: ReissueRequest): Promise<ReissueAnswer> {
    const access = await enter(request);
    if (access === undefined) return { notMade: true };
    if (access === 'blocked') return { refused: access };
    const issuedAt = deps.now();
    try {
      const made = await deps.railOf(request.lineId).issueLink(access, { ...orderOf(deps, request), once: true });
      return { issued: issuedAs(request, access, made, issuedAt) };
    } catch (error) {
      return error instanceof RailFailure && error.kind !== 'NoAnswer' ? { notMade: true } : { unknown: true };
    }
  };
};
