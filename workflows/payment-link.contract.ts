import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { ChannelFailureName } from '../domain/delivery';
import type { Contact, InboundMessage } from '../domain/inbound';
import type { Line } from '../domain/line';
import type { NotificationState, PaymentState, RailReport, StuckReason } from '../domain/payment';
import type { Notice } from '../domain/say';
import type { Seller } from '../domain/seller';
import type { Issued, Settlement } from '../domain/settlement';
import type { Timings } from '../domain/timings';

export const PAYMENT_LINK_WORKFLOW = 'PaymentLinkWorkflow';
export const PAYMENT_LINKS_QUEUE = 'payment-links';

const PREFIX = 'payment-link/';
export const paymentLinkWorkflowId = (linkId: string): string => `${PREFIX}${linkId}`;
export const linkIdOf = (workflowId: string): string | undefined =>
  workflowId.startsWith(PREFIX) ? workflowId.slice(PREFIX.length) : undefined;

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

/** What stays of a payment when its run is over: late news is judged and told from it. */
export interface PaymentLinkResult {
  readonly state: PaymentState;
  readonly notification: NotificationState;
  readonly issued: readonly Issued[];
  /** What the rail's words came to: tells a replay of the word that decided from a second payment. */
  readonly settlement?: Settlement;
  /** The last that was told. */
  readonly notice?: Notice;
}

export interface PaymentLinkStatus {
  readonly linkId: string;
  readonly state: PaymentState;
  readonly notification: NotificationState;
  readonly stuck?: { readonly reason: StuckReason; readonly since: string };
  readonly issued: readonly Issued[];
  readonly notice?: Notice;
}

/** The rail spoke through a callback whose signature fitted `origin`'s key. */
export const railReported = defineSignal<[{ readonly origin: string; readonly report: RailReport }]>('railReported');
/** Somebody has reason to believe that the rail knows more: ask it now. */
export const pollWanted = defineSignal('pollWanted');
/** A message that the channel had taken failed later. `activityId` names the send. */
export const messageFailed =
  defineSignal<[{ readonly activityId: string; readonly why: ChannelFailureName; readonly code?: number }]>(
    'messageFailed',
  );
/** An attempt of this payment's own activity met an obstacle and will be repeated. */
export const impeded = defineSignal<[{ readonly reason: StuckReason }]>('impeded');
/** The conversation told a notice of this payment that was owed. */
export const told = defineSignal<[{ readonly seq: number; readonly by: 'message' | 'template' }]>('told');
/** The conversation gave a debt up. */
export const undeliverable = defineSignal<[{ readonly seq: number }]>('undeliverable');
/** The conversation has told what it owed; new links may follow. */
export const debtsPaid = defineSignal('debtsPaid');
/** The conversation's answer to "who is this?". */
export const sellerResolved = defineSignal<[SellerAnswer]>('sellerResolved');
export type SellerAnswer =
  | { readonly known: true; readonly seller: Seller }
  /** The person was answered, or was told the same a while ago. */
  | { readonly known: false };
/** A row of this payment's merchant list was tapped. */
export const merchantChosen = defineSignal<[{ readonly merchantId: string }]>('merchantChosen');

export const status = defineQuery<PaymentLinkStatus>('status');
