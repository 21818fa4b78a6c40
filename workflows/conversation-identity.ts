import type { Timings } from '../domain/timings';
import type { Seller } from '../domain/seller';
import type { Conversation } from './conversation-entity';
import { sitOut } from './conversation-away';
import { doubted, isHopeless, makeWay } from './conversation-former';
import { releasePredecessors } from './conversation-moving';
import type { Predecessor, SellerQuestion } from './conversation-state';
import { giveUp } from './debts';
import { sitsOut } from './patches';
import { sellerResolved } from './payment-link.contract';
import type { SellerAnswer } from './payment-link.contract';
import { sayOnce } from './conversation-saying';
import { createFastPath, isAway } from './steps';
import { toPayment } from './to-payment';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CALLS_A_DAY = 20;

/** Who writes: as known, or asked at cap-svc. A stranger costs at most one call a minute and twenty a day. */
export async function askWho(
  conversation: Conversation,
  asked: Omit<SellerQuestion, 'linkId'> & Partial<SellerQuestion>,
): Promise<SellerAnswer> {
  const { state } = conversation;
  // Whoever asks has the newest message: the number may have changed since the last that was heard here.
  conversation.meet(asked.contact);
  if (asked.gone === true) forgetSeller(conversation);
  if (isFresh(conversation) && state.seller !== undefined) return { known: true, seller: state.seller };
  const { contact } = state;
  // A number that was given up may be anybody's by now, and without a phone nobody can be asked about.
  const gone = doubted(conversation);
  if (gone === 'everybody' || contact.phone === undefined || !mayAsk(conversation)) return { known: false };
  const answer = unlessGone(gone, await resolve(conversation, { ...asked, contact }));
  if (isNobodysWord(answer)) {
    // Nobody answered, so nothing was learnt of a stranger: the next who asks may ask at once.
    state.asked = state.asked.slice(0, -1);
    return answer;
  }
  if (answer.known) await know(conversation, answer.seller);
  else forgetSeller(conversation);
  conversation.publish();
  return answer;
}

/** Whoever gave the number up does not write from it, whatever the bank still has it down as. */
const unlessGone = (gone: readonly string[], answer: SellerAnswer): SellerAnswer =>
  answer.known && gone.includes(answer.seller.posUserId) ? { known: false } : answer;

function mayAsk({ state, input }: Conversation): boolean {
  const now = Date.now();
  const calls = state.asked.filter((at) => now - Date.parse(at) < DAY);
  const last = calls.at(-1);
  if (calls.length >= CALLS_A_DAY || (last !== undefined && now - Date.parse(last) < pauseOf(input))) return false;
  state.asked = [...calls, new Date(now).toISOString()];
  return true;
}

/** A chat that began before there was such a wait knows none. */
const pauseOf = ({ timings }: Conversation['input']): number => (timings as Partial<Timings>).strangerPause ?? MINUTE;

const isNobodysWord = (answer: SellerAnswer): boolean => !answer.known && answer.away === true;

async function resolve(
  conversation: Conversation,
  { contact, linkId = 'chat', before }: Omit<SellerQuestion, 'linkId'> & Partial<SellerQuestion>,
): Promise<SellerAnswer> {
  const { input } = conversation;
  const run = createFastPath(input.timings, {
    stuck: (reason, error) => conversation.impeded(reason, error),
    clear: () => conversation.impeded(undefined),
  });
  let isOver = false;
  let meanwhile: Promise<void> | undefined;
  try {
    return await run(
      'resolveSeller',
      {
        line: input.line,
        contact,
        requestId: `${linkId}.resolve`,
        ...(contact.userId === undefined ? {} : { asker: conversation.id }),
      },
      {
        summary: 'Ask cap-svc who writes',
        reason: 'CapSvcUnavailable',
        ...(before === undefined ? {} : { before: Date.parse(before) }),
        onStuck: () => {
          if (sitsOut()) meanwhile = sitOut(conversation, () => isOver);
        },
      },
    );
  } catch (error) {
    if (before === undefined || !isAway(error)) throw error;
    conversation.impeded(undefined);
    return { known: false, away: true };
  } finally {
    isOver = true;
    // It may be in the middle of telling something, and nobody else may tell beside it.
    await meanwhile;
  }
}

/** What was owed to another seller is not told to this one. */
async function know(conversation: Conversation, seller: Seller): Promise<void> {
  const { state } = conversation;
  const before = state.frozen?.posUserId;
  makeWay(conversation, seller.posUserId);
  state.seller = { ...seller, resolvedAt: new Date().toISOString() };
  state.asked = [];
  delete state.frozen;
  if (before !== undefined && before !== seller.posUserId) {
    await giveUp(
      conversation,
      state.debts.filter((debt) => isHopeless(conversation, debt, seller.posUserId)),
    );
  }
  conversation.debtsChanged ||= state.debts.length > 0;
  await releasePredecessors(conversation, seller.posUserId);
}

/** An earlier number of this person waits: whoever is known here may get what was owed there. */
export async function succeed(conversation: Conversation, from: Predecessor): Promise<void> {
  const { state } = conversation;
  makeWay(conversation, from.posUserId);
  state.predecessors = [...(state.predecessors ?? []), from];
  if (state.seller === undefined) state.frozen ??= { since: new Date().toISOString() };
  const who = await askWho(conversation, { contact: state.contact });
  if (who.known) await releasePredecessors(conversation, who.seller.posUserId);
}

/** Whoever is registered again is welcomed again, with the very first message. */
function forgetSeller({ state }: Conversation): void {
  delete state.seller;
  state.greeted = false;
}

function isFresh({ state, input }: Conversation): boolean {
  return state.seller !== undefined && Date.now() - Date.parse(state.seller.resolvedAt) < input.timings.sellerFresh;
}

/** Tells a waiting payment who its seller is; a stranger is answered here, at most once an hour. */
export async function answerPayment(
  conversation: Conversation,
  asked: { readonly linkId: string },
  answer: SellerAnswer,
): Promise<void> {
  await toPayment(asked.linkId, sellerResolved, answer);
  if (isNobodysWord(answer)) return;
  if (answer.known) conversation.state.greeted = true;
  else await refuseStranger(conversation);
}

/**
 * A polite refusal that says what to do; fifty messages of a stranger get one an hour. Whose phone is hidden is asked for it
 * by the channel's own request, and whose number changed hears that.
 */
export async function refuseStranger(conversation: Conversation): Promise<void> {
  const { state } = conversation;
  if (state.frozen !== undefined) {
    const verdict = conversation.countAnswer();
    if (verdict !== 'silence') await sayOnce(conversation, { say: verdict === 'warn' ? 'tooMany' : 'frozen' });
  } else if (state.contact.phone === undefined) {
    if (isRecent(state.phoneAskedAt)) return;
    state.phoneAskedAt = new Date().toISOString();
    await sayOnce(conversation, { say: 'phoneWanted' });
  } else if (!isRecent(state.refusedAt)) {
    state.refusedAt = new Date().toISOString();
    await sayOnce(conversation, { say: 'stranger' });
  }
}

const isRecent = (at: string | undefined): boolean => at !== undefined && Date.now() - Date.parse(at) < HOUR;
