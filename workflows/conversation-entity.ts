import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { countAnswer } from '../domain/answer-limit';
import type { AnswerVerdict } from '../domain/answer-limit';
import { windowEnd } from '../domain/delivery';
import { ownPhone } from '../domain/inbound';
import type { Contact, InboundMessage } from '../domain/inbound';
import type { Locale } from '../domain/locale';
import type { Debt, Sent } from '../domain/outcome';
import type { ChosenMerchant } from '../domain/seller';
import type { NotificationState, StuckReason } from '../domain/payment';
import type { Notice } from '../domain/say';
import { isOfChannel, stuckBy } from '../domain/stuck';
import { describeConversation } from './conversation-details';
import { closeWindow, newestUnread, opensWindow, showWindow } from './conversation-window';
import type { ConversationInput, ConversationMemo } from './conversation.contract';
import type { ConversationState, ConversationTask, Successor } from './conversation-state';
import { countsSameSecond, knowsWhatItTold, leavesNothingBehind, showsMinutes } from './patches';
import type { MessageFailure, Obstacle } from './payment-link.contract';
import { attributes } from './search-attributes';
import { isToldLate, rememberLate } from './late-told';

/** Meta repeats a message for up to seven days; a seller writes fewer than this many in that time. */
const SEEN = 1_000;
const RECENT = 50;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** All that one chat knows, and what it shows of itself. */
export class Conversation {
  readonly state: Mutable<ConversationState>;
  /** Something changed for the debts: look at them again. */
  debtsChanged = false;
  /** Operators have it erased. */
  forgotten = false;
  /** What the channel took and failed, heard before its answer to the very send. */
  failedEarly: MessageFailure | undefined;
  private sending: string | undefined;
  private shownMemo = '';
  private obstacle: Obstacle | undefined;
  private readonly byTheMinute = showsMinutes();

  constructor(readonly input: ConversationInput) {
    this.state = input.state ?? {
      contact: input.contact,
      windowSaidClosed: false,
      greeted: false,
      asked: [],
      seen: [],
      inbox: [],
      debts: [],
      recent: [],
    };
    this.debtsChanged = this.state.debts.length > 0;
  }

  get id(): string {
    return workflowInfo().workflowId;
  }

  hasDebtsNews(): boolean {
    return this.debtsChanged;
  }

  put(task: ConversationTask): void {
    this.state.inbox = [...this.state.inbox, task];
  }

  take(): ConversationTask | undefined {
    const [task, ...rest] = this.state.inbox;
    this.state.inbox = rest;
    return task;
  }

  /** Notes that the person wrote. False: the channel only repeated itself. */
  note(message: InboundMessage): boolean {
    if (this.state.seen.includes(message.messageId)) return false;
    this.state.seen = [...this.state.seen, message.messageId].slice(-SEEN);
    this.meet({ ...message.sender, ...ownPhone(message) });
    this.identify(message);
    if (opensWindow(message.content)) this.heardAt(message.sentAt);
    return true;
  }

  /** Notices go where the person was met last. */
  meet(contact: Contact): void {
    const { phone } = this.state.contact;
    this.state.contact = { ...this.state.contact, ...contact };
    if (phone !== undefined && this.state.contact.phone !== phone) this.publish();
  }

  /** A changed number, or another account behind the same one: what was known of the person is no longer good. */
  private identify({ content, identity }: InboundMessage): void {
    const other = identity !== undefined && this.state.identity !== undefined && identity !== this.state.identity;
    if (identity !== undefined) this.state.identity = identity;
    if (other || content.kind === 'moved') this.freeze();
  }

  /** Money commands wait until the seller is resolved again, and what is owed stays owed. */
  freeze(): void {
    const { seller, frozen } = this.state;
    const posUserId = seller?.posUserId ?? frozen?.posUserId;
    this.state.frozen = { since: new Date().toISOString(), ...(posUserId === undefined ? {} : { posUserId }) };
    delete this.state.seller;
    this.publish();
  }

