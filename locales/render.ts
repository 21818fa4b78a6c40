import type { OutboundMessage } from '../channels/channel';
import type { Say } from '../domain/say';
import type { CopyKey, Values } from './copy';
import { withinLimits } from './limits';
import { amountOrNone, renderBadCommand, renderConfirm } from './render-command';
import { renderLink } from './render-link';
import { renderNotice } from './render-notice';
import { renderNotices } from './render-notices';
import { renderList, renderToday } from './render-overview';
import { renderAskPayer, renderConfirmPayer, renderRtpNotPossible, renderRtpSent } from './render-request';
import {
  merchantName,
  renderGreeting,
  renderHelp,
  renderLanguages,
  renderMerchants,
  renderStranger,
} from './render-seller';
import { voiceFor, type Reader, type Voice } from './voice';

/**
 * Puts what is to be said into the reader's language, ready for any channel and within the limits of all.
 * Templates are not made here: their words are Meta's, as approved.
 * @throws Error for `notices` without a notice.
 */
export function render(said: Say, to: Reader): OutboundMessage {
  return withinLimits(compose(said, to, voiceFor(to)));
}

function compose(said: Say, to: Reader, voice: Voice): OutboundMessage {
  const text = (key: CopyKey, values?: Values): OutboundMessage => ({ kind: 'text', body: voice.say(key, values) });
  switch (said.say) {
    case 'link':
      return renderLink(said, voice);
    case 'notice':
      return renderNotice(said, voice);
    case 'notices':
      return renderNotices(said.notices, voice);
    case 'badCommand':
      return renderBadCommand(said, voice);
    case 'confirm':
      return renderConfirm(said, voice);
    case 'stranger':
      return renderStranger(to);
    case 'greeting':
      return renderGreeting(said, voice);
    case 'help':
      return renderHelp(said, voice);
    case 'languages':
      return renderLanguages(voice);
    case 'languageSet':
      return { kind: 'text', body: voiceFor(to, said.chosen).say('languageSet') };
    case 'merchants':
      return renderMerchants(said, voice);
    case 'merchantSet':
    case 'merchantOnly':
      return text(said.say, { merchant: merchantName(said.merchant) });
    case 'confirmPayer':
      return renderConfirmPayer(said, voice);
    case 'rtpSent':
      return renderRtpSent(said, voice);
    case 'rtpNotPossible':
      return renderRtpNotPossible(said, voice);
    case 'list':
      return renderList(said, voice);
    case 'today':
      return renderToday(said, voice);
    case 'closed':
      return text(`closed.${said.what}`);
    case 'askPayer':
      return renderAskPayer(said, voice);
    case 'notIssued':
    case 'cancelled':
      return text(said.say, { amount: voice.amount(said.amount) });
    case 'delayed':
      return text('delayed', { amount: amountOrNone(said.amount, voice) });
    case 'phoneWanted':
      return { kind: 'contact-request', body: voice.say('phoneWanted') };
    case 'blocked':
    case 'frozen':
    case 'tooMany':
    case 'questionEnded':
    case 'sendAgain':
    case 'cancelWhat':
    case 'cancelTooLate':
    case 'cancelUnknown':
      return text(said.say);
  }
}
