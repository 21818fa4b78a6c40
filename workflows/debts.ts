import { proxyActivities, uuid4 } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { failedAgain, isOfTemplate, passesWithTime } from '../domain/failed-again';
import type { Debt, OweReason, Sent } from '../domain/outcome';
import { sayNotice } from '../domain/retry';
import type { Notice, Say } from '../domain/say';
import { DEFAULT_TIMINGS } from '../domain/timings';
import type { Timings } from '../domain/timings';
import type { Conversation } from './conversation-entity';
import { isForAnother } from './conversation-former';
import { sayOnce } from './conversation-saying';
import { closeWindow } from './conversation-window';
import { withWords } from './late-told';
import {
  countsSameSecond,
  datesFailures,
  hearsEarlyFailures,
  looksAtMissed,
  spacesFailures,
  takesNeighbours,
} from './patches';
import { told, undeliverable } from './payment-link.contract';
import type { MessageFailure } from './payment-link.contract';
import { isOfOtherCopy } from './send-failures';
import { toPayment } from './to-payment';

/** After a message was too many for one person, the next one waits as long as these take, and carries its neighbours. */
const PAIR_TURNS = 2;
const SECOND = 1_000;

/** These refusals hold for as long as the seller keeps silent: trying again sooner would only be refused again. */
const UNTIL_HEARD: readonly OweReason[] = ['RecipientUnreachable', 'MessageRejected', 'PhoneNeeded', 'NoAnswer'];

/** Tells what is owed and can be told now: several in one message inside the window, one by one as templates outside. */
export async function payDebts(conversation: Conversation): Promise<void> {
  for (let again = true; again;) {
    conversation.debtsChanged = false;
    await giveUpOld(conversation);
    if (conversation.state.frozen !== undefined) return;
    const due = dueOf(conversation).sort(oldestFirst);
    if (due.length === 0) return;
    const paid = conversation.windowOpen ? await tellAll(conversation, due) : await tellByTemplate(conversation, due);
    again = paid || conversation.hasDebtsNews();
  }
}

const oldestFirst = (one: Debt, other: Debt): number => Date.parse(one.notice.at) - Date.parse(other.notice.at);

/** What can be told now. Whatever goes out takes along what only waited for its turn: that is one message fewer. */
function dueOf(conversation: Conversation): Debt[] {
  const { debts } = conversation.state;
  const due = debts.filter((debt) => isDue(debt, conversation) && !isForAnother(conversation, debt.notice));
  if (due.length === 0 || !conversation.windowOpen) return due;
  const waits = (debt: Debt) => debt.why === 'PairRateLimited' && !due.includes(debt);
  const neighbours = debts.filter((debt) => waits(debt) && !isForAnother(conversation, debt.notice));
  return neighbours.length > 0 && takesNeighbours() ? [...due, ...neighbours] : due;
}

function isDue(debt: Debt, { state, input }: Conversation): boolean {
  if (UNTIL_HEARD.includes(debt.why)) return heardSince(debt.since, state.lastInboundAt);
  if (Date.now() >= (turnOf(debt, input) ?? 0)) return true;
  return isOfTemplate(debt.why) && heardSince(debt.since, state.lastInboundAt);
}

/** What waits for its turn has it then, in ms since the epoch. */
function turnOf({ why, since, notBefore }: Debt, input: Conversation['input']): number | undefined {
  if (notBefore !== undefined) return Date.parse(notBefore);
  return why === 'PairRateLimited' ? Date.parse(since) + pauseOf(input) : undefined;
}

/** A chat that began before there was such a wait knows none. */
const pauseOf = ({ timings }: Conversation['input']): number =>
  PAIR_TURNS * ((timings as Partial<Timings>).pairEvery ?? DEFAULT_TIMINGS.pairEvery);

