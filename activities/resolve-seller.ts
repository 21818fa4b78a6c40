import { CapFailure } from '../cap-svc/cap-svc';
import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Seller } from '../domain/seller';
import type { SellerAnswer } from '../workflows/payment-link.contract';
import type { Deps } from './deps';
import { toFailure } from './failures';
import { currentLine } from './lines';

export interface ResolveRequest {
  readonly line: Line;
  readonly contact: Contact;
  /** Goes into cap-svc's audit trail; begins with the linkId where there is one. */
  readonly requestId: string;
}

/** Asks cap-svc who writes. Unknown is an answer; only an outage is a failure. */
export const createResolveSeller = (deps: Deps) => {
  return async function resolveSeller(request: ResolveRequest): Promise<SellerAnswer> {
    const phone = toE164(request.contact.phone);
    if (phone === undefined) return { known: false };
    try {
      const seller = await deps.cap.resolveSeller(phone, request.line.channel, request.requestId);
      const served = atLine(seller, currentLine(deps, request.line));
      return served.merchants.length === 0 ? { known: false } : { known: true, seller: served };
    } catch (error) {
      if (error instanceof CapFailure && error.kind === 'SellerUnknown') return { known: false };
      throw toFailure(error);
    }
  };
};

/** Undefined where nobody can be registered under it: cap-svc would call it a bad request, which is asked again for ever. */
function toE164(phone: string | undefined): string | undefined {
  const [, digits] = /^\+?([1-9]\d{6,14})$/.exec(phone ?? '') ?? [];
  return digits === undefined ? undefined : `+${digits}`;
}

/** What this line serves of a seller: its banks, and its currency where it has one. */
function atLine(seller: Seller, line: Line): Seller {
  const merchants = seller.merchants.filter(
    (merchant) =>
      (line.banks?.includes(merchant.bank.id) ?? true) && (line.currency ?? merchant.currency) === merchant.currency,
  );
  return { ...seller, merchants };
}
