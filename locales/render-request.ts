import type { OutboundMessage } from '../channels/channel';
import type { Say } from '../domain/say';
import { merchantName } from './render-seller';
import { cut, plain } from './text';
import type { Voice } from './voice';

const PAYER_SHOWN = 30;

function payerOf(masked: string): string {
  return cut(plain(masked.replaceAll('*', '•')), PAYER_SHOWN);
}

/** A line above, in the words of a link. */
function forMerchant({ merchant }: { readonly merchant?: string }, voice: Voice): string {
  return merchant === undefined ? '' : `${voice.say('link.to', { merchant: merchantName(merchant) })}\n`;
}

/** What the seller gave first was no phone: that is said before the question comes again. */
export function renderAskPayer(asked: Extract<Say, { say: 'askPayer' }>, voice: Voice): OutboundMessage {
  const question = voice.say('askPayer', { amount: voice.amount(asked.amount) });
  const body = asked.unclear === true ? `${voice.say('badCommand.PayerUnclear')} ${question}` : question;
  return { kind: 'text', body };
}

export function renderConfirmPayer(asked: Extract<Say, { say: 'confirmPayer' }>, voice: Voice): OutboundMessage {
  const values = { amount: voice.amount(asked.amount), payer: payerOf(asked.payerMasked) };
  const buttons = [{ id: asked.sendId, title: voice.say('confirmPayer.button') }];
  return { kind: 'buttons', body: `${forMerchant(asked, voice)}${voice.say('confirmPayer.body', values)}`, buttons };
}

export function renderRtpSent(sent: Extract<Say, { say: 'rtpSent' }>, voice: Voice): OutboundMessage {
  const { time, day } = voice.moment(sent.validUntil);
  const request = voice.say('rtpSent.sent', {
    amount: voice.amount(sent.amount),
    payer: payerOf(sent.payerMasked),
  });
  return {
    kind: 'text',
    body: `${forMerchant(sent, voice)}${request} ${voice.say(`rtpSent.until.${day}`, { until: time })}`,
  };
}

/** A request that can't be made still has a way to the money: a link. */
export function renderRtpNotPossible(not: Extract<Say, { say: 'rtpNotPossible' }>, voice: Voice): OutboundMessage {
  const body = voice.say(`rtpNotPossible.${not.reason}`, { amount: voice.amount(not.amount) });
  return { kind: 'buttons', body, buttons: [{ id: not.linkInsteadId, title: voice.say('rtpNotPossible.button') }] };
}
