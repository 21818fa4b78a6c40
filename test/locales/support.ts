import type { OutboundMessage } from '../../channels/channel';
import type { Locale } from '../../domain/locale';
import type { Say } from '../../domain/say';
import { render } from '../../locales';
import { EXAMPLES, READER, type Example } from './examples';

export interface NamedExample {
  readonly name: string;
  readonly say: Say;
}

export const ALL_EXAMPLES: readonly NamedExample[] = Object.entries(EXAMPLES).flatMap(([variant, examples]) =>
  (examples as readonly Example<Say['say']>[]).map(({ title, say }) => ({
    name: title === undefined ? variant : `${variant}: ${title}`,
    say,
  })),
);

export function renderIn(locale: Locale, say: Say): OutboundMessage {
  return render(say, { ...READER, locale });
}

/** No-break spaces as plain ones, for expectations that a person can read. */
export function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

export function bodyOf(message: OutboundMessage): string {
  if (message.kind === 'template') throw new Error('A template has no words of ours.');
  return spaced(message.body);
}

export function bodyIn(locale: Locale, say: Say): string {
  return bodyOf(renderIn(locale, say));
}

/** All words of a message that a reader sees. */
export function wordsOf(message: OutboundMessage): readonly string[] {
  switch (message.kind) {
    case 'template':
      return [];
    case 'buttons':
      return [message.body, ...message.buttons.map(({ title }) => title)];
    case 'list':
      return [message.body, message.open, ...message.rows.flatMap((row) => [row.title, row.description ?? ''])];
    case 'text':
    case 'contact-request':
      return [message.body];
  }
}
