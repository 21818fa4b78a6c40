import { LRUCache } from 'lru-cache';
import { readTap } from '../../domain/buttons';
import { routeOf } from '../../domain/command';
import { isWritten } from '../../domain/inbound';
import type { InboundMessage } from '../../domain/inbound';
import type { Line } from '../../domain/line';
import type { Locale } from '../../domain/locale';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import type { PaymentSignal } from '../ports/temporal';
import { createConversationIds } from './conversations';
import type { IntakeDeps } from './deps';
import { createIdentity } from './identity';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Waking a conversation costs an Action; the window only has to be known well enough. */
const WAKE_EVERY_MS = 10 * MINUTE;
/** The channel repeats a message for up to 7 days, so an older key may have named its payment for a day longer. */
const OLDER_KEYS_MS = 8 * DAY;

type Destination =
  | { readonly to: 'payment' }
  | { readonly to: 'question'; readonly linkId: string; readonly signal: PaymentSignal }
  | { readonly to: 'allLines'; readonly locale: Locale }
  | { readonly to: 'conversation' };

function destinationOf({ content, messageId, sentAt }: InboundMessage): Destination {
  if (content.kind === 'text') return { to: routeOf(content.text) === 'payment' ? 'payment' : 'conversation' };
  const tap = content.kind === 'tap' ? readTap(content.id) : undefined;
  switch (tap?.means) {
    case 'again':
    case 'issue':
    case 'link':
      return { to: 'payment' };
    case 'merchant': {
      const argument = { merchantId: tap.merchantId, messageId };
      return { to: 'question', linkId: tap.linkId, signal: { signal: 'merchantChosen', argument } };
    }
    case 'page': {
      const argument = { page: tap.page, messageId };
      return { to: 'question', linkId: tap.linkId, signal: { signal: 'merchantsPaged', argument } };
    }
    case 'send':
      return { to: 'question', linkId: tap.linkId, signal: { signal: 'payerConfirmed', argument: { sentAt } } };
    case 'lang':
      return { to: 'allLines', locale: tap.locale };
    default:
      return { to: 'conversation' };
  }
}

/** Another account behind the same number is another person. */
const personOf = ({ identity = '' }: InboundMessage, conversationId: string): string => `${conversationId} ${identity}`;

/**
 * The payment answers a tap; what the conversation hears of it is that the seller is there. By an id of its own: the tap itself may
 * come beside it, where the payment is over, and would be taken for a repeated delivery.
 */
function isThere(message: InboundMessage): InboundMessage {
  if (message.content.kind !== 'tap') return message;
  return { ...message, messageId: `${message.messageId}/tap`, content: { kind: 'silent', type: 'tap' } };
}

