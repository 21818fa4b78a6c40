import type { ChannelFailureName } from './delivery';
import type { LateWord } from './late-words';
import type { Notice } from './say';

/** Why something could not be told: the channel's reason, or ours: nobody knows whether this is still the seller. */
export type OweReason = ChannelFailureName | 'SellerUnverified';

/** What an attempt to say something came to. */
export type Sent =
  | { readonly result: 'sent'; readonly messageId?: string; readonly by?: 'message' | 'template' }
  /** It can't be told now: the conversation owes it. */
  | ({
      readonly result: 'owe';
      readonly why: OweReason;
      /** For want of a template: how often the line's had changed when none was usable. */
      readonly seen?: number;
    } & Refusal)
  /** Taken first, refused later, or refused for good. */
  | ({ readonly result: 'failed'; readonly why: ChannelFailureName } & Refusal);

interface Refusal {
  readonly code?: number;
  /** ISO 8601, the channel's own clock: of what it took and failed later. Word of it may come much later still. */
  readonly at?: string;
}

/** A notice that could not be told yet, in the hands of the conversation. */
export interface Debt {
  readonly notice: Notice;
  readonly why: OweReason;
  readonly code?: number;
  /** ISO 8601 */
  readonly since: string;
  /** How often the channel took it and failed it later, for reasons that pass. */
  readonly failed?: number;
  /** ISO 8601: after such a failure it is not tried before. */
  readonly notBefore?: string;
  /** The payment was over when it became known: nobody but the conversation remembers that it was told. */
  readonly late?: true;
  /** The rail's late word that this is news of. */
  readonly word?: LateWord;
  /** It was said before, and the channel kept silent: it may have arrived. */
  readonly possiblyTwice?: true;
}
