import type { ConversationSignal } from '../activities/conversations';
import type { Answers } from '../domain/answer-limit';
import type { Contact, InboundMessage } from '../domain/inbound';
import type { LateWords } from '../domain/late-words';
import type { Locale } from '../domain/locale';
import type { Debt } from '../domain/outcome';
import type { OpenQuestion, PayerGiven } from '../domain/payer';
import type { SellerRequests } from '../domain/payer-limits';
import type { ChosenMerchant, Seller } from '../domain/seller';
import type { Notice } from '../domain/say';

/** What a conversation has to do, in the order in which it came. */
export type ConversationTask =
  | { readonly do: 'hear'; readonly message: InboundMessage }
  | ({ readonly do: 'resolve' } & SellerQuestion)
  | { readonly do: 'payFirst'; readonly linkId: string }
  | { readonly do: 'join' | 'leave'; readonly to: Address }
  | ({ readonly do: 'leaveNumber' } & NumberLeft)
  | { readonly do: 'succeed'; readonly from: Predecessor }
  | { readonly do: 'release'; readonly posUserId?: string }
  | {
      readonly do: 'pass';
      readonly signal: ConversationSignal['signal'];
      readonly argument: unknown;
      /** Where the chat went on when it heard of it; absent in what was noted before that was kept. */
      readonly to?: Address;
    }
  | { readonly do: 'tellPayment'; readonly linkId: string; readonly seq: number; readonly by: 'message' | 'template' }
  | { readonly do: 'forward'; readonly linkId: string; readonly given: PayerGiven };

/** A payment's question, who this is. */
export interface SellerQuestion {
  readonly linkId: string;
  readonly contact: Contact;
  /** The bank no longer knows who it was. */
  readonly gone?: true;
  /** ISO 8601: after that its command is too old to be issued. */
  readonly before?: string;
}

/** A chat, and whom it is started for where it is not there. */
export interface Address {
  readonly conversationId: string;
  readonly contact: Contact;
}

/** The chat that this one goes on in. */
export interface Successor extends Address {
  /** `joined`: the same person, known by a better id; `moved`: the number changed. */
  readonly why: 'joined' | 'moved';
  /** All was handed over. */
  readonly done: boolean;
  /** ISO 8601 */
  readonly at: string;
  /** Of a change of number: whose chat it was, where that was known. */
  readonly posUserId?: string;
}

/** A seller who had this number before somebody else came to it, and where that one's chat went on. */
export type FormerSeller = Successor & Required<Pick<Successor, 'posUserId'>>;

/** A number that is given up, by the chat that bears its name, and the chat in which its seller goes on. */
export interface NumberLeft {
  readonly number: Address;
  readonly to: Address;
}

/** A chat under a number that its seller gave up; it waits until this one is known to be the same seller's. */
export interface Predecessor extends Address {
  readonly posUserId: string;
}

/** What a chat leaves to the one that it goes on in. */
export type Heritage = { readonly from: string } & Pick<ConversationState, 'debts' | 'recent'> &
  Partial<
    Pick<
      ConversationState,
      | 'locale'
      | 'frozen'
      | 'merchant'
      | 'question'
      | 'seller'
      | 'lastInboundAt'
      | 'seen'
      | 'asked'
      | 'greeted'
      | 'predecessors'
      | 'lateTold'
      | 'lateWords'
      | 'toldTwice'
      | 'requests'
    >
  >;

export interface ToldTwice {
  readonly linkId: string;
  /** ISO 8601 */
  readonly at: string;
}

/** A send of what was owed. */
export interface RecentSend {
  readonly activityId: string;
  readonly notices: readonly Notice[];
  /** How often the most often failed of them had failed by then. */
  readonly failed?: number;
  /** The channel took it. */
  readonly by?: 'message' | 'template';
  /** By the channel's id, where it named one. */
  readonly messageId?: string;
}

/** Everything a conversation knows. It is handed on whole when the history grows long: nothing else survives that. */
export interface ConversationState {
  readonly contact: Contact;
  readonly locale?: Locale;
  readonly seller?: Seller & { readonly resolvedAt: string };
  /** ISO 8601; the 24-hour window counts from here. */
  readonly lastInboundAt?: string;
  readonly windowSaidClosed: boolean;
  readonly merchant?: ChosenMerchant;
  readonly question?: OpenQuestion;
  /** Requests to pay of the last hour. */
  readonly requests?: SellerRequests;
  /** Answers to what made no payment, of the last minute. */
  readonly answers?: Answers;
  /** Number or person changed: money commands wait until the seller, this one at best, is resolved again. */
  readonly frozen?: { readonly since: string; readonly posUserId?: string };
  readonly movedTo?: Successor;
  readonly predecessors?: readonly Predecessor[];
  readonly formerSellers?: readonly FormerSeller[];
  /** The channel's mark of the account behind the number. */
  readonly identity?: string;
  /** ISO 8601, the last time the hidden phone was asked for. */
  readonly phoneAskedAt?: string;
  readonly greeted: boolean;
  /** ISO 8601, the last time each was said: they are not repeated within the hour. */
  readonly refusedAt?: string;
  readonly helpedAt?: string;
  readonly delayedAt?: string;
  /** ISO 8601 of the cap-svc calls made for a stranger, newest last. */
  readonly asked: readonly string[];
  /** Ids of messages taken, newest last: the channel repeats itself for up to 7 days. */
  readonly seen: readonly string[];
  readonly inbox: readonly ConversationTask[];
  readonly debts: readonly Debt[];
  /** Late news of payments that were over, by linkId: the newest seq told. A callback can be replayed long after. */
  readonly lateTold?: Readonly<Record<string, number>>;
  /** The words behind that, by linkId: another one about the same link is other news. */
  readonly lateWords?: Readonly<Record<string, LateWords>>;
  /** What each recent send told, by its activity id: a late failure makes it a debt again. */
  readonly recent: readonly RecentSend[];
  /** Payments that were over when their news was possibly told twice: they can't show it any more. Newest last. */
  readonly toldTwice?: readonly ToldTwice[];
}
