import { CapFailure } from '../cap-svc/cap-svc';
import type { CapFailureKind } from '../cap-svc/cap-svc';
import type { Locale } from '../domain/locale';
import type { Money } from '../domain/money';
import type { Merchant } from '../domain/seller';
import type { IssuedLink } from '../domain/settlement';
import { RailFailure } from '../rails/rail';
import type { PaymentOrder, RailAccess } from '../rails/rail';
import type { Deps } from './deps';
import { toFailure } from './failures';

export interface IssueRequest {
  readonly linkId: string;
  /** Names the rail; absent: asked by a run that began before lines had rails of their own. */
  readonly lineId?: string;
  readonly posUserId: string;
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly description?: string;
  readonly locale: Locale;
  /** The link has a page of ours, which the customer comes back to from the checkout page. */
  readonly withPage?: true;
}

export type IssueAnswer =
  /** `page`: the link's own, where it has one. */
  | { readonly issued: IssuedLink; readonly page?: string }
  /** Nothing was made, and trying again makes nothing either. */
  | { readonly refused: 'blocked' | 'rail' | 'currency' };

/** The bank took the seller, the merchant or the tie between them back since the seller was resolved. */
export const NOT_ENTITLED: readonly CapFailureKind[] = [
  'SellerBlocked',
  'SellerUnknown',
  'MerchantForbidden',
  'MerchantUnknown',
];

/**
 * Token and link in one activity, so that no token ever passes through a workflow. May run twice: a link issued twice leaves
 * an orphan that nobody has the address of.
 */
export const createIssuePayment = (deps: Deps) => {
  return async function issuePayment(request: IssueRequest): Promise<IssueAnswer> {
    if (!deps.railOf(request.lineId).capabilities.currencies.includes(request.amount.currency))
      return { refused: 'currency' };
    try {
      const issued = await issue(deps, request);
      return { issued, ...(request.withPage && { page: pageOf(deps, request.linkId) }) };
    } catch (error) {
      if (error instanceof CapFailure && NOT_ENTITLED.includes(error.kind)) return { refused: 'blocked' };
      if (error instanceof RailFailure && error.kind === 'Refused') return { refused: 'rail' };
      throw toFailure(error);
    }
  };
};

async function issue(deps: Deps, request: IssueRequest): Promise<IssuedLink> {
  const { merchant, linkId } = request;
  const issuedAt = deps.now();
  const { access, made } = await withAccess(
    deps,
    { ...request, merchantId: merchant.merchantId, requestId: `${linkId}.issue` },
    (granted) => deps.railOf(request.lineId).issueLink(granted, orderOf(deps, request)),
  );
  return issuedAs(request, access, made, issuedAt);
}

const pageOf = (deps: Deps, linkId: string): string => `${deps.publicUrl}/p/${linkId}`;

export function orderOf(deps: Deps, request: IssueRequest): PaymentOrder {
  const { linkId, amount, description, merchant, locale } = request;
  const back = `${pageOf(deps, linkId)}?back=1`;
  return {
    orderId: linkId,
    amount,
    // The tag is for the portal; the payer reads what is paid for, or to whom.
    description: description ?? merchant.name,
    locale,
    callbackUrl: `${deps.publicUrl}/webhooks/rail/${linkId}`,
    ...(request.withPage && { successUrl: back, failUrl: back }),
  };
}

/** @param issuedAt from before the call: how long the answer was under way is unknown */
export function issuedAs(
  { amount, merchant }: IssueRequest,
  { origin }: RailAccess,
  { paymentId, checkoutPage }: { readonly paymentId: string; readonly checkoutPage: string },
  issuedAt: Date,
): IssuedLink {
  const expiresAt = new Date(issuedAt.getTime() + merchant.linkTtlSeconds * 1_000);
  const times = { issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { paymentId, checkoutPage, origin, amount, ...times };
}

/** Does something at the rail with a brokered token; a token that the rail no longer takes is brokered once more. */
export async function withAccess<T>(
  deps: Pick<Deps, 'access'>,
  who: { readonly posUserId: string; readonly merchantId: string; readonly requestId: string },
  action: (access: RailAccess) => Promise<T>,
): Promise<{ access: RailAccess; made: T }> {
  const access = await deps.access.access(who.posUserId, who.merchantId, who.requestId);
  try {
    return { access, made: await action(access) };
  } catch (error) {
    if (!(error instanceof RailFailure && error.kind === 'Unauthorized')) throw error;
    deps.access.forget(who.posUserId, who.merchantId, access);
    const renewed = await deps.access.access(who.posUserId, who.merchantId, who.requestId);
    return { access: renewed, made: await action(renewed) };
  }
}