/** Hands one message of a person to the workflow that it is for. Doing it again changes nothing. */
export function createMessageIntake(deps: IntakeDeps) {
  const { temporal, addressing, metrics, timings } = deps;
  const conversationIdOf = createConversationIds(deps);
  const follow = createIdentity(deps);
  const lines = new Map(deps.lines.map((line) => [line.id, line]));
  /** When the newest message was sent that each chat heard of, in ms since the epoch. */
  const heard = new LRUCache<string, number>({ max: 50_000, ttl: WAKE_EVERY_MS });
  const olderKeysUntil = deps.now().getTime() + OLDER_KEYS_MS;

  return async function takeMessage(message: InboundMessage): Promise<void> {
    const line = lines.get(message.lineId);
    if (line === undefined) throw new Error(`A message for line ${message.lineId}, which is not in LINES_FILE.`);
    const conversationId = await conversationIdOf(line.id, message.sender);
    await follow(message, conversationId);
    const destination = destinationOf(message);
    metrics.update(destination.to);
    switch (destination.to) {
      case 'payment':
        await Promise.all([startPayment(message, line, conversationId), wake(message, line, conversationId)]);
        return;
      case 'question':
        if (await toQuestion(destination, conversationId, message)) return;
        break;
      case 'allLines':
        await spreadLocale(message, destination.locale);
        break;
      case 'conversation':
        break;
    }
    await tell(message, line, conversationId);
  };

  async function startPayment(message: InboundMessage, line: Line, conversationId: string): Promise<void> {
    const [linkId, ...older] = addressing.linkIds(message);
    const earlier = await tappedByPhone(message);
    if (earlier !== undefined) return tapAgain(earlier, message, line, conversationId);
    for (const id of deps.now().getTime() < olderKeysUntil ? older : []) {
      if (await temporal.exists(paymentLinkWorkflowId(id))) {
        metrics.duplicate();
        return;
      }
    }
    const started = await temporal.startPayment({ linkId, line, conversationId, message, timings });
    if (started === 'known') metrics.duplicate();
    if (started === 'known' && message.content.kind === 'tap') await tapAgain(linkId, message, line, conversationId);
  }

  /** The payment that this button made while its seller was known by phone only: a button makes one. */
  async function tappedByPhone(message: InboundMessage): Promise<string | undefined> {
    const { userId, phone } = message.sender;
    if (message.content.kind !== 'tap' || userId === undefined || phone === undefined) return undefined;
    const [linkId] = addressing.linkIds({ ...message, sender: { phone } });
    return (await temporal.exists(paymentLinkWorkflowId(linkId))) ? linkId : undefined;
  }

  /** A second tap shows the same link again. Where that is over the conversation says so; a repeated delivery says nothing. */
  async function tapAgain(linkId: string, message: InboundMessage, line: Line, conversationId: string): Promise<void> {
    const argument = { messageId: message.messageId };
    if ((await temporal.signalPayment(linkId, { signal: 'tappedAgain', argument })) === 'taken') return;
    const payment = await temporal.readPayment(linkId);
    if (payment !== undefined && payment.memo.messageId !== message.messageId)
      await tell(message, line, conversationId);
  }

  /** The chosen language is the seller's, not the line's: it reaches the seller's chats on the other lines too, where there are any. */
  async function spreadLocale(message: InboundMessage, locale: Locale): Promise<void> {
    for (const line of lines.values()) {
      if (line.id === message.lineId || line.channel !== message.channel) continue;
      await temporal.chooseLocale(await conversationIdOf(line.id, message.sender), locale);
    }
  }

  /** A list or a button can be forwarded: only the seller whose command it belongs to may answer. */
  async function toQuestion(
    { linkId, signal }: { readonly linkId: string; readonly signal: PaymentSignal },
    conversationId: string,
    { messageId }: InboundMessage,
  ): Promise<boolean> {
    const payment = await temporal.readPayment(linkId);
    if (!(await isOwn(payment?.memo.conversationId, conversationId))) {
      metrics.update('foreignTap');
      return false;
    }
    if ((await temporal.signalPayment(linkId, signal)) === 'taken') return true;
    // The tap that chose, delivered again after the payment was over, is no tap on an ended list.
    return (await temporal.resultOf(linkId))?.chosenBy === messageId;
  }

  /** A button stays the seller's own when the chat goes on under another id. */
  async function isOwn(earlier: string | undefined, now: string): Promise<boolean> {
    if (earlier === undefined || earlier === now) return earlier === now;
    return (await temporal.successorOf(earlier)) === now;
  }

  async function wake(message: InboundMessage, line: Line, conversationId: string): Promise<void> {
    // By when they were sent: after an outage, messages of many hours come within a minute.
    const last = heard.get(personOf(message, conversationId));
    if (last !== undefined && Date.parse(message.sentAt) - last < WAKE_EVERY_MS) return;
    await tell(isThere(message), line, conversationId);
  }

  async function tell(message: InboundMessage, line: Line, conversationId: string): Promise<void> {
    const input = { line, contact: message.sender, timings };
    await temporal.tellConversation(conversationId, input, { signal: 'messageReceived', argument: message });
    if (!isWritten(message.content)) return;
    const person = personOf(message, conversationId);
    heard.set(person, Math.max(Date.parse(message.sentAt), heard.get(person) ?? 0));
  }
}
