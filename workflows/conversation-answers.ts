import { readTap } from '../domain/buttons';
import { routeOf } from '../domain/command';
import type { InboundMessage } from '../domain/inbound';
import { isLocale } from '../domain/locale';
import type { Say } from '../domain/say';
import type { Conversation } from './conversation-entity';
import { askWho, refuseStranger } from './conversation-identity';
import { sayOnce } from './conversation-saying';

const HOUR = 3_600_000;

/** Answers what is no payment command; those are answered by their payment. One message per message, at most. */
export async function hear(conversation: Conversation, message: InboundMessage): Promise<void> {
  const wanted = want(message);
  if (wanted === 'nothing') return;
  if (wanted === 'payment') {
    conversation.state.greeted = true;
    return;
  }
  const who = await askWho(conversation, { contact: conversation.state.contact });
  if (!who.known) return refuseStranger(conversation);
  const what = answerTo(conversation, wanted);
  if (what !== undefined) await sayOnce(conversation, what, { replyTo: message.messageId });
}

type Wanted = ReturnType<typeof routeOf> | 'nothing' | 'deadButton' | { readonly locale: string };

function want({ content }: InboundMessage): Wanted {
  if (content.kind === 'silent' || content.kind === 'moved') return 'nothing';
  if (content.kind === 'text') return routeOf(content.text);
  if (content.kind !== 'tap') return 'talk';
  const tap = readTap(content.id);
  if (tap?.means === 'lang') return { locale: tap.locale };
  // Taps that stand for a command start their payment; what arrives here is over.
  return tap === undefined || tap.means === 'merchant' ? 'deadButton' : 'payment';
}

function answerTo(conversation: Conversation, wanted: Exclude<Wanted, 'nothing' | 'payment'>): Say | undefined {
  const { state } = conversation;
  const merchant = state.seller?.merchants[0];
  const shop = { currency: merchant?.currency ?? '', rtp: false };
  if (typeof wanted === 'object') return chooseLanguage(conversation, wanted.locale);
  const first = !state.greeted;
  state.greeted = true;
  if (wanted === 'lang') return { say: 'languages' };
  if (wanted === 'deadButton') return { say: 'sendAgain' };
  if (wanted === 'start' || (first && wanted === 'talk')) {
    const name = state.seller?.displayName;
    return { say: 'greeting', ...shop, ...(name === undefined ? {} : { name }) };
  }
  if (wanted === 'talk' && state.helpedAt !== undefined && Date.now() - Date.parse(state.helpedAt) < HOUR)
    return undefined;
  state.helpedAt = new Date().toISOString();
  return { say: 'help', ...shop };
}

function chooseLanguage(conversation: Conversation, locale: string): Say | undefined {
  if (!isLocale(locale)) return undefined;
  conversation.state.locale = locale;
  conversation.publish();
  return { say: 'languageSet', chosen: locale };
}