/** The channel's clock knows seconds only: a message of the same second counts as the later one, for it was heard later. */
function heardSince(since: string, lastInboundAt?: string): boolean {
  if (lastInboundAt === undefined) return false;
  const [heard, failed] = [Date.parse(lastInboundAt), Date.parse(since)];
  return heard > failed || (heard + SECOND > failed && countsSameSecond());
}

/** When to look at the debts again though nothing happened, in ms since the epoch; past where that was missed meanwhile. */
export function debtsDeadline(conversation: Conversation, missed = true): number {
  const { state, input } = conversation;
  // Nothing is told while nobody knows whose number it is, nor to another: whatever is due then would be looked at without end.
  const counts = (turn: number) => turn > Date.now() || (missed && state.frozen === undefined);
  const times = state.debts.map((debt) => {
    const turn = isForAnother(conversation, debt.notice) ? undefined : turnOf(debt, input);
    const givenUp = Date.parse(debt.notice.at) + input.timings.debtLongest;
    return turn !== undefined && counts(turn) ? Math.min(turn, givenUp) : givenUp;
  });
  return Math.min(...times);
}

/** The deadline to wait for. */
export function nextLook(conversation: Conversation): number {
  const at = debtsDeadline(conversation);
  return at > Date.now() || looksAtMissed() ? at : debtsDeadline(conversation, false);
}

async function tellAll(conversation: Conversation, due: readonly Debt[]): Promise<boolean> {
  const notices = due.map((debt) => debt.notice);
  const [only] = notices;
  const what: Say = only !== undefined && notices.length === 1 ? sayNotice(only) : { say: 'notices', notices };
  return settle(conversation, notices, await send(conversation, what, notices));
}

/** The oldest that has a usable template. One that has none keeps no other waiting. */
async function tellByTemplate(conversation: Conversation, due: readonly Debt[]): Promise<boolean> {
  for (const { notice } of due) {
    const sent = await send(conversation, sayNotice(notice), [notice], 'template');
    if (await settle(conversation, [notice], sent)) return true;
    // News of any kind may have opened the window; any other refusal is the person's, not this template's.
    if (conversation.hasDebtsNews() || sent.result === 'sent' || sent.why !== 'TemplateUnavailable') return false;
  }
  return false;
}

async function send(conversation: Conversation, what: Say, notices: readonly Notice[], by?: 'template') {
  const activityId = `debts-${uuid4()}`;
  const silent: { possiblyTwice?: true } = {};
  const onSilence = () => {
    silent.possiblyTwice = true;
  };
  conversation.beginSending(activityId, notices);
  const answered = await sayOnce(conversation, what, { activityId, onSilence, ...(by && { by }) });
  const early = conversation.endSending(activityId);
  const sent: Sent = early !== undefined && answered.result === 'sent' ? { ...early, result: 'failed' } : answered;
  if (sent.result === 'sent') conversation.rememberTold(activityId, sent);
  return { ...sent, ...silent };
}

async function settle(
  conversation: Conversation,
  notices: readonly Notice[],
  sent: Awaited<ReturnType<typeof send>>,
): Promise<boolean> {
  if (sent.result !== 'sent') {
    await cannot(conversation, notices, sent);
    return false;
  }
  const saidBefore = conversation.state.debts.filter((debt) => debt.possiblyTwice).map(({ notice }) => notice.linkId);
  conversation.settleDebts(notices);
  for (const { linkId, seq } of notices) {
    const twice = sent.possiblyTwice ?? saidBefore.includes(linkId);
    const how = { by: sent.by ?? 'message', ...(twice && { possiblyTwice: true }) } as const;
    if (!(await toPayment(linkId, told, { seq, ...how })) && twice) conversation.noteTwice(linkId);
  }
  return true;
}