  /** Keeps nothing of the person: whoever writes here from now on is another, or is passed on. */
  retire(to: Successor): void {
    const { state } = this;
    delete state.seller;
    delete state.locale;
    delete state.merchant;
    delete state.question;
    delete state.requests;
    delete state.lastInboundAt;
    delete state.identity;
    if (state.frozen !== undefined && leavesNothingBehind()) delete state.frozen;
    Object.assign(state, { greeted: false, debts: [], recent: [], movedTo: to });
    this.publish();
  }

  /** The window counts from the newest message; messages may come in any order. */
  heardAt(at: string): void {
    const last = this.state.lastInboundAt;
    if (last === at && this.state.debts.length > 0 && countsSameSecond()) {
      this.state.windowSaidClosed = false;
      this.debtsChanged = true;
    }
    if (last !== undefined && Date.parse(last) >= Date.parse(at)) return;
    this.state.lastInboundAt = at;
    this.state.windowSaidClosed = false;
    this.debtsChanged = true;
    showWindow(new Date(at), this.byTheMinute);
  }

  get windowEndsAt(): number {
    return windowEnd(this.input.timings.window, this.state.lastInboundAt, this.unreadAt) ?? 0;
  }

  /** A message that waits to be heard has opened the window already: debts go out with it, not before it as templates. */
  get windowOpen(): boolean {
    return (!this.state.windowSaidClosed || this.unreadAt !== undefined) && Date.now() < this.windowEndsAt;
  }

  private get unreadAt(): string | undefined {
    return newestUnread(this.state);
  }

  /** A newer fact about the same payment replaces an older one. */
  owe(debt: Debt): void {
    const same = (one: Debt) => one.notice.linkId === debt.notice.linkId;
    if (this.state.debts.some((one) => same(one) && one.notice.seq >= debt.notice.seq)) return;
    if (debt.late === true && isToldLate(this.state, debt)) return;
    const before = this.state.recent.find((sent) => sent.by !== undefined && tells(sent.notices, debt.notice));
    if (before?.by !== undefined && knowsWhatItTold()) {
      this.put({ do: 'tellPayment', linkId: debt.notice.linkId, seq: debt.notice.seq, by: before.by });
      return;
    }
    if (debt.why === 'WindowClosed') closeWindow(this.state, debt.since);
    this.state.debts = [...this.state.debts.filter((one) => !same(one)), debt];
    this.debtsChanged = true;
    this.publish();
  }

  settleDebts(notices: readonly Notice[]): void {
    rememberLate(
      this.state,
      this.state.debts.filter((one) => tells(notices, one.notice)),
    );
    this.state.debts = this.state.debts.filter((one) => !tells(notices, one.notice));
    this.publish();
  }

  chooseLocale(locale: Locale): void {
    this.state.locale = locale;
    this.publish();
  }

  rememberMerchant(merchant: ChosenMerchant): void {
    this.state.merchant = merchant;
    if (this.state.question?.kind !== 'payer') delete this.state.question;
    this.publish();
  }

  /** A payment waits in line with the conversation's own answers: the limit is the person's. */
  countAnswer(): AnswerVerdict {
    const { answers, verdict } = countAnswer(this.state.answers ?? { at: [] }, Date.now());
    this.state.answers = answers;
    return verdict;
  }

  forget(): void {
    this.forgotten = true;
  }

  isForgotten(): boolean {
    return this.forgotten;
  }

  beginSending(activityId: string, notices: readonly Notice[]): void {
    this.sending = activityId;
    const sent = this.state.debts.filter((debt) => tells(notices, debt.notice));
    const failed = Math.max(0, ...sent.map((debt) => debt.failed ?? 0));
    const send = { activityId, notices, ...(failed > 0 && { failed }) };
    this.state.recent = [...this.state.recent, send].slice(-RECENT);
  }

  isSending(activityId: string): boolean {
    return this.sending === activityId;
  }

