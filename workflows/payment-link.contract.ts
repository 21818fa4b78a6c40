import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decided } from '../domain/decided';
import type { ChannelFailureName } from '../domain/delivery';
import type { Contact, InboundMessage } from '../domain/inbound';
import type { LinkFacts, NotOpened } from '../domain/lasting-link';
import type { Line } from '../domain/line';
import type { Money } from '../domain/money';
import type { FinalStatus, NotificationState, PaymentState, RailReport, StuckReason } from '../domain/payment';
import type { PayerGiven } from '../domain/payer';
import type { Notice } from '../domain/say';
import type { Seller } from '../domain/seller';
import type { Issued, Requested, Settlement } from '../domain/settlement';
import type { Timings } from '../domain/timings';

export const PAYMENT_LINK_WORKFLOW = 'PaymentLinkWorkflow';
export const PAYMENT_LINKS_QUEUE = 'payment-links';

const PREFIX = 'payment-link/';
export const paymentLinkWorkflowId = (linkId: string): string => `${PREFIX}${linkId}`;

export interface PaymentLinkInput {
  readonly linkId: string;
  readonly line: Line;
  readonly conversationId: string;
  /** The command: a text, or a tap on a button that stands for one. */
  readonly message: InboundMessage;
  readonly timings: Timings;
}

/** Set at the start and never changed: taps, lists and debts read it and are authorised by it. */
export interface PaymentLinkMemo {
  readonly conversationId: string;
  /** The text of the command; of a tap, the button's id. */
  readonly command: string;
  /** The message that the answers quote. */
  readonly messageId: string;
  /** Where the seller is written to: late news may have to start the conversation again. */
  readonly sender: Contact;
}

/** In one field, for each field is sealed by itself: four would take 500 bytes more, in every write of a payment's state. */
export const toMemo = (origin: PaymentLinkMemo): Record<string, unknown> => ({ origin });

/** @param memo as the server keeps it; payments that began before 2026-11-29 have a field for each of the four */
export function readMemo(memo: Readonly<Record<string, unknown>> | undefined): Partial<PaymentLinkMemo> {
  return memo?.['origin'] ?? memo ?? {};
}

/** What the command asked for, once it is understood. */
export interface OrderFacts {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly amount: Money;
  readonly description?: string;
  readonly tag?: string;
}

/** What stays of a payment when its run is over: late news is judged and told from it. */
export interface PaymentLinkResult {
  readonly state: PaymentState;
  readonly notification: NotificationState;
  readonly issued: readonly Issued[];
  /** What the rail's words came to: tells a replay of the word that decided from a second payment. */
  readonly settlement?: Settlement;
  /** A request to pay whose answer was lost: a word about it may still come. */
  readonly requested?: Requested;
  /** Who settled it by hand, and why. */
  readonly settledBy?: SettledBy;
  /** The tap that chose the merchant: the same tap delivered again is no second one. */
  readonly chosenBy?: string;
  /** The last that was told. */
  readonly notice?: Notice;
  /** The message in which the payment itself told last, by the channel's id, where that is known. */
  readonly toldAs?: string;
  /** ISO 8601: when we learned that money had come. */
  readonly paidAt?: string;
  readonly order?: OrderFacts;
}

/** What stands in the way. */
export interface Obstacle {
  readonly reason: StuckReason;
  /** ISO 8601 */
  readonly since: string;
  /** The last one, in words of ours: no personal data. */
  readonly error?: string;
}

export interface PaymentLinkStatus {
  readonly linkId: string;
  readonly state: PaymentState;
  readonly notification: NotificationState;
  /** The gravest of what stands in the way, and what else does. */
  readonly stuck?: Obstacle;
  readonly besides?: readonly Obstacle[];
  readonly issued: readonly Issued[];
  /** The rail's word that people have to judge. */
  readonly review?: Settlement['review'];
  /** Other money that they have to see to after that. */
  readonly also?: Settlement['also'];
  /** Waits for a second operator. */
  readonly proposal?: Proposal;
  readonly settledBy?: SettledBy;
  readonly notice?: Notice;
  /** ISO 8601: when we learned that money had come. */
  readonly paidAt?: string;
  readonly order?: OrderFacts;
  /** The link message, by the channel's id: a reply to it names this payment. */
  readonly linkMessageId?: string;
  /** Of the later messages that show the link, the last ones. */
  readonly linkShownAgain?: readonly string[];
  /** Of a link that outlives its payments. */
  readonly link?: LinkFacts;
}

/** What the page of a link that outlives its payments shows. */
export interface LinkPage {
  readonly link: LinkFacts;
  readonly merchant: string;
  readonly amount: Money;
  readonly description?: string;
  readonly line: Pick<Line, 'country' | 'defaultLocale' | 'timeZone' | 'displayNumber'>;
}

export type OpenedLink = LinkPage & { readonly notOpened?: NotOpened };

/** The rail spoke through a callback whose signature fitted `origin`'s key. */
export const railReported = defineSignal<[{ readonly origin: string; readonly report: RailReport }]>('railReported');
/** Somebody has reason to believe that the rail knows more: ask it now. */
export const pollWanted = defineSignal('pollWanted');
/** What became of a message that the channel had taken. `activityId` names the send. */
export interface MessageFailure {
  readonly activityId: string;
  /** By the channel's id: after silence two messages go by one key. Absent in what was told before that was. */
  readonly messageId?: string;
  readonly why: ChannelFailureName;
  readonly code?: number;
  /** ISO 8601, the channel's own clock: this may be heard much later. */
  readonly at?: string;
}

