import { Context } from '@temporalio/activity';
import { ChannelFailure } from '../channels/channel';
import type { Channel, OutboundMessage } from '../channels/channel';
import { chooseDelivery, windowEnd } from '../domain/delivery';
import type { Sent } from '../domain/outcome';
import { render } from '../locales';
import { readConversation } from './conversations';
import type { Deps } from './deps';
import { createLineReader } from './lines';
import { linePaused } from './failures';
import type { SendRequest } from './send-request';

interface Ways {
  readonly channel: Channel;
  readonly message: OutboundMessage;
  readonly template: OutboundMessage | undefined;
}

/**
 * Chooses how to say something now and says it. Everything is looked up at the moment of sending: the chosen locale, the
 * window and the templates may all have changed since the payment began.
 */
export const createDelivery = (deps: Deps) => {
  const readLine = createLineReader(deps);

  return async function deliver(request: SendRequest, key: string): Promise<Sent> {
    const [conversation, line] = await Promise.all([
      readConversation(deps, request.conversationId),
      readLine(request.line.id),
    ]);
    if (line.suspended !== undefined) throw linePaused(request.line.id);
    const locale = conversation.locale ?? request.capLocale ?? request.line.defaultLocale;
    const reader = { locale, timeZone: request.line.timeZone, now: deps.now(), line: request.line };
    const channel = deps.channels[request.line.channel];
    if (channel === undefined) throw new Error(`Line ${request.line.id}: no ${request.line.channel} channel is set up`);
    const ways: Ways = {
      channel,
      message: render(request.say, reader),
      template: channel.outsideWindow?.(request.say, { ...reader, templates: line.templates }),
    };
    const choice = chooseDelivery({
      kind: request.kind,
      now: deps.now().getTime(),
      windowEndsAt: windowEnd(request.timings.window, request.lastInboundAt, conversation.lastInboundAt),
      saidClosed: request.by === 'template' || conversation.windowSaidClosed === true,
      templateUsable: ways.template !== undefined,
    });
    if (choice === 'owe') return { result: 'owe', why: 'TemplateUnavailable' };
    return choice === 'template' ? sendTemplate(request, key, ways) : sendMessage(request, key, ways);
  };

  async function sendMessage(request: SendRequest, key: string, ways: Ways): Promise<Sent> {
    const quote = request.replyTo === undefined ? {} : { replyTo: request.replyTo };
    try {
      const options = { key, attempt: Context.current().info.attempt, ...quote };
      const { messageId } = await ways.channel.send(request.line, request.to, ways.message, options);
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
    const options = { key, attempt: Context.current().info.attempt };
    const { messageId } = await ways.channel.send(request.line, request.to, ways.template, options);
    return { result: 'sent', messageId, by: 'template' };
  }
};
