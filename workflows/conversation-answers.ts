import { readTap } from '../domain/buttons';
import type { Tap } from '../domain/buttons';
import { isThanks } from '../domain/command';
import type { InboundMessage } from '../domain/inbound';
import type { Say } from '../domain/say';
import { answerCommand, chooseShop, offerMerchants } from './conversation-commands';
import type { Conversation } from './conversation-entity';
import { askWho, refuseStranger } from './conversation-identity';
import { sayOnce } from './conversation-saying';
import { limitsAnswers } from './patches';
import { routed } from './routing';

const HOUR = 3_600_000;

/** Answers what is no payment command; those are answered by their payment. One message per message, at most. */
export async function hear(conversation: Conversation, message: InboundMessage): Promise<void> {
  const wanted = want(message);
  if (wanted === 'nothing') return;
  if (wanted === 'payment') {
    // A stranger's command is refused; the welcome is still to come.
    conversation.state.greeted ||= conversation.state.seller !== undefined;
    return;
  }
  const who = await askWho(conversation, { contact: conversation.state.contact });
  if (!who.known) return refuseStranger(conversation);
  const blocked = who.seller.status === 'BLOCKED';
  const what =
    wanted === 'talk'
      ? talkBack(conversation, message, blocked)
      : await answerCounted(conversation, () => answerTo(conversation, wanted, message, blocked));
  if (what !== undefined) await sayOnce(conversation, what, { replyTo: message.messageId });
}

/** A command is always answered, up to a number a minute; whatever it takes to answer it is not done beyond that. */
async function answerCounted(conversation: Conversation, answer: () => Promise<Say> | Say): Promise<Say | undefined> {
  const verdict = conversation.countAnswer();
  if (verdict === 'answer' || !limitsAnswers()) return answer();
  return verdict === 'warn' ? { say: 'tooMany' } : undefined;
}

type Wanted = ReturnType<typeof routed> | 'nothing' | 'deadButton' | Extract<Tap, { means: 'lang' | 'shop' | 'shops' }>;

function want({ content }: InboundMessage): Wanted {
  if (content.kind === 'silent' || content.kind === 'moved') return 'nothing';
  if (content.kind === 'text') return routed(content.text);
  if (content.kind !== 'tap') return 'talk';
  const tap = readTap(content.id);
  if (tap?.means === 'lang' || tap?.means === 'shop' || tap?.means === 'shops') return tap;
  // Taps that stand for a command go to their payment; one that arrives here found it over.
  return 'deadButton';
}

function answerTo(
  conversation: Conversation,
  wanted: Exclude<Wanted, 'nothing' | 'payment' | 'talk'>,
  message: InboundMessage,
  blocked: boolean,
): Promise<Say> | Say {
  conversation.state.greeted = true;
  if (typeof wanted === 'object') return answerTap(conversation, wanted);
  switch (wanted) {
    case 'lang':
      return { say: 'languages' };
    case 'deadButton':
      return { say: 'sendAgain' };
    case 'list':
    case 'today':
    case 'cancel':
      return answerCommand(conversation, wanted, message);
    case 'merchant':
      return blocked ? { say: 'blocked' } : answerCommand(conversation, wanted, message);
    case 'start':
      return blocked ? { say: 'blocked' } : greeting(conversation);
    case 'help':
      return blocked ? { say: 'blocked' } : help(conversation);
  }
}

/**
 * The first words are welcomed, whatever they are. After that small talk is answered with the help, for it costs money, and
 * not again and again; thanks are not answered at all.
 */
function talkBack(conversation: Conversation, { content }: InboundMessage, blocked: boolean): Say | undefined {
  const { state } = conversation;
  const first = !state.greeted;
  state.greeted = true;
  const { helpedAt } = state;
  const helped = helpedAt !== undefined && Date.now() - Date.parse(helpedAt) < HOUR;
  if (!first && (helped || (content.kind === 'text' && isThanks(content.text) && limitsAnswers()))) return undefined;
  if (!blocked) return first ? greeting(conversation) : help(conversation);
  state.helpedAt = new Date().toISOString();
  return { say: 'blocked' };
}

function answerTap(conversation: Conversation, tap: Exclude<Wanted, string>): Say {
  if (tap.means === 'shop') return chooseShop(conversation, tap.merchantId);
  if (tap.means === 'shops') return offerMerchants(conversation, tap.page);
  conversation.chooseLocale(tap.locale);
  return { say: 'languageSet', chosen: tap.locale };
}

const shopOf = ({ state }: Conversation) => ({
  currency: state.seller?.merchants[0]?.currency ?? '',
  rtp: state.seller?.merchants.some(({ capabilities }) => capabilities.rtp) ?? false,
});

function greeting(conversation: Conversation): Say {
  const name = conversation.state.seller?.displayName;
  return { say: 'greeting', ...shopOf(conversation), ...(name === undefined ? {} : { name }) };
}

function help(conversation: Conversation): Say {
  conversation.state.helpedAt = new Date().toISOString();
  return { say: 'help', ...shopOf(conversation) };
}
