import { CapFailure } from '../../cap-svc/cap-svc';
import { createCapService } from '../../cap-svc/client';
import { CommandError, optional } from './command';
import type { Desk, Options } from './command';

const E164 = /^\+[1-9]\d{6,14}$/;

/** Whom an operator means by --phone and --seller. */
export interface Person {
  /** Digits, country code first, as the channel writes it. */
  readonly phone: string | undefined;
  /** As given; else what cap-svc calls the phone's seller today. */
  readonly sellerId: string | undefined;
  /** cap-svc does not lead from the phone to what is theirs: it has to be looked for in what is kept. */
  readonly isToBeLookedFor: boolean;
}

/** @throws CommandError where nobody is meant */
export async function personOf(desk: Desk, options: Options): Promise<Person> {
  const [given, phone] = [optional(options, 'seller'), phoneOf(options)];
  if (phone === undefined && given === undefined) throw new CommandError('Say --phone or --seller.');
  const known = phone === undefined || given !== undefined ? undefined : await sellerOf(desk, phone);
  return {
    phone: phone?.slice(1),
    sellerId: given ?? known,
    isToBeLookedFor: phone !== undefined && known === undefined,
  };
}

/** @throws CommandError unless it is E.164, spaces and brackets aside */
function phoneOf(options: Options): string | undefined {
  const phone = optional(options, 'phone')?.replace(/[\s()-]/g, '');
  if (phone === undefined || E164.test(phone)) return phone;
  throw new CommandError('--phone is +, country code and number.');
}

/** @returns undefined for a phone that no bank registered, or none any more */
async function sellerOf({ env, lines }: Desk, phone: string): Promise<string | undefined> {
  const cap = createCapService({ baseUrl: env.capSvc.url, token: env.capSvc.token });
  try {
    return (await cap.resolveSeller(phone, lines[0]?.channel ?? 'whatsapp', 'ops.find')).posUserId;
  } catch (error) {
    if (error instanceof CapFailure && error.kind === 'SellerUnknown') return undefined;
    throw error;
  }
}
