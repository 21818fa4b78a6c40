import { CapFailure } from '../cap-svc/cap-svc';
import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import { phoneVariants } from '../domain/phone-variants';
import type { Seller } from '../domain/seller';
import type { SellerAnswer } from '../workflows/payment-link.contract';
import { gaveUpNumber } from './conversations';
import type { Deps } from './deps';
import { toFailure } from './failures';
import { currentLine } from './lines';

export interface ResolveRequest {
  readonly line: Line;
  readonly contact: Contact;
  /** Goes into cap-svc's audit trail; begins with the linkId where there is one. */
  readonly requestId: string;
  /** The chat that asks, where its person is named by an id: whoever had the number before is remembered under the number. */
  readonly asker?: string;
}

/** Asks cap-svc who writes. Unknown is an answer; only an outage is a failure. */
export const createResolveSeller = (deps: Deps) => {
  return async function resolveSeller(request: ResolveRequest): Promise<SellerAnswer> {
    const line = currentLine(deps, request.line);
    const phone = request.contact.phone?.replace('+', '') ?? '';
    for (const variant of phoneVariants(phone)) {
      const asked = toE164(variant);
      const seller = asked === undefined ? undefined : await ask(deps, asked, request);
      const served = seller && atLine(seller, line);
      if (served === undefined || served.merchants.length === 0) continue;
      return (await hasLeft(deps, phone, served, request)) ? { known: false } : { known: true, seller: served };
    }
    return { known: false };
  };
};

async function hasLeft(
  deps: Deps,
  phone: string,
  { posUserId }: Seller,
  { line, asker }: ResolveRequest,
): Promise<boolean> {
  return asker !== undefined && gaveUpNumber(deps, { lineId: line.id, phone, posUserId, asker });
}

async function ask(deps: Deps, phone: string, { line, requestId }: ResolveRequest): Promise<Seller | undefined> {
  try {
    return await deps.cap.resolveSeller(phone, line.channel, requestId);
  } catch (error) {
    if (error instanceof CapFailure && error.kind === 'SellerUnknown') return undefined;
    throw toFailure(error);
  }
}

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
