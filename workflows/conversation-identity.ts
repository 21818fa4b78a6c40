import type { Contact } from '../domain/inbound';
import type { Conversation } from './conversation-entity';
import { sellerResolved } from './payment-link.contract';
import type { SellerAnswer } from './payment-link.contract';
import { sayOnce } from './conversation-saying';
import { createFastPath } from './steps';
import { toPayment } from './to-payment';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CALLS_A_DAY = 20;

/** Who writes: as known, or asked at cap-svc. A stranger costs at most one call a minute and twenty a day. */
export async function askWho(
  conversation: Conversation,
  asked: { readonly contact: Contact; readonly linkId?: string; readonly gone?: true },
): Promise<SellerAnswer> {
  const { state, input } = conversation;
  if (asked.gone === true) forgetSeller(conversation);
  if (isFresh(conversation) && state.seller !== undefined) return { known: true, seller: state.seller };
  const now = Date.now();
  const calls = state.asked.filter((at) => now - Date.parse(at) < DAY);
  const last = calls.at(-1);
  if (calls.length >= CALLS_A_DAY || (last !== undefined && now - Date.parse(last) < MINUTE)) return { known: false };
  state.asked = [...calls, new Date(now).toISOString()];
  const run = createFastPath(input.timings, {
    stuck: (reason) => conversation.impeded(reason),
    clear: () => conversation.impeded(undefined),
  });
  const answer = await run(
    'resolveSeller',
    { line: input.line, contact: asked.contact, requestId: `${asked.linkId ?? 'chat'}.resolve` },
    { summary: 'Ask cap-svc who writes', reason: 'CapSvcUnavailable' },
  );
  if (answer.known) {
    state.seller = { ...answer.seller, resolvedAt: new Date().toISOString() };
    state.asked = [];
  } else {
    forgetSeller(conversation);
  }
  conversation.publish();
  return answer;
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
  if (!answer.known) await refuseStranger(conversation);
}

/** A polite refusal that says what to do; fifty messages of a stranger get one an hour. */
export async function refuseStranger(conversation: Conversation): Promise<void> {
  const { state } = conversation;
  if (state.refusedAt !== undefined && Date.now() - Date.parse(state.refusedAt) < HOUR) return;
  state.refusedAt = new Date().toISOString();
  await sayOnce(conversation, { say: 'stranger' });
}
