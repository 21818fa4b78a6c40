import type { ConversationMemo } from '../../workflows/conversation.contract';
import { paymentLinkWorkflowId, readMemo } from '../../workflows/payment-link.contract';
import type { ChatMessage } from '../meta/chats';
import { decide } from '../page/server/checkouts';
import type { CheckoutDeed } from '../page/server/checkouts';
import { railPayments } from '../page/server/desk';
import { eventually } from '../page/server/eventually';
import { linkPageOf } from '../page/server/link-page';
import type { Page } from '../page/server/page';
import { changeTemplate } from '../page/server/templates';
import type { TemplateStatus } from '../page/server/templates';
import type { PaymentView } from '../page/wire';
import type { Story } from './story';
import { readSendKey } from '../../domain/send-key';

/** What a story is played with: a seller's phone, a customer, and what can happen to them. What it changed is put back. */
export class Stage {
  readonly #undo: (() => void)[] = [];
  readonly #at: { readonly phone: string; readonly line: string };
  readonly #earlier: ReadonlySet<string>;
  #heard: number;
  #paymentId = '';

  constructor(
    private readonly page: Page,
    { phone, line }: Pick<Story, 'phone' | 'line'>,
    readonly signal: AbortSignal,
  ) {
    this.#at = { phone, line: line ?? page.desk.lines[0]?.id ?? '' };
    this.#heard = this.#said().length;
    this.#earlier = new Set(railPayments(page.desk).map(({ payment }) => payment.paymentId));
  }

  write(text: string, more: { readonly duplicate?: number } = {}): void {
    this.page.phones.write(this.#at, text, more);
  }

  /** Taps a row or button of the newest message that has one. */
  async tap(which: (title: string) => boolean = () => true): Promise<void> {
    const found = await this.#eventually('something to tap', () => {
      const message = this.#said().findLast(({ rows, buttons }) => rows.length + buttons.length > 0);
      const choice = message && [...message.rows, ...message.buttons].find(({ title }) => which(title));
      return message && choice && { message, choice };
    });
    this.page.phones.tap(this.#at, found.message.id, found.choice.id);
  }

  /** Waits for the business's next message that is so. */
  async hears(what: string, isIt: (message: ChatMessage) => boolean): Promise<ChatMessage> {
    return this.#eventually(what, () => {
      const fresh = this.#said().slice(this.#heard);
      const index = fresh.findIndex(isIt);
      const found = fresh[index];
      if (found !== undefined) this.#heard += index + 1;
      return found;
    });
  }

  /** Waits for a link; what the customer does from now on is done with it. */
  async getsLink(): Promise<void> {
    const message = await this.hears('the link', ({ body }) => /\/(checkout|p)\/[\w-]+/.test(body));
    const payment = railPayments(this.page.desk).findLast(({ payment: { checkoutPage, successUrl } }) =>
      [checkoutPage, linkPageOf(successUrl)].some((url) => url !== undefined && message.body.includes(url)),
    );
    this.#paymentId = payment?.payment.paymentId ?? '';
  }

  /** Waits for a request in the customer's banking app; what the customer does from now on is done with it. */
  async sendsRequest(): Promise<void> {
    const { payment } = await this.#eventually('the request in the banking app', () =>
      railPayments(this.page.desk).find(
        (one) => one.payment.kind === 'rtp' && !this.#earlier.has(one.payment.paymentId),
      ),
    );
    this.#paymentId = payment.paymentId;
  }

  async customer(deed: CheckoutDeed): Promise<void> {
    await decide(this.page.desk, this.#paymentId, deed);
  }

  /** Waits until the workflow knows that the rail has called the payment over. */
  async paymentIsOver(): Promise<void> {
    const workflowId = paymentLinkWorkflowId(this.#linkId());
    await this.#eventually('the end of the payment in its workflow', () => {
      const view = this.page.board.read(`payment:${workflowId}`) as PaymentView | undefined;
      return view?.steps.some(({ name }) => name === 'railReported') === true ? true : undefined;
    });
  }

  /** The customer opens the link’s own page late and presses its button; what the customer does from now on is done with it. */
  async opensAgain(): Promise<void> {
    const before = this.#paymentId;
    await decide(this.page.desk, before, 'again');
    const linkId = this.#linkId();
    const { payment } = await this.#eventually('the next payment', () =>
      railPayments(this.page.desk).findLast(
        (one) => one.payment.orderId === linkId && one.payment.paymentId !== before,
      ),
    );
    this.#paymentId = payment.paymentId;
  }

  jump(to: 'past' | 'back'): void {
    this.page.phones.jump(this.#at, to);
  }

  /** Something goes wrong until the story ends. */
  goesWrong(id: string): void {
    this.page.switches.turn(id, true);
    this.#undo.push(() => this.page.switches.turn(id, false));
  }

  isMended(id: string): void {
    this.page.switches.turn(id, false);
  }

  template(name: string, language: string, status: TemplateStatus): void {
    changeTemplate(this.page.desk, { name, language, status });
    this.#undo.push(() => changeTemplate(this.page.desk, { name, language, status: 'APPROVED' }));
  }

  /** Waits until the payment's workflow shows this, e.g. that it owes a notice. */
  async shows(what: string, name: 'notification' | 'state', value: string): Promise<void> {
    const workflowId = paymentLinkWorkflowId(this.#linkId());
    await this.#eventually(what, () => {
      const view = this.page.board.read(`payment:${workflowId}`) as Record<string, unknown> | undefined;
      return view?.[name] === value ? true : undefined;
    });
  }

  /** Waits until the chat knows what it owes: a command that comes before that is answered first, and rightly so. */
  async chatOwes(): Promise<void> {
    const { workflow } = this.page.temporal.client;
    const memoOf = async (id: string) => (await workflow.getHandle(id).describe()).memo;
    const { conversationId = '' } = readMemo(await memoOf(paymentLinkWorkflowId(this.#linkId())));
    await this.#eventually('the debt in the chat', async () => {
      const { debts = 0 } = ((await memoOf(conversationId)) ?? {}) as Partial<ConversationMemo>;
      return debts > 0 ? true : undefined;
    });
  }

  /** Messages that told anything of the current payment: a promise is that it is told once. */
  toldTimes(): number {
    const id = paymentLinkWorkflowId(this.#linkId());
    return this.#said().filter(
      ({ key }) => key !== undefined && readSendKey(key)?.workflowId === id && key.includes('#notice'),
    ).length;
  }

  paymentsOf(text: string): number {
    return railPayments(this.page.desk).filter(({ payment }) => payment.description === text).length;
  }

  /** Puts back what the story changed. */
  leave(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  #linkId(): string {
    return (
      railPayments(this.page.desk).find(({ payment }) => payment.paymentId === this.#paymentId)?.payment.orderId ?? ''
    );
  }

  #said(): readonly ChatMessage[] {
    return this.page.phones.messages(this.#at).filter(({ direction }) => direction === 'out');
  }

  #eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
    return eventually(what, look, { withinMs: 60_000, signal: this.signal });
  }
}
