import type { OutboundMessage } from '../channels/channel';
import type { Notice, Say } from '../domain/say';
import { fit } from './fit';
import { LIMITS } from './limits';
import { detailsOf, shortened, SYMBOLS } from './payment-details';
import { join } from './text';
import type { Voice } from './voice';

const REFERENCE_LENGTH = 6;

/** What a seller reads out to the support desk, who search by it: `k7qx2a`. */
export function shortReference(notice: Notice): string {
  return notice.linkId.slice(-REFERENCE_LENGTH);
}

/** Outcome and amount first: a locked screen shows no more. */
export function headlineOf(notice: Notice, voice: Voice, length: number): string {
  const headline = voice.say(`notice.headline.${notice.outcome}`, {
    amount: voice.amount(notice.amount),
    rtp: notice.rtp === true ? 'yes' : 'no',
  });
  return join(' · ', [
    `${SYMBOLS[notice.outcome]} ${headline}`,
    detailsOf(notice, length),
    voice.moment(notice.at).time,
    shortened(notice.merchant, length),
  ]);
}

function nextStep(notice: Notice, voice: Voice, retry: boolean): string {
  if (notice.outcome === 'paid') return '';
  return voice
    .say(`notice.next.${notice.outcome}`, {
      retry: retry ? 'yes' : 'no',
      rtp: notice.rtp === true ? 'yes' : 'no',
    })
    .trim();
}

export function noticeBody(notice: Notice, voice: Voice, retry: boolean): string {
  return fit(LIMITS.interactive - 1, 0, (length) => {
    const headline = headlineOf(notice, voice, length);
    const next = nextStep(notice, voice, retry);
    const reference = voice.say('notice.reference', { reference: shortReference(notice) });
    return next === '' ? join(' · ', [headline, reference]) : [headline, next, reference].join('\n');
  });
}

export function renderNotice(said: Extract<Say, { say: 'notice' }>, voice: Voice): OutboundMessage {
  const body = noticeBody(said.notice, voice, said.retryId !== undefined);
  if (said.retryId === undefined) return { kind: 'text', body };
  // After a request to pay a link is the first one, not a new one.
  const title = voice.say(said.notice.rtp === true ? 'rtpNotPossible.button' : 'notice.newLink');
  return { kind: 'buttons', body, buttons: [{ id: said.retryId, title }] };
}
