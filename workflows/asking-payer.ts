import type { ReserveAnswer, Reserved } from '../activities/reserve-payer';
import { buttonId } from '../domain/buttons';
import { toDecimal } from '../domain/money';
import type { OpenQuestion, PayerGiven } from '../domain/payer';
import type { Say } from '../domain/say';
import { commandText, confirmation, delayed, refuse } from './admission';
import { isRequestLate, requestBefore, saidAt } from './lateness';
import { confirmsUnsure } from './patches';
import type { Order, Payment } from './payment';
import { answer, ask as askSeller } from './saying';
import { createFastPath, isAway } from './steps';
import { tellConversation } from './to-conversation';

/** The payer is asked for once, and once more where the answer is no phone. */
const ASKED_AT_MOST = 2;

type Refusal = Extract<ReserveAnswer, { refused: unknown }>['refused'];

/** Finds out who shall pay and takes a place for the request. Undefined: nobody is asked to pay, and the seller was told why. */
export async function findPayer(payment: Payment, order: Order): Promise<Reserved | undefined> {
  let given: PayerGiven | undefined = order.payer === undefined ? undefined : { phone: order.payer };
  for (let asked = 0; ; asked += 1) {
    given ??= await ask(payment, order, asked);
    if (given === undefined) return endQuestion(payment);
    if (isRequestLate(payment)) return refuse(payment, tooOld(payment));
    const reserved = await reserve(payment, order, given);
    if (reserved === undefined || !('refused' in reserved)) return reserved;
    const last = asked >= ASKED_AT_MOST - (order.payer === undefined ? 1 : 0);
    if (reserved.refused !== 'invalid' || last) return refuse(payment, refusal(payment, order, reserved.refused));
    given = undefined;
  }
}

/** Asks, and waits for a text or a contact card. The conversation hears it, so it has to know of the question first. */
async function ask(payment: Payment, order: Order, asked: number): Promise<PayerGiven | undefined> {
  const until = Date.now() + payment.input.timings.question;
  payment.rtp.given = undefined;
  payment.enter('AskingPayer');
  payment.publish();
  const argument: OpenQuestion = { linkId: payment.linkId, kind: 'payer', until: new Date(until).toISOString() };
  await tellConversation(payment, 'Ask for the payer', { signal: 'questionAsked', argument });
  const unclear = asked > 0 ? ({ unclear: true } as const) : {};
  const isAnswered = () => payment.rtp.given !== undefined;
  const what = { say: 'askPayer', amount: order.amount, ...unclear } as const;
  await askSeller(payment, what, `ask-payer-${String(asked)}`, { isAnswered, until });
  await payment.during(stepOf(until), payment.until(isAnswered, until, 'The payer’s phone'));
  const given: PayerGiven | undefined = heard(payment, payment.rtp.given);
  payment.rtp.unsure = given?.unsure === true && confirmsUnsure();
  return given;
}

async function reserve(payment: Payment, order: Order, given: PayerGiven): Promise<ReserveAnswer | undefined> {
  const { line, message, timings, conversationId } = payment.input;
  const run = createFastPath(timings, payment);
  const longest = timings.question + order.merchant.linkTtlSeconds * 1_000 + timings.unconfirmedAfter;
  try {
    return await run(
      'reservePayer',
      {
        linkId: payment.linkId,
        posUserId: order.seller.posUserId,
        merchant: order.merchant,
        currency: order.amount.currency,
        given,
        conversationId,
        conversation: { line, contact: message.sender, timings },
        openUntil: new Date(Date.now() + longest).toISOString(),
      },
      {
        summary: `Look whether a payer may be asked at ${order.merchant.merchantId}`,
        reason: 'CapSvcUnavailable',
        before: requestBefore(payment),
        onStuck: () => delayed(payment),
      },
    );
  } catch (error) {
    if (!isAway(error)) throw error;
    return refuse(payment, notNow(payment));
  }
}

/** What the seller is shown of a request; the merchant too, where it could be another one. */
export const wantedOf = ({ amount, merchant, seller }: Order, { payer }: Reserved) => ({
  amount,
  payerMasked: payer.masked,
  ...(seller.merchants.length > 1 && { merchant: merchant.name }),
});

/** The seller sees whom the request goes to before it goes to somebody new, or to a phone that may be another request's. False: nobody confirmed in time. */
export async function confirmPayer(payment: Payment, order: Order, reserved: Reserved): Promise<boolean> {
  if (reserved.known && !payment.rtp.unsure) return true;
  const until = Date.now() + payment.input.timings.question;
  payment.enter('AskingPayer');
  payment.publish();
  const what = { ...wantedOf(order, reserved), sendId: buttonId.send(payment.linkId) };
  const isAnswered = () => payment.rtp.confirmed !== undefined;
  await askSeller(payment, { say: 'confirmPayer', ...what }, 'confirm-payer', { isAnswered, until });
  await payment.during(stepOf(until), payment.until(isAnswered, until, 'The seller’s confirmation'));
  return heard(payment, payment.rtp.confirmed) !== undefined;
}

/** The seller's answer says that the request was meant when it was sent. */
function heard<T extends { readonly sentAt?: string }>(payment: Payment, answered: T | undefined): T | undefined {
  if (answered !== undefined) payment.rtp.answeredAt = saidAt(answered.sentAt);
  return answered;
}

const stepOf = (until: number) => ({
  waitsFor: 'the seller’s answer. No answer ends the command, and nobody is asked to pay.',
  until: new Date(until).toISOString(),
});

/** No answer in time ends the command with a word. */
export async function endQuestion(payment: Payment): Promise<undefined> {
  await answer(payment, { say: 'questionEnded' }, 'question-ended');
  payment.enter('Refused');
  payment.publish();
  return undefined;
}

/** The seller may not mean it any more, and a tap says so. */
export const tooOld = (payment: Payment): Say => confirmation(payment, commandText(payment), 'old');

/** Nothing went out, and a tap tries again. */
export function notNow(payment: Payment): Say {
  const command = commandText(payment);
  return { say: 'confirm', reason: 'delayed', command, confirmId: buttonId.issue(payment.linkId) };
}

/** Why nobody is asked to pay, with the way that is left: a link. */
export function refusal(payment: Payment, { amount }: Order, why: Refusal | 'payerRefused'): Say {
  if (why === 'blocked') return { say: 'blocked' };
  if (why === 'currency') return { say: 'notIssued', amount };
  if (why === 'invalid') {
    return { say: 'badCommand', problem: 'PayerUnclear', examples: [`/rtp ${toDecimal(amount)}`] };
  }
  return { say: 'rtpNotPossible', reason: why, amount, linkInsteadId: buttonId.link(payment.linkId) };
}
