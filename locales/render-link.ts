import type { OutboundMessage } from '../channels/channel';
import type { Say } from '../domain/say';
import { fit } from './fit';
import { LIMITS } from './limits';
import { shortened } from './payment-details';
import { join } from './text';
import type { Voice } from './voice';

/**
 * Made to be forwarded to the customer: plain text, since a forward loses buttons, and without the tag or a word for the
 * seller. The bank's own page gets no preview: Meta would open it before the customer does, and show its words for ours.
 */
export function renderLink(link: Extract<Say, { say: 'link' }>, voice: Voice): OutboundMessage {
  const { time, day } = voice.moment(link.validUntil);
  const body = fit(LIMITS.text, 0, (length) =>
    join('\n', [
      voice.say('link.to', { merchant: shortened(link.merchant, Math.max(length, 15)) ?? '…' }),
      join(' · ', [voice.amount(link.amount), shortened(link.description, length)]),
      link.url,
      voice.say(`link.validUntil.${day}`, { until: time }),
    ]),
  );
  return { kind: 'text', body, previewUrl: link.preview === true };
}
