import { condition } from '@temporalio/workflow';
import type { Opening } from '../activities/open-command';
import { buttonId } from '../domain/buttons';
import { parseCommand } from '../domain/command';
import { openMerchants } from '../domain/closures';
import { fromDecimal, sameMoney, type Money } from '../domain/money';
import type { Say } from '../domain/say';
import type { Merchant, Seller } from '../domain/seller';
import { chooseMerchant } from './choosing';
import { shopRows } from './merchant-rows';
import type { Order, Payment } from './payment';
import { saysDelayOnce } from './patches';
import { listWanted } from './payment-link.contract';
import { answer } from './saying';
import { createFastPath, isAway } from './steps';
import { countAnswer, tellConversation } from './to-conversation';
import { toPayment } from './to-payment';
import { cameLate, isOldTap, issueBefore } from './lateness';

type Found = Extract<Opening, { found: 'seller' }>;

/** Finds out who sends the command and what it says. Undefined: it makes no payment, and the seller was told why. */
export async function admit(payment: Payment): Promise<Order | undefined> {
  const found = await open(payment);
  if (found === undefined) return undefined;
  payment.capLocale = found.seller.locale;
  if (found.seller.status === 'BLOCKED') return refuse(payment, { say: 'blocked' });

  const left = openMerchants(found.closed ?? [], payment.input.line.id, asChosen(found));
  if ('closed' in left) return refuse(payment, { say: 'closed', what: left.closed });
  if (found.shopRow === true) return refuse(payment, { say: 'merchants', rows: shopRows(found.seller.merchants, 0) });
  const { merchants } = left;
  const readings = merchants.map((merchant) => read(found, merchant));
  const understood = merchants.filter((merchant, index) => canDo(merchant, readings[index]));
  if (understood.length === 0) return refuse(payment, misunderstood(payment, readings[0], merchants[0]));
  if (needsWord(payment, found)) return refuse(payment, confirmation(payment, found.text));

  const merchant = await chooseMerchant(payment, understood, found.rememberedMerchantId, amountOf(readings));
  const command = merchant && read(found, merchant);
  if (merchant === undefined || (command?.kind !== 'pay' && command?.kind !== 'rtp')) return undefined;
  payment.debtsFirst = found.debts > 0;
  return {
    seller: found.seller,
    merchant,
    ...command,
    ...(found.chosenLocale && { chosenLocale: found.chosenLocale }),
  };
}

/** A chosen merchant that is closed, or can't do the command, answers it all the same: no money goes to another one unnoticed. */
function asChosen({ seller, rememberedMerchantId, onlyRemembered, shopRow }: Found): Seller {
  const chosen = seller.merchants.filter(({ merchantId }) => merchantId === rememberedMerchantId);
  const only = onlyRemembered === true && shopRow !== true && chosen.length > 0;
  return only ? { ...seller, merchants: chosen } : seller;
}

/** Ends the command with one answer; beyond ten a minute with one word that it is too much, then with silence. */
export async function refuse(payment: Payment, what: Say): Promise<undefined> {
  const verdict = await countAnswer(payment);
  const isAwaited = () => Date.now() < issueBefore(payment);
  if (verdict !== 'silence')
    await answer(payment, verdict === 'warn' ? { say: 'tooMany' } : what, 'answer', { isAwaited });
  payment.enter('Refused');
  payment.publish();
  return undefined;
}

async function open(payment: Payment): Promise<Found | undefined> {
  const { input } = payment;
  const run = createFastPath(input.timings, payment);
  try {
    const opening = await run('openCommand', input, {
      summary: 'Read the command and resolve the seller',
      reason: 'CapSvcUnavailable',
      before: issueBefore(payment),
      onStuck: () => delayed(payment),
    });
    if (opening.found === 'deadButton') {
      await refuse(payment, { say: 'sendAgain' });
      return;
    }
    if (opening.found === 'answer') {
      await handOn(payment, opening);
      return;
    }
    if (opening.found === 'listRow') {
      await toPayment(opening.linkId, listWanted);
      forwarded(payment);
      return;
    }
    if (opening.found === 'seller') return opening;
    const seller = await askConversation(payment, opening.gone);
    return seller && { ...opening, found: 'seller', seller, debts: 0 };
  } catch (error) {
    if (!isAway(error)) throw error;
    return refuse(payment, confirmation(payment, commandText(payment), 'delayed'));
  }
}

