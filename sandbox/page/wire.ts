/** What the page's server tells its client. Types only: both sides import them, neither the other. */

/** One entry of the board: the client keeps the newest value of each key. `value` null: it is gone. */
export interface Entry {
  readonly key: string;
  readonly value: unknown;
}

export type Tick = 'sent' | 'delivered' | 'read' | 'failed';

export interface ChoiceView {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
}

/** A message as the seller's phone shows it. */
export interface MessageView {
  readonly id: string;
  /** Written by the phone's owner. */
  readonly own: boolean;
  readonly kind: string;
  readonly body: string;
  readonly header?: string;
  readonly footer?: string;
  /** Label that opens the rows. */
  readonly open?: string;
  readonly buttons: readonly ChoiceView[];
  readonly rows: readonly ChoiceView[];
  readonly template?: string;
  readonly quoted?: { readonly own: boolean; readonly body: string };
  /** ISO 8601. */
  readonly at: string;
  readonly tick?: Tick;
  /** Meta's code of a failed message. */
  readonly code?: number;
  /** The payment that said it. */
  readonly workflowId?: string;
  /** A checkout page that the message links to. */
  readonly link?: LinkView;
}

export interface LinkView {
  readonly url: string;
  readonly paymentId: string;
  readonly merchant: string;
  readonly amount: string;
}

/** Key `chat:<phone>:<line>`. */
export interface ChatView {
  readonly phone: string;
  readonly line: string;
  readonly messages: readonly MessageView[];
  readonly typing: boolean;
  /** Chosen in this chat; absent: the seller's own. */
  readonly locale?: string;
  /** Meta's window as Meta's simulator sees it; absent: the phone never wrote. */
  readonly window?: { readonly open: boolean; readonly endsAt: string };
  /** When somebody moved this chat past its window, or back. */
  readonly jumps: readonly JumpView[];
}

export interface JumpView {
  /** ISO 8601. */
  readonly at: string;
  readonly to: 'past' | 'back';
}

export interface SellerView {
  readonly phone: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'BLOCKED' | 'STRANGER';
  readonly locale: string;
  readonly merchants: readonly string[];
}

export interface TemplateView {
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string;
}

export interface SwitchView {
  readonly id: string;
  readonly of: 'meta' | 'capSvc' | 'rail';
  readonly on: boolean;
}

/** Key `world`. */
export interface WorldView {
  readonly sellers: readonly SellerView[];
  readonly lines: readonly { readonly id: string; readonly number: string; readonly timeZone: string }[];
  readonly uiUrl: string;
  readonly switches: readonly SwitchView[];
  readonly templates: readonly TemplateView[];
  readonly chaos: boolean;
  readonly workerRuns: boolean;
}

/** Key `checkout:<paymentId>`: what the customer has on the phone, a hosted page or a request in the banking app. */
export interface CheckoutView {
  readonly paymentId: string;
  readonly kind: 'link' | 'rtp';
  readonly merchant: string;
  readonly bank: string;
  readonly amount: string;
  readonly description: string;
  readonly status: string;
  readonly language: string;
  /** The rail's own page; a request has none. */
  readonly url?: string;
  /** The link's own page, where it outlives its payments. */
  readonly page?: string;
  /** Whom a request was sent to. */
  readonly payer?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly swiftMessageId?: string;
  readonly workflowId: string;
}

export interface DeliveryView {
  readonly choice: 'message' | 'template' | 'owe' | 'failed';
  /** What the choice followed from. */
  readonly why:
    | 'answer'
    | 'windowOpen'
    | 'refused'
    | 'windowClosed'
    | 'noTemplate'
    | 'unreachable'
    | 'pairRate'
    | 'noAnswer'
    | 'other';
  readonly code?: number;
  readonly endsAt?: string;
  readonly template?: string;
  readonly tick?: Tick;
}

export interface StepView {
  readonly id: string;
  readonly kind: 'step' | 'send' | 'signal' | 'end';
  /** Activity type, signal name or outcome. */
  readonly name: string;
  readonly summary?: string;
  readonly state: 'done' | 'running' | 'retrying' | 'failed';
  /** ISO 8601. */
  readonly at: string;
  readonly tookMs?: number;
  readonly attempts?: number;
  readonly error?: string;
  /** It ran inside the worker, without a round trip to the server. */
  readonly fast?: boolean;
  readonly delivery?: DeliveryView;
}

/** Key `payment:<workflowId>`. */
export interface PaymentView {
  readonly workflowId: string;
  readonly runId: string;
  readonly phone: string;
  readonly command: string;
  readonly startedAt: string;
  readonly running: boolean;
  readonly state: string;
  readonly notification: string;
  readonly stuck?: { readonly reason: string; readonly since: string };
  readonly paymentId?: string;
  readonly amount?: string;
  readonly merchant?: string;
  /** Markdown, as the Temporal UI shows it. */
  readonly details: string;
  readonly events: number;
  readonly steps: readonly StepView[];
  readonly uiUrl: string;
}

export interface PortalRow {
  readonly paymentId: string;
  readonly workflowId: string;
  readonly at: string;
  readonly merchant: string;
  readonly amount: string;
  readonly description: string;
  readonly tag: string;
  readonly status: string;
  readonly swiftMessageId: string;
  /** Messages that this payment cost, by Meta's category. */
  readonly messages: { readonly service: number; readonly utility: number };
}

export interface AuditRow {
  readonly at: string;
  readonly operation: string;
  readonly outcome: string;
  readonly posUserId: string;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly requestId: string;
}

/** Key `portal`. */
export interface PortalView {
  readonly payments: readonly PortalRow[];
  /** How many older ones only the CSV has. */
  readonly earlier: number;
  readonly audit: readonly AuditRow[];
}

/** Key `story`. */
export interface StoryView {
  readonly id: string;
  readonly phone: string;
  /** Absent: the first. */
  readonly line?: string;
  /** Captions have numbers, from 0. */
  readonly step: number;
  readonly steps: number;
  readonly state: 'playing' | 'done' | 'failed';
  readonly error?: string;
}