/** A message that the channel had taken failed later. */
export const messageFailed = defineSignal<[MessageFailure]>('messageFailed');
/** An attempt of this payment's own activity met an obstacle and will be repeated. */
export const impeded = defineSignal<[{ readonly reason: StuckReason; readonly error?: string }]>('impeded');
/** The conversation told a notice of this payment that was owed. */
export const told =
  defineSignal<[{ readonly seq: number; readonly by: 'message' | 'template'; readonly possiblyTwice?: true }]>('told');
/** The conversation gave a debt up. `dropped`: operators said so. */
export const undeliverable = defineSignal<[{ readonly seq: number; readonly dropped?: true }]>('undeliverable');
/** The conversation has told what it owed; new links may follow. */
export const debtsPaid = defineSignal('debtsPaid');
/** The conversation's answer to "who is this?". */
export const sellerResolved = defineSignal<[SellerAnswer]>('sellerResolved');
export type SellerAnswer =
  | { readonly known: true; readonly seller: Seller }
  /** The person was answered, or was told the same a while ago. `away`: nobody could say in time. */
  | { readonly known: false; readonly away?: true };
/** A row of this payment's merchant list was tapped. `messageId`: of the tap. */
export const merchantChosen =
  defineSignal<[{ readonly merchantId: string; readonly messageId?: string }]>('merchantChosen');

/** Another page of the merchant list was asked for. */
export const merchantsPaged = defineSignal<[{ readonly page: number; readonly messageId?: string }]>('merchantsPaged');
/** A row of the open list was named by its number: the list is shown again. */
export const listWanted = defineSignal('listWanted');
/** The button that stands for this payment was tapped again: its link is shown again. */
export const tappedAgain = defineSignal<[{ readonly messageId: string }]>('tappedAgain');

/**
 * Asks the rail now and says where the payment stands after that. An update, because somebody waits for the answer. `always`: also
 * where a final word is known, which a late SUCCESS would change.
 */
export const pollNow = defineUpdate<PaymentLinkStatus, [PollWord?]>('pollNow');
export interface PollWord {
  readonly always?: boolean;
}
/** Sends the link once more. Refused where it can’t be paid any more. */
export const resendLink = defineUpdate<PaymentLinkStatus, [Decided]>('resendLink');
/** The seller takes the link back. An update, because the seller is told at once whether it was in time. */
export const cancel = defineUpdate<'cancelled' | 'tooLate'>('cancel');

/** The seller gave the payer's phone. */
export const payerGiven = defineSignal<[PayerGiven]>('payerGiven');
/** The seller saw the masked payer and tapped the button that sends the request. */
export const payerConfirmed = defineSignal<[PayerConfirmed?]>('payerConfirmed');
export interface PayerConfirmed {
  /** When, in ISO 8601 by the channel's clock. */
  readonly sentAt?: string;
}
/** What operators found out at the bank about a request to pay whose answer was lost. */
export interface RtpSettled {
  readonly outcome: FinalStatus;
  /** The bank's id of the payment, where there is one: the portal's record needs it. */
  readonly paymentId?: string;
  readonly reason: string;
  readonly operator: string;
}
/** What operators say became of a payment that is under review, or of a request whose answer was lost. */
export interface SettleWord extends RtpSettled {
  /** What another operator proposed is so. */
  readonly confirm?: boolean;
}
/** Money under review counts as paid by the word of two: this is the first one's. */
export interface Proposal {
  readonly outcome: FinalStatus;
  readonly reason: string;
  readonly operator: string;
  /** ISO 8601 */
  readonly at: string;
}
export interface SettledBy extends RtpSettled {
  /** ISO 8601 */
  readonly at?: string;
  /** Whose word it confirmed, or was put in place of. */
  readonly proposed?: Proposal;
}
/**
 * Ends a review, or `RtpUnknown`, by people's word; to count as paid, a review takes two of them. An update, because who decides
 * has to hear that it was too late.
 */
export const settle = defineUpdate<PaymentLinkStatus, [SettleWord]>('settle');
/** Ends `RtpUnknown` by people's word. An update, because who decides has to hear that it was too late. */
export const settleRtp = defineUpdate<PaymentLinkStatus, [RtpSettled]>('settleRtp');

/** What to show to whoever opens the link; undefined: it has no page. */
export const page = defineQuery<LinkPage | undefined>('page');
/** Why an update about the page was rejected, which leaves nothing in the history: nothing would come of it now. */
export const NOTHING_TO_OPEN = 'NothingToOpen';
/**
 * A customer wants to pay and the last payment is over, or its outcome unknown: asks the rail, then makes a new payment where
 * the old one can't be paid any more. An update, because the customer waits for the page to go to.
 */
export const openForPayment = defineUpdate<OpenedLink>('openForPayment');
/** A customer comes back from the checkout page: asks the rail. What the customer says about it counts for nothing. */
export const returned = defineUpdate<LinkPage>('returned');

export const status = defineQuery<PaymentLinkStatus>('status');
