import { SEED_MERCHANTS } from '../../sandbox/seed';
import type { World } from '../../sandbox/world';

const FIRST = 69_200_000;
const BANK = 'codru-bank';

/** Registers sellers of one merchant each, as many as a busy number has at one time. @returns their phones */
export function registerSellers({ capSvc }: World, count: number): string[] {
  const merchants = SEED_MERCHANTS.filter(({ bankId, terminals }) => bankId === BANK && terminals.length === 1);
  return Array.from({ length: count }, (_, index) => {
    const phone = `+373${String(FIRST + index)}`;
    const merchantId = merchants[index % merchants.length]?.merchantId ?? '';
    const posUserId = `bench-${String(index).padStart(5, '0')}`;
    capSvc.directory.putSeller(phone, {
      posUserId,
      status: 'ACTIVE',
      locale: 'ro',
      displayName: `Seller ${String(index)}`,
      merchantIds: [merchantId],
    });
    return phone;
  });
}
