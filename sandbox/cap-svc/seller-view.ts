import type { SellerRecord } from './contract';
import type { Directory } from './directory';

/** A seller as the contract shows it; merchants that are gone are left out. */
export function sellerView(seller: SellerRecord, directory: Directory) {
  const { merchantIds, ...shown } = seller;
  const merchants = merchantIds.flatMap((merchantId) => {
    const merchant = directory.merchant(merchantId);
    if (merchant === undefined) return [];
    const { name, currency, capabilities, limits, linkTtlSeconds } = merchant;
    const { id, name: bankName, country } = directory.bank(merchant.bankId);
    const bank = { id, name: bankName, country };
    return [{ merchantId, name, bank, currency, capabilities, limits, linkTtlSeconds }];
  });
  return { ...shown, merchants };
}
