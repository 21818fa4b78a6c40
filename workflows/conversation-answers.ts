import { readTap } from '../domain/buttons';
import type { Tap } from '../domain/buttons';
import { routeOf } from '../domain/command';
import type { InboundMessage } from '../domain/inbound';
import type { Say } from '../domain/say';
import { answerCommand, chooseShop, offerMerchants } from './conversation-commands';
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
  const what = await answerTo(conversation, wanted, message);
  if (what !== undefined) await sayOnce(conversation, what, { replyTo: message.messageId });
}

type Wanted =
  ReturnType<typeof routeOf> | 'nothing' | 'deadButton' | Extract<Tap, { means: 'lang' | 'shop' | 'shops' }>;

function want({ content }: InboundMessage): Wanted {
  if (content.kind === 'silent' || content.kind === 'moved') return 'nothing';
  if (content.kind === 'text') return routeOf(content.text);
  if (content.kind !== 'tap') return 'talk';
  const tap = readTap(content.id);
  if (tap?.means === 'lang' || tap?.means === 'shop' || tap?.means === 'shops') return tap;
  // Taps that stand for a command go to their payment; one that arrives here found it over.
  return 'deadButton';
}

async function answerTo(
  conversation: Conversation,
  wanted: Exclude<Wanted, 'nothing' | 'payment'>,
  message: InboundMessage,
): Promise<Say | undefined> {
  const { state } = conversation;
  const first = !state.greeted;
  state.greeted = true;
  if (typeof wanted === 'object') return answerTap(conversation, wanted);
  switch (wanted) {
    case 'lang':
      return { say: 'languages' };
    case 'deadButton':
      return { say: 'sendAgain' };
    case 'list':
    case 'today':
    case 'cancel':
    case 'merchant':
      return answerCommand(conversation, wanted, message);
    case 'start':
      return greeting(conversation);
    case 'talk':
      return first ? greeting(conversation) : helpOnceAnHour(conversation);
    case 'help':
      return help(conversation);
  }
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

/** Small talk costs money too: it is answered with the help, but not again and again. */
function helpOnceAnHour(conversation: Conversation): Say | undefined {
  const { helpedAt } = conversation.state;
  return helpedAt !== undefined && Date.now() - Date.parse(helpedAt) < HOUR ? undefined : help(conversation);
}
