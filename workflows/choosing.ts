import { condition } from '@temporalio/workflow';
import { buttonId } from '../domain/buttons';
import type { Money } from '../domain/money';
import type { OpenQuestion } from '../domain/payer';
import type { Say } from '../domain/say';
import type { ChosenMerchant, Merchant } from '../domain/seller';
import type { MerchantList } from './merchant-list';
import { merchantRows } from './merchant-rows';
import type { Payment } from './payment';
import { namesLists, numbersShows } from './patches';
import { answer, ask as askSeller } from './saying';
import { tellConversation } from './to-conversation';

/**
 * The merchant that the payment is for: the only one, the one chosen earlier today, or the one the seller taps. Undefined:
 * nobody chose in time, and the seller was told.
 *
 * @param amount shown with the list, where it is the same for all of them
 */
export async function chooseMerchant(
  payment: Payment,
  merchants: readonly Merchant[],
  remembered: string | undefined,
  amount: Money | undefined,
): Promise<Merchant | undefined> {
  const [only, ...others] = merchants;
  if (others.length === 0) return only;
  const known = merchants.find((merchant) => merchant.merchantId === remembered);
  if (known !== undefined) return known;

  payment.enter('ChoosingMerchant');
  payment.publish();
  const chosen = await ask(payment, merchants, amount);
  if (chosen === undefined) {
    await answer(payment, { say: 'questionEnded' }, 'question-ended');
    payment.enter('Refused');
    payment.publish();
    return undefined;
  }
  await remember(payment, { merchantId: chosen.merchantId, chosenAt: new Date().toISOString() });
  return chosen;
}

async function ask(
  payment: Payment,
  merchants: readonly Merchant[],
  amount: Money | undefined,
): Promise<Merchant | undefined> {
  const { list, linkId } = payment;
  const until = Date.now() + payment.input.timings.question;
  const chosen = () => merchants.find((merchant) => merchant.merchantId === list.chosen);
  if (namesLists()) {
    const end = new Date(until).toISOString();
    const argument: OpenQuestion = { linkId, kind: 'merchant', until: end, rows: merchants.length };
    await tellConversation(payment, 'Name the open list', { signal: 'questionAsked', argument });
  }
  list.begin(merchants.map(({ merchantId }) => merchantId));
  for (let page = 0; ; page = list.takePage()) {
    const ids = {
      merchant: (merchantId: string) => buttonId.merchant(payment.linkId, merchantId),
      page: (next: number) => buttonId.page(payment.linkId, next),
    };
    const isAnswered = () => chosen() !== undefined || list.hasPage();
    const asked: Say = { say: 'merchants', rows: merchantRows(merchants, page, ids), ...(amount && { amount }) };
    await askSeller(payment, asked, showOf(list, page), { isAnswered, until });
    const left = until - Date.now();
    if (left > 0) {
      const wait = condition(isAnswered, left, {
        summary: 'The choice of a merchant',
      });
      const waitsFor = 'the seller to choose a merchant. No choice ends the command.';
      await payment.during({ waitsFor, until: new Date(until).toISOString() }, wait);
    }
    if (list.hasPage() && chosen() === undefined) continue;
    list.end();
    return chosen();
  }
}

/** Names a show: the one before may be open still, while the channel is silent about it, and no two may have one name. */
function showOf(list: MerchantList, page: number): string {
  const first = `merchants-${String(page)}`;
  const show = list.countShow(page);
  return show === 1 || !numbersShows() ? first : `${first}-${String(show)}`;
}

/** Who taps a list that is over waits for an answer all the same. */
export function answerLate(payment: Payment, messageId: string | undefined): void {
  const count = messageId === undefined ? undefined : payment.list.countLate(messageId);
  if (count !== undefined)
    void answer(payment, { say: 'sendAgain' }, `late-tap-${String(count)}`, { replyTo: messageId });
}

/** The next commands of the day are for the same merchant, until `/merchant` says otherwise. */
async function remember(payment: Payment, argument: ChosenMerchant): Promise<void> {
  await tellConversation(payment, 'Remember the merchant', { signal: 'merchantRemembered', argument });
}
