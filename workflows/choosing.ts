import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { buttonId } from '../domain/buttons';
import type { ChosenMerchant, Merchant } from '../domain/seller';
import { merchantRows } from './merchant-rows';
import type { Payment } from './payment';
import { answer } from './saying';

/**
 * The merchant that the payment is for: the only one, the one chosen earlier today, or the one the seller taps. Undefined:
 * nobody chose in time, and the seller was told.
 */
export async function chooseMerchant(
  payment: Payment,
  merchants: readonly Merchant[],
  remembered: string | undefined,
): Promise<Merchant | undefined> {
  const [only, ...others] = merchants;
  if (others.length === 0) return only;
  const known = merchants.find((merchant) => merchant.merchantId === remembered);
  if (known !== undefined) return known;

  payment.enter('ChoosingMerchant');
  payment.publish();
  const chosen = await ask(payment, merchants);
  if (chosen === undefined) {
    await answer(payment, { say: 'questionEnded' }, 'question-ended');
    payment.enter('Refused');
    payment.publish();
    return undefined;
  }
  await remember(payment, { merchantId: chosen.merchantId, chosenAt: new Date().toISOString() });
  return chosen;
}

async function ask(payment: Payment, merchants: readonly Merchant[]): Promise<Merchant | undefined> {
  const until = Date.now() + payment.input.timings.question;
  const chosen = () => merchants.find((merchant) => merchant.merchantId === payment.merchantChosen);
  for (let page = 0; ; page = payment.takePage() ?? page) {
    const ids = {
      merchant: (merchantId: string) => buttonId.merchant(payment.linkId, merchantId),
      page: (next: number) => buttonId.page(payment.linkId, next),
    };
    await answer(payment, { say: 'merchants', rows: merchantRows(merchants, page, ids) }, `merchants-${String(page)}`);
    const left = until - Date.now();
    if (left > 0) await condition(() => chosen() !== undefined || payment.hasPage(), left);
    if (!payment.hasPage() || chosen() !== undefined) return chosen();
  }
}

/** The next commands of the day are for the same merchant, until `/merchant` says otherwise. */
async function remember(payment: Payment, argument: ChosenMerchant): Promise<void> {
  const { line, message, timings, conversationId } = payment.input;
  const { tellConversation } = proxyActivities<Pick<Activities, 'tellConversation'>>({
    startToCloseTimeout: '10 seconds',
  });
  await tellConversation.executeWithOptions({ summary: 'Remember the merchant' }, [
    { conversationId, input: { line, contact: message.sender, timings }, signal: 'merchantRemembered', argument },
  ]);
}