/** The message was the payer's phone that another payment asked for. */
async function handOn(payment: Payment, { linkId, given }: Extract<Opening, { found: 'answer' }>): Promise<void> {
  await tellConversation(payment, 'Hand an answer on', { signal: 'payerAnswered', argument: { linkId, given } });
  forwarded(payment);
}

function forwarded(payment: Payment): void {
  payment.enter('Forwarded');
  payment.publish();
}

/** The conversation asks cap-svc once for all who wait, and answers strangers itself. */
async function askConversation(payment: Payment, gone: true | undefined): Promise<Seller | undefined> {
  const { linkId, input } = payment;
  const before = new Date(issueBefore(payment)).toISOString();
  const argument = { linkId, contact: input.message.sender, before, ...(gone && { gone }) };
  await tellConversation(payment, 'Ask the conversation who this is', { signal: 'sellerAsked', argument });
  const waitsFor = 'the chat to say who the seller is: it asks cap-svc once for all who wait.';
  await payment.during(
    { waitsFor },
    condition(() => payment.sellerAnswer !== undefined),
  );
  const who = payment.sellerAnswer;
  if (who?.known === true) return who.seller;
  if (who?.away === true) return refuse(payment, confirmation(payment, commandText(payment), 'delayed'));
  payment.enter('Refused');
  payment.publish();
  return undefined;
}

function read({ text, asLink, grammar = 1 }: Found, merchant: Merchant) {
  const { currency, limits } = merchant;
  const command = parseCommand(text, {
    currency,
    grammar,
    limits: { min: fromDecimal(limits.min, currency), max: fromDecimal(limits.max, currency) },
  });
  if (command.kind !== 'rtp' || !asLink) return command;
  const { payer: _, ...wanted } = command;
  return { ...wanted, kind: 'pay' as const };
}

/** What every merchant would be paid; undefined where currencies differ. */
function amountOf(readings: readonly ReturnType<typeof read>[]): Money | undefined {
  const amounts = readings.flatMap((reading) => ('amount' in reading ? [reading.amount] : []));
  const [first, ...others] = amounts;
  return first !== undefined && others.every((other) => sameMoney(other, first)) ? first : undefined;
}

/** What is a request to pay for one merchant may be nothing for the next. */
function canDo(merchant: Merchant, reading: ReturnType<typeof read> | undefined): boolean {
  return reading?.kind === 'pay' || (reading?.kind === 'rtp' && merchant.capabilities.rtp);
}

function misunderstood(
  payment: Payment,
  command: ReturnType<typeof read> | undefined,
  merchant: Merchant | undefined,
): Say {
  if (command?.kind === 'rtp') {
    const linkInsteadId = buttonId.link(payment.linkId);
    return { say: 'rtpNotPossible', reason: 'notAvailable', amount: command.amount, linkInsteadId };
  }
  if (command?.kind !== 'refused' || merchant === undefined) return { say: 'sendAgain' };
  const { problem, examples } = command;
  const { currency, limits } = merchant;
  return {
    say: 'badCommand',
    problem,
    examples,
    currency,
    min: fromDecimal(limits.min, currency),
    max: fromDecimal(limits.max, currency),
  };
}

/** An old command, and one that somebody forwarded, may not be meant: it waits for a tap, which grows old itself. */
function needsWord(payment: Payment, found: Found): boolean {
  if (found.confirmed) return isOldTap(payment);
  return payment.input.message.forwarded || cameLate(payment);
}

export function confirmation(payment: Payment, command: string, why?: 'delayed' | 'old'): Say {
  const reason = why ?? (payment.input.message.forwarded ? 'forwarded' : 'old');
  return { say: 'confirm', reason, command, confirmId: buttonId.issue(payment.linkId) };
}

export function commandText(payment: Payment): string {
  const { content } = payment.input.message;
  return content.kind === 'text' ? content.text : '';
}

/** One word while the bank or the rail is away; the command goes on by itself. */
export function delayed(payment: Payment): void {
  if (payment.delaySaid && saysDelayOnce()) return;
  payment.delaySaid = true;
  void answer(payment, { say: 'delayed', ...(payment.order && { amount: payment.order.amount }) }, 'delayed');
}
