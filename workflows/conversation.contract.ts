import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AnswerVerdict } from '../domain/answer-limit';
import type { Decided } from '../domain/decided';
import type { Contact, InboundMessage } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { Locale } from '../domain/locale';
import type { Debt } from '../domain/outcome';
import type { OpenQuestion, PayerGiven } from '../domain/payer';
import type { ChosenMerchant } from '../domain/seller';
import type { Timings } from '../domain/timings';
import type { MessageFailure } from './payment-link.contract';
import type {
  Address,
  ConversationState,
  FormerSeller,
  Heritage,
  NumberLeft,
  Predecessor,
  SellerQuestion,
  Successor,
} from './conversation-state';

export const CONVERSATION_WORKFLOW = 'ConversationWorkflow';
export const CONVERSATIONS_QUEUE = 'conversations';

/** `pseudonym`: an HMAC of line and person; the id shows nobody's phone. */
export const conversationWorkflowId = (lineId: string, pseudonym: string): string =>
  `conversation/${lineId}/${pseudonym}`;

export interface ConversationInput {
  readonly line: Line;
  readonly contact: Contact;
  readonly timings: Timings;
  /** Handed on by the run before this one. */
  readonly state?: ConversationState;
}

/** What others read by describing the conversation; kept short, encrypted like every payload. */
export interface ConversationMemo {
  /** Chosen by the seller; absent: the current CAP record rules. */
  readonly locale?: Locale;
  /** Who this is, as last resolved; null: nobody any more. */
  readonly seller?: { readonly posUserId: string; readonly resolvedAt: string } | null;
  /** Where the channel hides the phone that it once showed. */
  readonly phone?: string;
  /** Money commands wait until the seller is resolved again. */
  readonly frozen?: boolean;
  readonly identity?: string;
  /** The chat goes on there. */
  readonly movedTo?: Pick<Successor, 'conversationId' | 'contact' | 'why'> | null;
  /** Sellers who had this number before, and where each goes on; `done`: the bank knows that one there. */
  readonly formerSellers?: readonly Pick<
    FormerSeller,
    'posUserId' | 'conversationId' | 'contact' | 'why' | 'done' | 'at'
  >[];
  /** The channel said so; holds until the next inbound message. */
  readonly windowSaidClosed: boolean;
  readonly debts: number;
  /** What a payment asked and the seller has not answered; null: answered. */
  readonly question?: OpenQuestion | null;
  /** Chosen last; good for the rest of that day in the line's zone. */
  readonly merchant?: ChosenMerchant;
}

/** The person wrote, tapped or shared something. */
export const messageReceived = defineSignal<[InboundMessage]>('messageReceived');
/** A payment wants to know who this is; the answer goes back to it. */
export const sellerAsked = defineSignal<[SellerQuestion]>('sellerAsked');
/** A payment could not tell its news. A newer seq replaces an older one. */
export const owed = defineSignal<[Debt]>('owed');
/** A payment is about to send its link: tell old news first, then say `debtsPaid` to it. */
export const debtsAsked = defineSignal<[{ readonly linkId: string; readonly at: string }]>('debtsAsked');
/** A message that the channel had taken failed later. `activityId` names the send. */
export const conversationMessageFailed = defineSignal<[MessageFailure]>('messageFailed');
/** The seller chose a merchant for a payment: the next ones are for the same. */
export const merchantRemembered = defineSignal<[ChosenMerchant]>('merchantRemembered');
/** The seller chose a language, here or on another line. */
export const localeChosen = defineSignal<[{ readonly locale: Locale }]>('localeChosen');
/** A payment asks its seller something: the next words that are no command answer it. */
export const questionAsked = defineSignal<[OpenQuestion]>('questionAsked');
/** A message that began like a command holds the payer's phone that `linkId` asked for. */
export const payerAnswered = defineSignal<[{ readonly linkId: string; readonly given: PayerGiven }]>('payerAnswered');
/** Counts one more request to pay of this seller; false: too many within the hour. The same request counts once. */
export const requestCounted = defineUpdate<boolean, [{ readonly linkId: string; readonly perHour: number }]>(
  'countRequest',
);
/** A payment is about to answer a command that makes no payment. The same command counts once. */
export const answerCounted = defineUpdate<AnswerVerdict>('countAnswer');
/** The channel showed that whoever is known here by phone is `conversationId`'s person. */
export const joined = defineSignal<[Address]>('joined');
/** The person's number changed; `conversationId` is the chat under the new one. */
export const numberChanged = defineSignal<[Address]>('numberChanged');
/** The person gave up a number whose own chat is `number`, and went on in `to`. */
export const numberLeft = defineSignal<[NumberLeft]>('numberLeft');
/** To the chat that bears a number's name: its seller gave it up, so that whoever has it now is another. */
export const sellerLeft = defineSignal<[FormerSeller]>('sellerLeft');
/** To the chat under the new number: an earlier one waits for its seller to be known here. */
export const succeeded = defineSignal<[Predecessor]>('succeeded');
/** To the earlier chat: the same seller is known under the new number. */
export const released = defineSignal<[{ readonly posUserId: string }?]>('released');
/** What an earlier chat of the same person leaves. */
export const handedOver = defineSignal<[Heritage]>('handedOver');
/** Templates of the line changed: look at the debts again. */
export const templatesChanged = defineSignal('templatesChanged');

/** Tries a held notice again at once. @returns how many are held */
export const resendNotice = defineUpdate<number, [Decided & { readonly linkId: string }]>('resendNotice');
/** Gives a held notice up: the seller was told in another way. @returns how many are still held */
export const dropNotice = defineUpdate<number, [Decided & { readonly linkId: string }]>('dropNotice');
/** Answers the seller in another language from now on. */
export const switchLocale = defineUpdate<Locale, [Decided & { readonly locale: Locale }]>('switchLocale');
/** Ends the chat for good, so that what is kept of it can be deleted. Refused while something is owed. */
export const forget = defineUpdate<'forgotten', [Decided]>('forget');

export const conversationState = defineQuery<ConversationState>('state');
