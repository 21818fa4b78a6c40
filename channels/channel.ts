import type { ChannelFailureName } from '../domain/delivery';
import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Locale } from '../domain/locale';
import type { Say } from '../domain/say';
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
  /** Which try this is, from 1 (the default): some limits ask for a longer pause after each. */
  readonly attempt?: number;
}

/** The one set of reasons why a channel did not take a message; the domain lists them. */
export type ChannelFailureKind = ChannelFailureName;

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
  /**
   * What may still be said when ordinary messages may not: on WhatsApp the notice's Utility template, where a usable one is
   * among `templates`. Absent on channels without a window.
   */
  outsideWindow?(
    say: Say,
    to: {
      readonly locale: Locale;
      readonly timeZone: string;
      readonly line: Line;
      readonly templates: readonly TemplateState[];
    },
  ): OutboundMessage | undefined;
  /** All templates of the line's account that are ours by name. */
  listTemplates(line: Line): Promise<readonly TemplateState[]>;
}
