import type { Random } from './random';

/** What becomes of a payment once its seller has the link, or its payer the request. */
export type Fate = 'pay' | 'decline' | 'fail' | 'expire' | 'payAfterExpiry';

/** One command that a seller sends, and what its customer does. */
export interface PlannedCommand {
  /** Stands in the description, and so in all that is ever said of it. */
  readonly token: string;
  readonly seller: string;
  readonly kind: 'pay' | 'rtp';
  readonly text: string;
  /** After the storm began, in ms. */
  readonly atMs: number;
  /** Meta delivers it so many times more. */
  readonly duplicates: number;
  readonly fate: Fate;
  /** How long the customer takes, in ms. */
  readonly customerMs: number;
}

export interface PlanOptions {
  readonly commands: number;
  readonly perSecond: number;
  readonly sellers: readonly PlannedSeller[];
}

export interface PlannedSeller {
  readonly phone: string;
  readonly merchantIds: readonly string[];
}

const FATES: readonly Fate[] = ['pay', 'pay', 'pay', 'pay', 'decline', 'fail', 'expire', 'payAfterExpiry'];
const RTP_MERCHANT = 'auto-service';

/** Sellers at both banks, some with two merchants, some who may send requests to pay. */
export function planSellers(count: number): readonly PlannedSeller[] {
  const shops = [['cafea-centru'], [RTP_MERCHANT], ['book-corner'], ['flori-botanica', 'flori-ciocana']];
  return Array.from({ length: count }, (_, index) => ({
    phone: `+37369${String(100_000 + index)}`,
    merchantIds: shops[index % shops.length] ?? [],
  }));
}

/** All that people do in a run. The same seed makes the same plan. */
export function planCommands(random: Random, { commands, perSecond, sellers }: PlanOptions): readonly PlannedCommand[] {
  return Array.from({ length: commands }, (_, index) => {
    const seller = random.pick(sellers);
    const token = `k${String(index).padStart(5, '0')}`;
    const kind = seller.merchantIds.includes(RTP_MERCHANT) && random.chance(0.6) ? 'rtp' : 'pay';
    // Whole lei: at the simulated rail the amount's decimals decide what becomes of a payment.
    const amount = random.between(5, 900);
    const payer = `069${String(200_000 + random.between(0, 40))}`;
    const text = kind === 'rtp' ? `/rtp ${amount} ${payer} "${token}"` : `pay ${amount} "${token}"`;
    return {
      token,
      seller: seller.phone,
      kind,
      text,
      atMs: Math.round(((index + random.next()) * 1_000) / perSecond),
      duplicates: random.chance(0.3) ? random.between(1, 3) : 0,
      fate: random.pick(FATES),
      customerMs: random.between(200, 6_000),
    };
  });
}
