import type { CommandProblem } from './command';
import type { Locale } from './locale';
import type { Money } from './money';

/** What became of a payment, as a seller is told it. */
export type NoticeOutcome =
  | 'paid'
  /** Paid after the seller was told something else. */
  | 'paidAfterAll'
  | 'failed'
  | 'declined'
  | 'expired'
  | 'cancelled'
  /** No final word of the rail yet: do not hand anything over. */
  | 'unconfirmed'
  /** The rail's word does not fit what was issued; people look at it. */
  | 'review'
  | 'paidTwice'
  /** A payment request went out and its answer was lost. */
  | 'rtpUnknown';

/** One fact about one payment, to be told exactly once. */
export interface Notice {
  readonly linkId: string;
  /** Whose it is, by cap-svc's id: the number may be another's by the time it is told. Absent in older ones. */
  readonly posUserId?: string;
  /** Grows with every newer fact about the same payment. */
  readonly seq: number;
  readonly outcome: NoticeOutcome;
  readonly amount: Money;
  readonly description?: string;
  readonly tag?: string;
  /** ISO 8601: when it happened. */
  readonly at: string;
  /** Named only where the seller has several merchants. */
  readonly merchant?: string;
  /** Of a payment request, which has no link. */
  readonly rtp?: true;
}

/** A row of a list that is tapped: ids come back in the tap. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

/**
 * Everything the product can say, without words: activities put it into the reader's language at the moment of sending,
 * so a change of copy or of locale never touches a running workflow.
 */
export type Say =
  /** Made to be forwarded to the customer: no tag, no word for the seller. */
  | {
      readonly say: 'link';
      readonly merchant: string;
      readonly amount: Money;
      readonly description?: string;
      readonly url: string;
      /** ISO 8601 */
      readonly validUntil: string;
      /** The address is a page of ours, made to be previewed in the chat. */
      readonly preview?: boolean;
    }
  /** `retryId`: the button that issues a new link for the same; absent where there is nothing to retry. */
  | { readonly say: 'notice'; readonly notice: Notice; readonly retryId?: string }
  /** What could not be told earlier, in one message. */
  | { readonly say: 'notices'; readonly notices: readonly Notice[] }
  | {
      readonly say: 'badCommand';
      readonly problem: CommandProblem;
      /** Commands that would work, closest to what was meant. */
      readonly examples: readonly string[];
      readonly min?: Money;
      readonly max?: Money;
      /** The currency that would be right. */
      readonly currency?: string;
    }
  /** The phone is registered at no partner bank. */
  | { readonly say: 'stranger' }
  | { readonly say: 'blocked' }
  /** Ops closed it for new commands. */
  | { readonly say: 'closed'; readonly what: 'bank' | 'merchant' | 'seller' | 'line' }
  /** The number or the person behind it changed: money commands wait until the bank knows. */
  | { readonly say: 'frozen' }
  /** The rail refused to issue; nothing was made. */
  | { readonly say: 'notIssued'; readonly amount: Money }
  /** The bank or the rail is away; the command goes on by itself when it is back. */
  | { readonly say: 'delayed'; readonly amount?: Money }
  /** An old, forwarded or too long delayed command: `confirmId` is the button that issues it. */
  | {
      readonly say: 'confirm';
      readonly reason: 'old' | 'forwarded' | 'delayed';
      readonly command: string;
      readonly confirmId: string;
    }
  /** Too many commands in a minute. */
  | { readonly say: 'tooMany' }
  | { readonly say: 'greeting'; readonly name?: string; readonly currency: string; readonly rtp: boolean }
  | { readonly say: 'help'; readonly currency: string; readonly rtp: boolean }
  /** Five rows, one a language, each in its own; row ids are `lang:<locale>`. */
  | { readonly say: 'languages' }
  | { readonly say: 'languageSet'; readonly chosen: Locale }
  | { readonly say: 'merchants'; readonly amount?: Money; readonly rows: readonly Row[] }
  | { readonly say: 'merchantSet'; readonly merchant: string }
  /** Only one merchant: nothing to choose. */
  | { readonly say: 'merchantOnly'; readonly merchant: string }
  /** A question was not answered in time; nothing was issued. */
  | { readonly say: 'questionEnded' }
  /** A tap on a list or button that is over: send the command again. */
  | { readonly say: 'sendAgain' }
  /** `unclear`: what the seller gave is no phone. */
  | { readonly say: 'askPayer'; readonly amount: Money; readonly unclear?: true }
  | {
      readonly say: 'confirmPayer';
      readonly amount: Money;
      /** Whom the money is for, where the seller has several. */
      readonly merchant?: string;
      readonly payerMasked: string;
      readonly sendId: string;
    }
  | {
      readonly say: 'rtpSent';
      readonly amount: Money;
      readonly merchant?: string;
      readonly payerMasked: string;
      readonly validUntil: string;
    }
  /** `linkId` of the button that makes a link instead. */
  | {
      readonly say: 'rtpNotPossible';
      readonly reason: 'notAvailable' | 'payerRefused' | 'sellerLimit' | 'payerLimit' | 'payerDeclined';
      readonly amount: Money;
      readonly linkInsteadId: string;
    }
  | {
      readonly say: 'list';
      readonly count: number;
      readonly links: readonly {
        readonly amount: Money;
        readonly description?: string;
        readonly tag?: string;
        readonly state: 'open' | 'checking' | Exclude<NoticeOutcome, 'paidAfterAll'>;
        /** ISO 8601, of an open one. */
        readonly validUntil?: string;
        /** ISO 8601, of an ended one. */
        readonly at?: string;
      }[];
    }
  | {
      readonly say: 'today';
      readonly totals: readonly {
        readonly merchant: string;
        readonly total: Money;
        readonly count: number;
        /** `tag` absent: the untagged. */
        readonly tags: readonly { readonly tag?: string; readonly total: Money; readonly count: number }[];
        readonly inReview: number;
      }[];
    }
  /** `/cancel` on an open link: a checkout page already open may still be paid. `linkId`: which it was, which is not shown. */
  | { readonly say: 'cancelled'; readonly amount: Money; readonly linkId?: string }
  | { readonly say: 'cancelWhat' }
  | { readonly say: 'cancelTooLate' }
  /** No open link of the seller's is known by the message that was replied to: it may be over, or another message shows it. */
  | { readonly say: 'cancelUnknown' }
  /** WhatsApp hides the phone: asks for it by the channel's own request. */
  | { readonly say: 'phoneWanted' };
