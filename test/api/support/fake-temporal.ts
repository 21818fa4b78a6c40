import {
  TemporalUnavailable,
  type ConversationMove,
  type ConversationSignal,
  type LineSignal,
  type MessageFailed,
  type PaymentSignal,
  type PaymentView,
  type Temporal,
} from '../../../api/ports/temporal';
import type { Sent } from '../../../domain/outcome';
import type { ConversationInput } from '../../../workflows/conversation.contract';
import { paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import type { PaymentLinkInput, PaymentLinkResult } from '../../../workflows/payment-link.contract';

export interface FakePayment extends PaymentView {
  readonly input?: PaymentLinkInput;
  open: boolean;
  readonly result?: PaymentLinkResult;
}

/** Temporal's promises, in memory: one run per id, signals in order, an end that is an end. */
export class FakeTemporal implements Temporal {
  away = false;
  /** What every call does first; a test may hold it up. */
  before: () => Promise<void> = () => Promise.resolve();
  readonly payments = new Map<string, FakePayment>();
  readonly started: PaymentLinkInput[] = [];
  readonly paymentSignals: (PaymentSignal & { readonly linkId: string })[] = [];
  readonly conversationSignals: (ConversationSignal & { readonly id: string; readonly input: ConversationInput })[] =
    [];
  readonly conversationFailures: (MessageFailed & { readonly id: string })[] = [];
  readonly lineSignals: (LineSignal & { readonly line: string })[] = [];
  /** Keys of sends that wait, as `workflowId#activityId`, and what they were given. */
  readonly waiting = new Set<string>();
  readonly completed: { readonly key: string; readonly sent: Sent }[] = [];
  readonly conversations = new Set<string>();
  calls = 0;

  async startPayment(input: PaymentLinkInput): Promise<'started' | 'known'> {
    await this.call();
    const known = this.payments.get(input.linkId);
    if (known !== undefined) return known.open ? 'started' : 'known';
    const { conversationId, line, message } = input;
    const memo = { conversationId, messageId: message.messageId, sender: message.sender };
    this.payments.set(input.linkId, { input, memo, lineId: line.id, open: true });
    this.started.push(input);
    return 'started';
  }

  async exists(workflowId: string): Promise<boolean> {
    await this.call();
    const ids = [...this.payments.keys()].map(paymentLinkWorkflowId);
    return ids.includes(workflowId) || this.conversations.has(workflowId);
  }

  async readPayment(linkId: string): Promise<PaymentView | undefined> {
    await this.call();
    return this.payments.get(linkId);
  }

  async resultOf(linkId: string): Promise<PaymentLinkResult | undefined> {
    await this.call();
    return this.payments.get(linkId)?.result;
  }

  async signalPayment(linkId: string, signal: PaymentSignal): Promise<'taken' | 'over'> {
    await this.call();
    if (this.payments.get(linkId)?.open !== true) return 'over';
    this.paymentSignals.push({ linkId, ...signal });
    return 'taken';
  }

  async tellConversation(id: string, input: ConversationInput, signal: ConversationSignal): Promise<void> {
    await this.call();
    this.conversations.add(id);
    this.conversationSignals.push({ id, input, ...signal });
  }

  readonly moves: (ConversationMove & { readonly id: string })[] = [];
  readonly successors = new Map<string, string>();

  async moveConversation(id: string, move: ConversationMove): Promise<'taken' | 'over'> {
    await this.call();
    if (!this.conversations.has(id)) return 'over';
    this.moves.push({ id, ...move });
    return 'taken';
  }

  readonly locales = new Map<string, string>();

  async chooseLocale(id: string, locale: string): Promise<'taken' | 'over'> {
    await this.call();
    if (!this.conversations.has(id)) return 'over';
    this.locales.set(id, locale);
    return 'taken';
  }

  async successorOf(id: string): Promise<string | undefined> {
    await this.call();
    return this.successors.get(id);
  }

  async failConversationMessage(id: string, failed: MessageFailed): Promise<'taken' | 'over'> {
    await this.call();
    if (!this.conversations.has(id)) return 'over';
    this.conversationFailures.push({ id, ...failed });
    return 'taken';
  }

  async tellLine(line: { readonly id: string }, signal: LineSignal): Promise<void> {
    await this.call();
    this.lineSignals.push({ line: line.id, ...signal });
  }

  async completeSend(key: { workflowId: string; activityId: string }, sent: Sent): Promise<'taken' | 'over'> {
    await this.call();
    const name = `${key.workflowId}#${key.activityId}`;
    if (!this.waiting.delete(name)) return 'over';
    this.completed.push({ key: name, sent });
    return 'taken';
  }

  async ping(): Promise<void> {
    await this.call();
  }

  private async call(): Promise<void> {
    this.calls += 1;
    await this.before();
    if (this.away) throw new TemporalUnavailable(true, '14 UNAVAILABLE');
  }
}
