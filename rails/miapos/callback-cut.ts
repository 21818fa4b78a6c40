import { z } from 'zod';
import { railStatus } from './answers';

const part = z.string().regex(/^[^;]*$/);
/** Chisinau's wall clock, or with an offset: the vendor writes both. */
const paymentDate = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/);

/** All that the vendor documents of a `result`; an absent value may be null. */
const documented = z.strictObject({
  terminalId: part,
  orderId: part,
  paymentId: part,
  status: railStatus,
  amount: z.unknown(),
  currency: part,
  paymentDate,
  paymentType: z.enum(['qr', 'rtp']).nullish(),
  swiftMessageId: part.nullish(),
  swiftPayerBank: part.nullish(),
});

/**
 * Whether the values of a signed `result` can't have been another payment's. The rail signs them joined by semicolons, without
 * their keys, and a merchant chooses an order's id: with `LINK;…;SUCCESS` for one, the same bytes could be cut into a word about
 * LINK. With these keys alone and no semicolon in any value, nothing can be added before the status or taken away: the date keeps
 * its place before the payment's own id, and the one status word is the one that the rail wrote.
 */
export function isCutBeyondDoubt(result: Readonly<Record<string, unknown>>): boolean {
  const isStatus = (value: unknown) => railStatus.safeParse(value).success;
  return documented.safeParse(result).success && Object.values(result).filter(isStatus).length === 1;
}