/** The refusal becomes the debts' own: it says when they are looked at again. */
async function cannot(
  conversation: Conversation,
  notices: readonly Notice[],
  sent: Exclude<Sent, { result: 'sent' }> & { readonly possiblyTwice?: true },
): Promise<void> {
  const { why, result, possiblyTwice, at } = sent;
  const { state, input } = conversation;
  const since = sinceOf(at);
  const refusal = {
    why,
    ...(why !== 'TemplateUnavailable' && { since }),
    ...(possiblyTwice && { possiblyTwice }),
  };
  const failed = result === 'failed' && passesWithTime(why) && spacesFailures();
  const asRefused = (debt: Debt): Debt => ({
    ...untimed(debt),
    ...refusal,
    ...(failed && failedAgain(debt.failed, Date.now())),
  });
  const hit = (debt: Debt) => notices.some(({ linkId }) => linkId === debt.notice.linkId);
  const first = why === 'WindowClosed' && !state.windowSaidClosed;
  if (why === 'WindowClosed') closeWindow(state, since);
  state.debts = state.debts.map((debt) => (hit(debt) ? asRefused(debt) : debt));
  // The channel has the last word on the window: the template is next.
  conversation.debtsChanged ||= first;
  conversation.publish();
  if (why !== 'TemplateUnavailable') return;
  const { tellLine } = proxyActivities<Pick<Activities, 'tellLine'>>({ startToCloseTimeout: '10 seconds' });
  await tellLine.executeWithOptions({ summary: 'Wait for a usable template' }, [
    { line: input.line, signal: 'templateAwaited', argument: { conversationId: conversation.id, ...seenIn(sent) } },
  ]);
}

/** The line tells at once what has changed since. */
const seenIn = (sent: Sent) => (sent.result === 'owe' && sent.seen !== undefined ? { seen: sent.seen } : {});

/** A payment could not tell its news, or the rail had some after its end. */
export function hearOwed(conversation: Conversation, debt: Debt): void {
  const news = withWords(conversation.state, debt);
  if (news !== undefined) conversation.owe(news);
}

/** What the channel took and failed later is owed again. */
export function takeBack(conversation: Conversation, failure: MessageFailure): void {
  const sent = conversation.state.recent.find((one) => one.activityId === failure.activityId);
  if (sent === undefined) return;
  if (conversation.isSending(failure.activityId) && hearsEarlyFailures()) {
    conversation.failedEarly = failure;
    return;
  }
  if (isOfOtherCopy(failure, sent.messageId)) return;
  conversation.state.recent = conversation.state.recent.filter((one) => one !== sent);
  const { why, code, at } = failure;
  const since = sinceOf(at);
  const again = passesWithTime(why, sent.by) && spacesFailures() ? failedAgain(sent.failed, Date.now()) : {};
  for (const notice of sent.notices) {
    conversation.owe({ notice, why, since, ...(code === undefined ? {} : { code }), ...again });
  }
}

/** @param at when the channel failed it, where it says so: word of that may come late, and the seller have written meanwhile */
const sinceOf = (at: string | undefined): string =>
  at !== undefined && datesFailures() ? at : new Date().toISOString();

/** Templates changed: what failed for want of one is looked at now. */
export function heedTemplates(conversation: Conversation): void {
  const { state } = conversation;
  state.debts = state.debts.map((debt) => (isOfTemplate(debt.why) ? untimed(debt) : debt));
  conversation.debtsChanged = true;
}

const untimed = ({ notBefore: _, ...debt }: Debt): Debt => debt;

async function giveUpOld(conversation: Conversation): Promise<void> {
  const oldest = Date.now() - conversation.input.timings.debtLongest;
  const given = conversation.state.debts.filter((debt) => Date.parse(debt.notice.at) <= oldest);
  await giveUp(conversation, given);
}

/** Nobody will be told any more; each payment shows it. */
export async function giveUp(conversation: Conversation, debts: readonly Debt[]): Promise<void> {
  if (debts.length === 0) return;
  conversation.settleDebts(debts.map((debt) => debt.notice));
  for (const { notice } of debts) await toPayment(notice.linkId, undeliverable, { seq: notice.seq });
}
