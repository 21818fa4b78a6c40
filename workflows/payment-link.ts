import { condition } from '@temporalio/workflow';
import { admit } from './admission';
import { everythingHeard } from './in-turn';
import { keepLinkSent, makeLink, showAgain } from './issuing';
import { keepOpen } from './lasting-link';
import { outlivesPayments } from './patches';
import { Payment } from './payment';
import type { PaymentLinkInput, PaymentLinkResult } from './payment-link.contract';
import { listen } from './payment-signals';
import { keepRecord } from './recording';
import { keepPayerTold, requestPayment } from './rtp';
import { keepTold } from './telling';
import { answerPolls, watchRail } from './watching';
import { isLate, isOldTap } from './lateness';

/**
 * The life of one payment: who sends the command, and what does it say; the link from the rail to the seller, or a request
 * to the payer; then wait, for as long as it takes, for the rail's word, and tell the seller. Recording for the merchant's portal goes beside it.
 */
export async function PaymentLinkWorkflow(input: PaymentLinkInput): Promise<PaymentLinkResult> {
  const payment = new Payment(input);
  listen(payment);
  payment.show();
  // Where it is late already this has to be asked before the first local activity: see patches.ts.
  isLate(payment);
  isOldTap(payment);
  payment.link.mayLast = input.line.linkValidityMs !== undefined && outlivesPayments();

  const order = await admit(payment);
  if (order === undefined) return payment.result();

  const shown = await (order.kind === 'rtp' ? requestPayment(payment, order) : makeLink(payment, order));
  if (shown === undefined) return payment.result();
  payment.again = shown;

  // None waits for another; what is over is decided by the facts alone, and nothing is awaited between that and the return.
  const work = [
    watchRail(payment, order),
    answerPolls(payment, order),
    keepRecord(payment, order),
    keepTold(payment, order),
    keepPayerTold(payment, order),
    showAgain(payment, shown),
    keepLinkSent(payment, shown),
    keepOpen(payment, order),
  ];
  do {
    await Promise.race([condition(() => payment.over), Promise.all(work)]);
    // It may be money.
    await everythingHeard();
  } while (!payment.over);
  return payment.result();
}
