import { SEED_MERCHANTS, SEED_SELLERS, type SeedMerchant } from '../seed';
import type { BankRecord, MerchantRecord, SellerRecord } from './contract';
import { CapError } from './errors';

/** Who is registered: banks, merchants, and sellers by phone. */
export class Directory {
  readonly #banks: Map<string, BankRecord>;
  readonly #merchants = new Map<string, MerchantRecord>();
  readonly #sellers = new Map<string, SellerRecord>();

  constructor(banks: readonly BankRecord[]) {
    this.#banks = new Map(banks.map((bank) => [bank.id, bank]));
    for (const merchant of SEED_MERCHANTS) this.#merchants.set(merchant.merchantId, seeded(merchant));
    for (const { phone, ...seller } of SEED_SELLERS) {
      this.#sellers.set(phone, { ...seller, merchantIds: [...seller.merchantIds] });
    }
  }

  bank(bankId: string): BankRecord {
    const bank = this.#banks.get(bankId);
    if (bank === undefined) throw new CapError('UNAVAILABLE', `Bank ${bankId} is not connected.`);
    return bank;
  }

  putBank(bank: BankRecord): void {
    this.#banks.set(bank.id, bank);
  }

  merchant(merchantId: string): MerchantRecord | undefined {
    return this.#merchants.get(merchantId);
  }

  putMerchant(merchantId: string, merchant: MerchantRecord): void {
    this.#merchants.set(merchantId, merchant);
  }

  removeMerchant(merchantId: string): boolean {
    return this.#merchants.delete(merchantId);
  }

  sellers(): readonly (SellerRecord & { phone: string })[] {
    return [...this.#sellers].map(([phone, seller]) => ({ phone, ...seller }));
  }

  seller(phone: string): SellerRecord | undefined {
    return this.#sellers.get(phone);
  }

  putSeller(phone: string, seller: SellerRecord): void {
    this.#sellers.set(phone, seller);
  }

  removeSeller(phone: string): boolean {
    return this.#sellers.delete(phone);
  }

  sellerById(posUserId: string): SellerRecord | undefined {
    return this.sellers().find((seller) => seller.posUserId === posUserId);
  }
}

function seeded({ name, bankId, terminals }: SeedMerchant): MerchantRecord {
  const link = terminals.find(({ kind }) => kind === 'ecomm');
  const rtp = terminals.find(({ kind }) => kind === 'rtp');
  return {
    name,
    bankId,
    currency: 'MDL',
    capabilities: { link: link !== undefined, rtp: rtp !== undefined },
    limits: { min: '1.00', max: '100000.00' },
    linkTtlSeconds: link?.lifetimeSeconds ?? 300,
    terminalId: link?.terminalId ?? '',
    rtpTerminalId: rtp?.terminalId ?? null,
  };
}
