import { buttonId } from '../domain/buttons';
import type { Row } from '../domain/say';
import type { Merchant } from '../domain/seller';

/** WhatsApp shows ten rows in a list; the tenth leads on where there are more. */
const ROWS = 10;

/** What a tap on each kind of row says. */
export interface RowIds {
  readonly merchant: (merchantId: string) => string;
  readonly page: (page: number) => string;
}

/** A page of merchants to choose from: merchant and bank in every row, equal ones told apart by the merchant's id. */
export function merchantRows(merchants: readonly Merchant[], page: number, ids: RowIds): readonly Row[] {
  if (merchants.length <= ROWS) return merchants.map((merchant) => rowOf(merchant, merchants, ids));
  const perPage = ROWS - 1;
  const pages = Math.ceil(merchants.length / perPage);
  const current = page % pages;
  const shown = merchants.slice(current * perPage, (current + 1) * perPage);
  const next = (current + 1) % pages;
  const from = next * perPage + 1;
  const to = Math.min(merchants.length, from + perPage - 1);
  const onward = { id: ids.page(next), title: `▸ ${from}–${to} / ${merchants.length}` };
  return [...shown.map((merchant) => rowOf(merchant, merchants, ids)), onward];
}

/** The rows of `/merchant`: a tap chooses for the payments to come. */
export const shopRows = (merchants: readonly Merchant[], page: number): readonly Row[] =>
  merchantRows(merchants, page, { merchant: buttonId.shop, page: buttonId.shops });

function rowOf(merchant: Merchant, all: readonly Merchant[], ids: RowIds): Row {
  const looks = ({ name, bank }: Merchant) => `${name}\n${bank.name}`;
  const twin = all.some((other) => other !== merchant && looks(other) === looks(merchant));
  return {
    id: ids.merchant(merchant.merchantId),
    title: merchant.name,
    description: twin ? `${merchant.bank.name} · ${merchant.merchantId}` : merchant.bank.name,
  };
}
