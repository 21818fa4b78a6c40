import { setHandler } from '@temporalio/workflow';
import type { Decided } from '../domain/decided';
import { cancelPayment } from './cancelling';
import { answerLate } from './choosing';
import { tapAgain } from './issuing';
import { askForCustomer, mayBeOpened, mayReturn, openLink, pageOf } from './lasting-link';
import type { Payment } from './payment';
import * as contract from './payment-link.contract';
import { mayBeResent, resendLink } from './payment-updates';
import { maySettle, settle } from './settling';
import { mayBeSettled, settleRtp } from './settling-rtp';
import { checkNow } from './watching';

/** Wires what comes from outside. Handlers only write down; the story decides. */
export function listen(payment: Payment): void {
  setHandler(contract.railReported, ({ report, origin }) => payment.hear(report, origin));
  setHandler(contract.pollWanted, () => {
    payment.pollWanted = true;
  });
  setHandler(contract.impeded, ({ reason, error }) => payment.stuck(reason, error));
  setHandler(contract.messageFailed, (failure) => payment.failures.hear(payment, failure));
  setHandler(contract.told, ({ seq, by, possiblyTwice = false }) => {
    payment.possiblyTwice ||= possiblyTwice;
    payment.toldByConversation(seq, by === 'template' ? 'SentByTemplate' : 'Sent');
  });
  setHandler(contract.undeliverable, ({ seq, dropped }) =>
    payment.toldByConversation(seq, 'Undeliverable', dropped === true),
  );
  setHandler(contract.debtsPaid, () => {
    payment.debtsPaid = true;
  });
  setHandler(contract.sellerResolved, (answer) => {
    payment.sellerAnswer ??= answer;
  });
  setHandler(contract.merchantChosen, ({ merchantId, messageId }) => {
    if (!payment.list.choose(merchantId, messageId)) answerLate(payment, messageId);
  });
  setHandler(contract.payerGiven, (given) => {
    payment.rtp.given ??= given;
  });
  setHandler(contract.payerConfirmed, (word = {}) => {
    payment.rtp.confirmed = word;
  });
  setHandler(contract.settle, (word) => settle(payment, word), {
    validator: (word: Partial<contract.SettleWord>) => maySettle(payment, word),
  });
  setHandler(contract.settleRtp, (word) => settleRtp(payment, word), {
    validator: (word: Partial<contract.RtpSettled>) => mayBeSettled(payment, word),
  });
  setHandler(contract.merchantsPaged, ({ page, messageId }) => {
    if (!payment.list.askPage(page)) answerLate(payment, messageId);
  });
  setHandler(contract.listWanted, () => payment.list.askAgain());
  setHandler(contract.cancel, () => cancelPayment(payment));
  setHandler(contract.tappedAgain, ({ messageId }) => tapAgain(payment, messageId));
  setHandler(contract.resendLink, () => resendLink(payment), {
    validator: (word: Partial<Decided>) => mayBeResent(payment, word),
  });
  setHandler(contract.pollNow, async ({ always } = {}) => {
    const { outcome } = payment.settlement;
    const worth = outcome === undefined || (always === true && outcome !== 'SUCCESS');
    if (payment.order !== undefined && payment.payment !== undefined && worth) await checkNow(payment, payment.order);
    return payment.status();
  });
  setHandler(contract.page, () => pageOf(payment));
  setHandler(contract.openForPayment, () => openLink(payment), { validator: () => mayBeOpened(payment) });
  setHandler(contract.returned, () => askForCustomer(payment), { validator: () => mayReturn(payment) });
  setHandler(contract.status, () => payment.status());
}
