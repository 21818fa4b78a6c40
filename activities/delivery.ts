import { Context } from '@temporalio/activity';
import { ChannelFailure } from '../channels/channel';
import type { Channel, OutboundMessage } from '../channels/channel';
import { chooseDelivery, windowEnd } from '../domain/delivery';
import type { DeliveryChoice } from '../domain/delivery';
import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Sent } from '../domain/outcome';
import { isAnothers } from '../domain/whose';
import { readSendKey } from '../domain/send-key';
import type { TemplateState } from '../domain/template';
import { render } from '../locales';
import { readConversation } from './conversations';
import type { ChatsJustRead, ConversationView } from './conversations';
import type { Deps } from './deps';
import { createLineReader, currentLine } from './lines';
import { linePaused } from './failures';
import type { SendRequest } from './send-request';
import type { Turns } from './turns';

/** Where the person is by now: the payment knows only where its command came from. */
function whereabouts({ contact, phone }: ConversationView, known: Contact): Contact {
  const to = contact ?? known;
  return phone === undefined || phone === to.phone ? to : { ...to, phone };
}

/** The seller whom a notice is about. */
const whose = ({ say }: SendRequest): string | undefined => (say.say === 'notice' ? say.notice.posUserId : undefined);

/** A message that the chat has not heard of yet opened the window again. */
const isNewer = (known: string | undefined, { lastInboundAt }: ConversationView): boolean =>
  known !== undefined && lastInboundAt !== undefined && Date.parse(known) > Date.parse(lastInboundAt);

interface Ways {
  readonly line: Line;
  readonly to: Contact;
  readonly channel: Channel;
  readonly message: OutboundMessage;
  readonly template: OutboundMessage | undefined;
}

/**
 * Chooses how to say something now and says it. Everything is looked up at the moment of sending, or was the moment before: the
 * chosen locale, the window and the templates may all have changed since the payment began.
 */
export const createDelivery = (deps: Deps, turns: Turns, justRead: ChatsJustRead) => {
  const readLine = createLineReader(deps);

  return async function deliver(request: SendRequest, key: string): Promise<Sent> {
    const line = currentLine(deps, request.line);
    const [conversation, known] = await Promise.all([readChat(request, key), readLine(line.id)]);
    if (known.suspended !== undefined) throw linePaused(line.id);
    if (request.kind === 'notice' && (conversation.frozen === true || isAnothers(whose(request), conversation)))
      return { result: 'owe', why: 'SellerUnverified' };
    const locale = conversation.locale ?? request.capLocale ?? line.defaultLocale;
    const reader = { locale, timeZone: line.timeZone, now: deps.now(), line };
    const channel = deps.channels[line.channel];
    if (channel === undefined) throw new Error(`Line ${line.id}: no ${line.channel} channel is set up`);
    const templateOf = (templates: readonly TemplateState[]) =>
      channel.outsideWindow?.(request.say, { ...reader, templates });
    const to = request.kind === 'notice' ? whereabouts(conversation, request.to) : request.to;
    const ways: Ways = {
      line,
      channel,
      to,
      message: render(request.say, reader),
      template: templateOf(known.templates),
    };
    const choice = choose(request, conversation, ways);
    if (choice === 'message') return sendMessage(request, key, ways);
    if (choice === 'template') return sendTemplate(request, key, ways);
    // Whoever waits for a template comes the moment that one becomes usable: what was read before that is too old.
    const fresh = await readLine(line.id, { now: true });
    const sent = await sendTemplate(request, key, { ...ways, template: templateOf(fresh.templates) });
    return sent.result === 'owe' ? { ...sent, seen: fresh.changes ?? 0 } : sent;
  };

  /** A notice is for the seller it is about, wherever that is by now; an answer is for whoever asked. */
  async function readChat(request: SendRequest, key: string): Promise<ConversationView> {
    const { kind, conversationId } = request;
    if (kind === 'notice') return readConversation(deps, conversationId, 'moved', whose(request));
    const owner = readSendKey(key)?.owner;
    const view = owner?.of === 'payment' ? justRead.take(owner.linkId) : undefined;
    return view ?? readConversation(deps, conversationId);
  }

  function choose(request: SendRequest, conversation: ConversationView, { template }: Ways): DeliveryChoice {
    // Of a message to the chat that this one was before.
    const known = conversation.moves === 0 ? request.lastInboundAt : undefined;
    return chooseDelivery({
      kind: request.kind,
      now: deps.now().getTime(),
      windowEndsAt: windowEnd(request.timings.window, known, conversation.lastInboundAt),
      saidClosed:
        request.by === 'template' || (conversation.windowSaidClosed === true && !isNewer(known, conversation)),
      templateUsable: template !== undefined,
    });
  }

  async function sendMessage(request: SendRequest, key: string, ways: Ways): Promise<Sent> {
    // A message of an earlier chat can't be quoted in this one.
    const quote = request.replyTo === undefined || ways.to !== request.to ? {} : { replyTo: request.replyTo };
    turns.take(request);
    try {
      const options = { key, attempt: Context.current().info.attempt, ...quote };
      const { messageId } = await ways.channel.send(ways.line, ways.to, ways.message, options);
      return { result: 'sent', messageId, by: 'message' };
    } catch (error) {
      const closed = error instanceof ChannelFailure && error.kind === 'WindowClosed';
      // The channel has the last word on the window, and its word proves that nothing was sent.
      if (closed && request.kind === 'notice' && ways.template !== undefined) return sendTemplate(request, key, ways);
      throw error;
    }
  }

  async function sendTemplate(request: SendRequest, key: string, ways: Ways): Promise<Sent> {
    if (ways.template === undefined) return { result: 'owe', why: 'TemplateUnavailable' };
    turns.take(request);
    const options = { key, attempt: Context.current().info.attempt };
    const { messageId } = await ways.channel.send(ways.line, ways.to, ways.template, options);
    return { result: 'sent', messageId, by: 'template' };
  }
};
