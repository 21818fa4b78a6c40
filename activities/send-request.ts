import type { Contact } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Locale } from '../domain/locale';
import type { Say } from '../domain/say';
import type { Timings } from '../domain/timings';

export interface SendRequest {
  readonly line: Line;
  readonly conversationId: string;
  readonly to: Contact;
  readonly say: Say;
  /** A notice has a template and may be owed; an answer follows a message of the seller's and has neither. */
  readonly kind: 'answer' | 'notice';
  /** The CAP record's; the seller's own choice goes before it. */
  readonly capLocale?: Locale;
  /** ISO 8601, of the message that the sender knows of. */
  readonly lastInboundAt?: string;
  /** The message to quote. */
  readonly replyTo?: string;
  /** `template`: the channel said that the window is closed. */
  readonly by?: 'template';
  /** It was said before, and nobody knows whether it arrived. Counted, and changes nothing else. */
  readonly again?: true;
  readonly timings: Pick<Timings, 'window'>;
}
