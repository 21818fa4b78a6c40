import { buttonId } from '../domain/buttons';
import type { Row } from '../domain/say';
import type { Merchant } from '../domain/seller';
import type { Payment } from './payment';
import { answer } from './saying';

/** WhatsApp shows ten rows in a list. */
const ROWS = 10;

/** The merchant that the payment is for: the only one, or the one the seller taps. Undefined: nobody chose in time. */
export async function chooseMerchant(payment: Payment, merchants: readonly Merchant[]): Promise<Merchant | undefined> {
  const [only, ...others] = merchants;
  if (others.length === 0) return only;
  payment.enter('ChoosingMerchant');
  payment.publish();
  await answer(payment, { say: 'merchants', rows: rowsOf(payment.linkId, merchants) }, 'merchants');
  const wanted = () => merchants.find((merchant) => merchant.merchantId === payment.merchantChosen);
  await payment.until(() => wanted() !== undefined, Date.now() + payment.input.timings.question);
  const chosen = wanted();
  if (chosen !== undefined) return chosen;
  await answer(payment, { say: 'questionEnded' }, 'question-ended');
  payment.enter('Refused');
  payment.publish();
  return undefined;
}

/** Merchant and bank in every row; equal names are told apart by the bank, equal banks too by the merchant's id. */
function rowsOf(linkId: string, merchants: readonly Merchant[]): readonly Row[] {
  const shownAs = (merchant: Merchant) => `${merchant.name}\n${merchant.bank.name}`;
  return merchants.slice(0, ROWS).map((merchant) => {
    const twin = merchants.some((other) => other !== merchant && shownAs(other) === shownAs(merchant));
    return {
      id: buttonId.merchant(linkId, merchant.merchantId),
      title: merchant.name,
      description: twin ? `${merchant.bank.name} · ${merchant.merchantId}` : merchant.bank.name,
    };
  });
}
