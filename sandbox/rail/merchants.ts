import type { SeedMerchant, SeedTerminal } from '../seed';

/** The merchants of one bank and their terminals. */
export class Merchants {
  readonly #byId: Map<string, SeedMerchant>;

  constructor(merchants: readonly SeedMerchant[]) {
    this.#byId = new Map(merchants.map((merchant) => [merchant.merchantId, merchant]));
  }

  list(): readonly SeedMerchant[] {
    return [...this.#byId.values()];
  }

  find(merchantId: string): SeedMerchant | undefined {
    return this.#byId.get(merchantId);
  }

  put(merchant: SeedMerchant): void {
    this.#byId.set(merchant.merchantId, merchant);
  }

  terminal(merchantId: string, terminalId: string): SeedTerminal | undefined {
    return this.find(merchantId)?.terminals.find((terminal) => terminal.terminalId === terminalId);
  }

  /** @returns false where no merchant has this terminal */
  setLifetime(terminalId: string, lifetimeSeconds: number): boolean {
    const owner = this.list().find(({ terminals }) => terminals.some((terminal) => terminal.terminalId === terminalId));
    if (owner === undefined) return false;
    const terminals = owner.terminals.map((terminal) =>
      terminal.terminalId === terminalId ? { ...terminal, lifetimeSeconds } : terminal,
    );
    this.put({ ...owner, terminals });
    return true;
  }
}
