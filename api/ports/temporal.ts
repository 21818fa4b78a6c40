import type { Sent } from '../../domain/outcome';
import type { Locale } from '../../domain/locale';
import type { Debt } from '../../domain/outcome';
import type { ChannelFailureName } from '../../domain/delivery';
import type { InboundMessage } from '../../domain/inbound';
import type { Line } from '../../domain/line';
import type { RailReport } from '../../domain/payment';
import type { SendKey } from '../../domain/send-key';
import type { TemplateReport } from '../../domain/template-report';
import type { Address, NumberLeft } from '../../workflows/conversation-state';
import type { ConversationInput } from '../../workflows/conversation.contract';
import type { PaymentLinkInput, PaymentLinkMemo, PaymentLinkResult } from '../../workflows/payment-link.contract';

/** Something was not accepted, so whoever brought it must bring it again. */
export class TemporalUnavailable extends Error {
  override readonly name = 'TemporalUnavailable';
  /**
   * @param away false: Temporal answers, and refuses this one thing; others may be accepted
   * @param why for the log: the server's own words, which know payloads only encrypted
   */
  constructor(
    readonly away: boolean,
    readonly why: string,
    cause?: unknown,
  ) {
    super(away ? 'Temporal is away: nothing was accepted.' : 'Temporal refused it: it was not accepted.', { cause });
  }
}

/** A send that the channel had taken and then failed. */
export interface MessageFailed {
  readonly activityId: string;
  /** By the channel's id: after silence two messages go by one key. */
  readonly messageId: string;
  readonly why: ChannelFailureName;
  readonly code?: number;
  /** ISO 8601, the channel's own clock; absent where it told none. */
  readonly at?: string;
}

export type PaymentSignal =
  | {
      readonly signal: 'merchantChosen';
      readonly argument: { readonly merchantId: string; readonly messageId: string };
    }
  | { readonly signal: 'payerConfirmed'; readonly argument: { readonly sentAt: string } }
  | { readonly signal: 'merchantsPaged'; readonly argument: { readonly page: number; readonly messageId: string } }
  | { readonly signal: 'tappedAgain'; readonly argument: { readonly messageId: string } }
  | {
      readonly signal: 'railReported';
      readonly argument: { readonly origin: string; readonly report: RailReport };
    }
  | { readonly signal: 'messageFailed'; readonly argument: MessageFailed }
  | { readonly signal: 'pollWanted' };

export type ConversationSignal =
  | { readonly signal: 'messageReceived'; readonly argument: InboundMessage }
  | { readonly signal: 'owed'; readonly argument: Debt };

/** `joined`: the same person by a better id; `numberChanged`: the person, as they said themselves, by a new number. */
export type ConversationMove =
  | { readonly signal: 'joined' | 'numberChanged'; readonly argument: Address }
  /** To whom the channel shows by an id: a number is given up, and the chat that bears its name has to know whose it was. */
  | { readonly signal: 'numberLeft'; readonly argument: NumberLeft };

export type LineSignal =
  | {
      readonly signal: 'templateReported';
      readonly argument: TemplateReport;
    }
  | {
      readonly signal: 'lineSuspended';
      readonly argument: { readonly reason: string; readonly at: string; readonly until?: string };
    }
  | { readonly signal: 'lineResumed'; readonly argument: { readonly at: string } };

/** A payment, open or closed, as its memo and attributes show it. */
export interface PaymentView {
  readonly memo: Partial<PaymentLinkMemo>;
  readonly lineId?: string;
  readonly sellerId?: string;
  readonly merchantId?: string;
}

/**
 * What the api asks of Temporal, in the product's words. Every method is bounded in time and throws
 * {@link TemporalUnavailable} and nothing else; doing the same again is always safe.
 */
export interface Temporal {
  /** @returns `known` where the same command was accepted before and its payment is over. */
  startPayment(input: PaymentLinkInput): Promise<'started' | 'known'>;
  /** Is there a run of this id, open or closed? */
  exists(workflowId: string): Promise<boolean>;
  /** Undefined: there is no such payment, or none any more. */
  readPayment(linkId: string): Promise<PaymentView | undefined>;
  /** What a closed payment came to; undefined where it ended without a result (terminated, failed). */
  resultOf(linkId: string): Promise<PaymentLinkResult | undefined>;
  /** @returns `over` where the payment is closed or unknown. */
  signalPayment(linkId: string, signal: PaymentSignal): Promise<'taken' | 'over'>;
  /** Started if need be. */
  tellConversation(conversationId: string, input: ConversationInput, signal: ConversationSignal): Promise<void>;
  /** Tells a conversation where it goes on; one that does not run has nothing to hand over. */
  moveConversation(conversationId: string, move: ConversationMove): Promise<'taken' | 'over'>;
  /** Tells a conversation the language that its person chose; none is started for that. */
  chooseLocale(conversationId: string, locale: Locale): Promise<'taken' | 'over'>;
  /** Where a conversation goes on, if it does. */
  successorOf(conversationId: string): Promise<string | undefined>;
  /** A failure of a message that the conversation itself sent. */
  failConversationMessage(conversationId: string, failed: MessageFailed): Promise<'taken' | 'over'>;
  /** Started if need be. */
  tellLine(line: Line, signal: LineSignal): Promise<void>;
  /** Gives a waiting send its result; never fails it. `over`: nobody waits. */
  completeSend(key: SendKey, sent: Sent): Promise<'taken' | 'over'>;
  /** Resolves when Temporal answers. */
  ping(): Promise<void>;
}
