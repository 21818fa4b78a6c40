/** A terminal as the bank set it up. */
export interface SeedTerminal {
  readonly terminalId: string;
  readonly kind: 'ecomm' | 'rtp';
  /** How long a payment lives on it, in seconds. */
  readonly lifetimeSeconds: number;
}

/** A merchant that bank, rail and cap-svc know alike. Everything here is made up. */
export interface SeedMerchant {
  readonly merchantId: string;
  readonly name: string;
  readonly bankId: string;
  readonly secretKey: string;
  readonly terminals: readonly SeedTerminal[];
}

export interface SeedSeller {
  /** E.164 with the plus sign. */
  readonly phone: string;
  readonly posUserId: string;
  readonly status: 'ACTIVE' | 'BLOCKED';
  readonly locale: 'ro' | 'ru' | 'en' | 'fr' | 'de';
  readonly displayName: string;
  readonly merchantIds: readonly string[];
}

export interface SeedBank {
  readonly id: string;
  readonly name: string;
  readonly country: string;
}

export const SEED_BANKS: readonly SeedBank[] = [
  { id: 'codru-bank', name: 'Codru Bank', country: 'MD' },
  { id: 'nistru-bank', name: 'Nistru Bank', country: 'MD' },
];

function merchant(merchantId: string, name: string, bankId: string, rtp = false): SeedMerchant {
  const code = merchantId.toUpperCase();
  return {
    merchantId,
    name,
    bankId,
    secretKey: `sandbox-secret-of-${merchantId}`,
    terminals: [
      { terminalId: `E-${code}`, kind: 'ecomm', lifetimeSeconds: 300 },
      ...(rtp ? [{ terminalId: `R-${code}`, kind: 'rtp' as const, lifetimeSeconds: 300 }] : []),
    ],
  };
}

export const SEED_MERCHANTS: readonly SeedMerchant[] = [
  merchant('cafea-centru', 'Cafea Centru', 'codru-bank'),
  merchant('chai-i-kofe', 'Чай и кофе', 'codru-bank'),
  merchant('flori-botanica', 'Flori Botanica', 'codru-bank'),
  merchant('flori-ciocana', 'Flori Ciocana', 'nistru-bank'),
  merchant('auto-service', 'Auto Service', 'codru-bank', true),
  merchant('book-corner', 'Book Corner', 'nistru-bank'),
];

function seller(
  number: number,
  locale: SeedSeller['locale'],
  displayName: string,
  merchantIds: readonly string[],
  status: SeedSeller['status'] = 'ACTIVE',
): SeedSeller {
  const posUserId = `pos-${String(number).padStart(4, '0')}`;
  return { phone: `+3736900000${number}`, posUserId, status, locale, displayName, merchantIds };
}

export const SEED_SELLERS: readonly SeedSeller[] = [
  seller(1, 'ro', 'Ana', ['cafea-centru']),
  seller(2, 'ru', 'Иван', ['chai-i-kofe']),
  seller(3, 'ro', 'Radu', ['cafea-centru'], 'BLOCKED'),
  seller(4, 'ro', 'Maria', ['flori-botanica', 'flori-ciocana']),
  seller(5, 'ro', 'Victor', ['auto-service']),
  seller(6, 'en', 'Emma', ['book-corner']),
  seller(7, 'fr', 'Louise', ['book-corner']),
  seller(8, 'de', 'Jonas', ['book-corner']),
];