  /** @returns how the send failed before the answer to it was heard */
  endSending(activityId: string): MessageFailure | undefined {
    const early = this.failedEarly;
    this.sending = undefined;
    this.failedEarly = undefined;
    return early?.activityId === activityId ? early : undefined;
  }

  /** The channel took it: whoever says once more that this is owed is told so. */
  rememberTold(activityId: string, { by = 'message', messageId }: Extract<Sent, { result: 'sent' }>): void {
    const taken = { by, ...(messageId !== undefined && { messageId }) };
    this.state.recent = this.state.recent.map((one) => (one.activityId === activityId ? { ...one, ...taken } : one));
  }

  /** Told twice, perhaps, of a payment that is over: only this chat can show it. */
  noteTwice(linkId: string): void {
    const noted = { linkId, at: new Date().toISOString() };
    this.state.toldTwice = [...(this.state.toldTwice ?? []), noted].slice(-RECENT);
  }

  get memo(): ConversationMemo {
    const { locale, seller, windowSaidClosed, debts, merchant, question, frozen, movedTo, identity } = this.state;
    const { formerSellers, contact } = this.state;
    const { phone } = contact;
    return {
      windowSaidClosed,
      debts: debts.length,
      // An upsert keeps what it does not name: a question that is over has to be taken away.
      question: question ?? null,
      seller: seller === undefined ? null : { posUserId: seller.posUserId, resolvedAt: seller.resolvedAt },
      movedTo: movedTo?.done === true ? movedTo : null,
      frozen: frozen !== undefined,
      ...(locale === undefined ? {} : { locale }),
      ...(merchant === undefined ? {} : { merchant }),
      ...(phone === undefined ? {} : { phone }),
      ...(identity === undefined ? {} : { identity }),
      ...(formerSellers === undefined ? {} : { formerSellers }),
    };
  }

  /** @param error the last one, in words of ours */
  impeded(reason: StuckReason | undefined, error?: string): void {
    const last = error === undefined ? {} : { error };
    if (reason === this.obstacle?.reason) {
      if (this.obstacle !== undefined) this.obstacle = { ...this.obstacle, ...last };
      this.show();
      return;
    }
    this.obstacle = reason === undefined ? undefined : { reason, since: new Date().toISOString(), ...last };
    this.publish();
  }

  private get stuck(): Obstacle | undefined {
    const [owed] = this.state.debts;
    return this.obstacle ?? (owed && { reason: stuckBy(owed.why), since: owed.since });
  }

  /** What the UI shows in words; costs no event, and is renewed at every wait. */
  show(): void {
    setCurrentDetails(describeConversation(this, this.stuck));
  }

  /** A message went out: whatever stood in the channel's way is over. Somebody else's absence is not. */
  clearChannel(): void {
    if (this.obstacle !== undefined && isOfChannel(this.obstacle.reason)) this.impeded(undefined);
  }

  /** Shows what others read by describing this conversation; an unchanged picture costs no event. */
  publish(): void {
    const { debts, seller } = this.state;
    const { stuck } = this;
    const reason = stuck?.reason;
    const picture = JSON.stringify([this.memo, reason]);
    this.show();
    if (picture === this.shownMemo) return;
    this.shownMemo = picture;
    upsertMemo({ ...this.memo });
    const notification: NotificationState = debts.length === 0 ? 'None' : 'Owed';
    upsertSearchAttributes([
      { key: attributes.notificationState, value: notification },
      { key: attributes.stuckReason, value: reason ?? null },
      { key: attributes.stuckSince, value: stuck === undefined ? null : new Date(stuck.since) },
      ...(seller === undefined ? [] : [{ key: attributes.sellerId, value: seller.posUserId }]),
    ]);
  }
}

/** What was told in a message covers this notice: the same, or older news of the same payment. */
const tells = (told: readonly Notice[], { linkId, seq }: Notice): boolean =>
  told.some((notice) => notice.linkId === linkId && notice.seq >= seq);
