import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Locale } from '../domain/locale';
import type { TemplateState } from '../domain/template';

/** What goes out, already in the reader's language; the channel turns it into its own call. */
export type OutboundMessage =
  | { readonly kind: 'text'; readonly body: string; readonly previewUrl?: boolean }
  | { readonly kind: 'buttons'; readonly body: string; readonly buttons: readonly Choice[] }
  | { readonly kind: 'list'; readonly body: string; readonly open: string; readonly rows: readonly Choice[] }
  | { readonly kind: 'contact-request'; readonly body: string }
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly locale: Locale;
      /** Named body parameters, in the order of the template's body. */
      readonly parameters: readonly { readonly name: string; readonly text: string }[];
      /** Payloads of the template's quick replies, by position. */
      readonly replies?: readonly string[];
    };

export interface Choice {
  /** Comes back when tapped. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface SendOptions {
  /** The send's key; every later status of this message carries it back. */
  readonly key: string;
  /** The message that this one quotes. */
  readonly replyTo?: string;
}

/** The one set of reasons why a channel did not take a message. */
export type ChannelFailureKind =
  /** More than 24 h since the person's last message (131047). */
  | 'WindowClosed'
  /** The template is missing, paused, disabled or not approved. */
  | 'TemplateUnavailable'
  /** Our parameters do not fit the template as approved: drift, a bug. */
  | 'TemplateMismatch'
  /** Too many messages to this one person (131056). */
  | 'PairRateLimited'
  /** Too many messages of this number or app. */
  | 'Throttled'
  /** The channel is down or stumbled, and says that it did not take the message. */
  | 'Transient'
  /** This person can't be reached here. */
  | 'RecipientUnreachable'
  /** This kind of message can't go to an address without a phone (131062). */
  | 'PhoneNeeded'
  /** Token, payment method, restriction: nothing of this line goes out until ops act. */
  | 'AccountBlocked'
  /** The channel calls our request wrong: a bug. */
  | 'MessageRejected'
  /** The request went out and no answer came: it may or may not have been taken. */
  | 'NoAnswer';

/** A channel's refusal or silence. Holds no phone, no text and no token. */
export class ChannelFailure extends Error {
  override readonly name = 'ChannelFailure';
  constructor(
    readonly kind: ChannelFailureKind,
    message: string,
    readonly details: {
      /** The channel's own error code. */
      readonly code?: number;
      /** The channel's wish before the next try, in ms. */
      readonly retryAfterMs?: number;
      /** The channel's id of the call, for its support desk. */
      readonly trace?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
  }
}

/** A messaging channel. Every method throws {@link ChannelFailure} and nothing else. */
export interface Channel {
  /** @returns the channel's id of the message: accepted, not yet delivered. */
  send(line: Line, to: Contact, message: OutboundMessage, options: SendOptions): Promise<{ messageId: string }>;
  /** Marks a message as read and shows that an answer is coming. Costs no message. */
  acknowledge(line: Line, messageId: string): Promise<void>;
  /** All templates of the line's account that are ours by name. */
  listTemplates(line: Line): Promise<readonly TemplateState[]>;
}
