import { toDecimal } from '../domain/money';
import type { Money } from '../domain/money';
import type { PaymentState } from '../domain/payment';
import type { Review } from '../domain/settlement';
import type { Order } from './payment';
import type { PaymentLinkStatus, Proposal, SettledBy } from './payment-link.contract';
import { linkInWords, nextOf, waitsOf } from './payment-waits';
import type { Shown } from './payment-waits';
import { adviceOn } from './stuck-advice';

const POLL = '`poll` asks the rail at once';
const LATE: readonly string[] = [POLL];

/** What operators may do in each state, as commands of `npm run ops`; the updates behind them have the same names. */
const MAY: Record<PaymentState, readonly string[]> = {
  Resolving: [],
  ChoosingMerchant: [],
  AskingPayer: [],
  Issuing: [],
  AwaitingPayment: [POLL, '`resend` sends the link once more'],
  Paid: [],
  Failed: LATE,
  Declined: LATE,
  Expired: LATE,
  Cancelled: LATE,
  Refused: [],
  Forwarded: [],
  NeedsReview: [POLL, '`settle` decides; SUCCESS takes two people'],
  RtpUnknown: ['`settle` decides, after a word with the bank'],
};

/** Markdown for the Temporal UI, without personal data: amount, merchant, state, ids of the rail and of operators. */
export function describePayment(status: PaymentLinkStatus, order: Order | undefined, shown: Shown): string {
  const { issued, stuck, state, link, review, also = [], proposal, settledBy } = status;
  const payment = issued.at(-1);
  return [
    ...(order === undefined ? [] : [`**${inWords(order.amount)}** · ${order.merchant.merchantId}`]),
    `**${state}** since ${shown.since}`,
    `**Waits for:** ${waitsOf(status, shown).join(' And for ')}`,
    `**Next:** ${nextOf(status, shown)}`,
    `**Notice:** ${status.notification}`,
    ...(payment === undefined
      ? []
      : [`Payment \`${payment.paymentId}\` at ${payment.origin}, payable until ${payment.expiresAt}`]),
    ...(link === undefined ? [] : [linkInWords(link)]),
    ...(review === undefined ? [] : [doubtInWords('In doubt', review)]),
    ...also.map((one) => doubtInWords('After that', one)),
    ...(proposal === undefined ? [] : [`**Proposed:** ${decisionInWords(proposal)} Another person has to confirm it.`]),
    ...(settledBy === undefined ? [] : [`**Settled by hand:** ${decisionInWords(settledBy)}`]),
    ...(stuck === undefined ? [] : [adviceOn('Stuck', stuck)]),
    ...(status.besides ?? []).map((one) => adviceOn('Also', one)),
    `**You may:** ${mayOf(status)}`,
    `**Made by** ${shown.madeBy}.`,
  ].join('\n\n');
}

const inWords = (money: Money): string => `${toDecimal(money)} ${money.currency}`;

/** The rail's word beside what was issued: what people have to compare. */
function doubtInWords(what: string, { doubt, evidence }: Review): string {
  const { paymentId, orderId, status, amount, swiftMessageId } = evidence;
  const swift = swiftMessageId === undefined ? '' : `, SWIFT message \`${swiftMessageId}\``;
  return `**${what} (${doubt}):** the rail says ${status} of ${inWords(amount)} for payment \`${paymentId}\`, order \`${orderId}\`${swift}`;
}

const decisionInWords = ({ outcome, operator, reason, at }: Proposal | SettledBy): string =>
  `${outcome} by ${operator}${at === undefined ? '' : ` at ${at}`}: ${reason}.`;

function mayOf({ state, notification, linkId, stuck }: PaymentLinkStatus): string {
  const held = notification === 'Owed' ? ['`resend` tries the notice again', '`drop` gives it up'] : [];
  const twice = state === 'Paid' && stuck?.reason === 'PaidTwice' ? ['`settle` says that it was seen to'] : [];
  const may = [...MAY[state], ...held, ...twice];
  if (may.length === 0) return 'nothing: it goes on by itself.';
  return `${may.join('; ')}: \`npm run ops -- <command> ${linkId}\`.`;
}
